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
        try await database.read { try FieldDay.load(technician, now: now, on: $0) }
    }

    /// One operation with all that its technician needs; nil where it is not theirs.
    package func intervention(
        _ operation: Operation.ID, of technician: Technician.ID, now: Instant
    ) async throws -> Intervention? {
        try await database.read { try Intervention.load(operation, of: technician, now: now, on: $0) }
    }

    /// Decides an entry, once: the same entry again gives the same outcome and changes nothing.
    package func act(
        _ entry: FieldEntry, by technician: Technician.ID, now: Instant
    ) async throws -> FieldOutcome {
        try await database.transaction { try FieldActs.act(entry, by: technician, now: now, on: $0) }
    }

    /// Keeps a photograph with an operation, without where it was taken and other metadata. `id` is made where it is
    /// taken, so that one that is sent twice is kept once.
    package func addPhoto(
        _ bytes: [UInt8], id: Photo.ID, to operation: Operation.ID, by technician: Technician.ID, at: Instant,
        now: Instant
    ) async throws -> PhotoOutcome {
        let image: (kind: ImageKind, bytes: [UInt8])
        do { image = try PhotoRules.strip(bytes) } catch { return .refused(error) }
        return try await database.transaction { connection in
            try PhotoStore.add(
                image.bytes, image.kind, id: id, to: operation, by: technician, at: min(at, now), now: now,
                on: connection)
        }
    }

    /// A photograph with its bytes; nil where it is of no operation of theirs.
    package func photo(
        _ id: Photo.ID, of technician: Technician.ID
    ) async throws -> (photo: Photo, bytes: [UInt8])? {
        try await database.read { try PhotoStore.find(id, of: technician, on: $0) }
    }

    /// The documents of the technician's campaign, by name (RG-051).
    package func documents(of technician: Technician.ID) async throws -> [DocumentView] {
        try await database.read { connection in
            guard let technician = try TechnicianStore.load(technician, on: connection) else { return [] }
            return try DocumentStore.list(of: technician.campaign, for: technician.id, on: connection)
        }
    }

    /// A document with its bytes, counted as the use says (RG-052); nil where it is not of their campaign.
    package func document(
        _ id: Document.ID, of technician: Technician.ID, use: DocumentUse
    ) async throws -> (document: DocumentView, bytes: [UInt8])? {
        try await database.transaction { connection in
            guard let technician = try TechnicianStore.load(technician, on: connection) else { return nil }
            try DocumentStore.count(use, of: id, in: technician.campaign, on: connection)
            guard
                let view = try DocumentStore.view(
                    id, in: technician.campaign, for: technician.id, on: connection),
                let bytes = try DocumentStore.bytes(id, on: connection)
            else { return nil }
            return (view, bytes)
        }
    }

    /// Keeps whether a document helped, in the place of what they said before (RG-052); nil where it is not of their
    /// campaign.
    package func rate(
        _ id: Document.ID, useful: Bool, by technician: Technician.ID, now: Instant
    ) async throws -> DocumentView? {
        try await database.transaction { connection in
            guard let technician = try TechnicianStore.load(technician, on: connection),
                try DocumentStore.view(id, in: technician.campaign, on: connection) != nil
            else { return nil }
            try DocumentStore.rate(id, useful: useful, by: technician.id, now: now, on: connection)
            return try DocumentStore.view(
                id, in: technician.campaign, for: technician.id, on: connection)
        }
    }
}
