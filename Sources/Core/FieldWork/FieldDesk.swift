// Where technicians' work is shown and taken in, whoever asks: a page, a device that has its network back.

/// The use cases of field work, each one transaction. What is not this technician's is not there for them (RG-018).
package struct FieldDesk: Sendable {
    package let database: any SQLDatabase

    package init(_ database: any SQLDatabase) { self.database = database }

    /// The technician of a link; nil where there is none.
    package func technician(_ id: Technician.ID) async throws -> Technician? {
        try await database.read { try TechnicianStore.load(id, on: $0) }
    }

    /// The visits of a technician around now; nil where there is no such technician (RG-020).
    package func day(of technician: Technician.ID, now: Instant) async throws -> FieldDay? {
        throw SQLError.other("not yet")
    }

    /// One operation with all that its technician needs; nil where it is not theirs.
    package func intervention(
        _ operation: Operation.ID, of technician: Technician.ID, now: Instant
    ) async throws -> Intervention? {
        throw SQLError.other("not yet")
    }

    /// Decides an entry, once: the same entry again gives the same outcome and changes nothing.
    package func act(
        _ entry: FieldEntry, by technician: Technician.ID, now: Instant
    ) async throws -> FieldOutcome {
        throw SQLError.other("not yet")
    }

    /// Keeps a photograph with an operation, without where it was taken and other metadata. `id` is made where it is
    /// taken, so that one that is sent twice is kept once.
    package func addPhoto(
        _ bytes: [UInt8], id: Photo.ID, to operation: Operation.ID, by technician: Technician.ID, at: Instant,
        now: Instant
    ) async throws -> PhotoOutcome {
        throw SQLError.other("not yet")
    }

    /// A photograph with its bytes; nil where it is of no operation of theirs.
    package func photo(
        _ id: Photo.ID, of technician: Technician.ID
    ) async throws -> (photo: Photo, bytes: [UInt8])? {
        throw SQLError.other("not yet")
    }

    /// The documents of the technician's campaign, by name (RG-051).
    package func documents(of technician: Technician.ID) async throws -> [DocumentView] {
        throw SQLError.other("not yet")
    }

    /// A document with its bytes, counted as the use says (RG-052); nil where it is not of their campaign.
    package func document(
        _ id: Document.ID, of technician: Technician.ID, use: DocumentUse
    ) async throws -> (document: DocumentView, bytes: [UInt8])? {
        throw SQLError.other("not yet")
    }

    /// Keeps whether a document helped, in the place of what they said before (RG-052); nil where it is not of their
    /// campaign.
    package func rate(
        _ id: Document.ID, useful: Bool, by technician: Technician.ID, now: Instant
    ) async throws -> DocumentView? {
        throw SQLError.other("not yet")
    }
}
