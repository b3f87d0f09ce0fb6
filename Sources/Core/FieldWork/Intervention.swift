// One operation as its technician works on it: the visit, its checklist, and all that was kept with it.

package struct Intervention: Sendable, Hashable {
    package let technician: Technician
    package let campaign: Campaign
    package let operation: Operation.ID
    package let state: Operation.State
    package let reference: String
    package let person: Visit.Person
    package let email: EmailAddress
    /// Where and when, while the agent is placed or the operation is done.
    package let appointment: Booked?
    package let segment: String?
    package let known: KnownFields
    /// Every field of the campaign that has a value here, in the campaign's order (RG-015).
    package let fields: [Field]
    /// Nil where the campaign has no checklist.
    package let checklist: ChecklistRun?
    package let trouble: Trouble?
    /// Oldest first.
    package let notes: [Note]
    /// Oldest first, without their bytes.
    package let photos: [Photo]
    package let time: TimeSpent
    /// Free slots to postpone to, soonest first; a few dozen at most.
    package let slots: [Slot]
    /// What was done in the field, the latest first; the ticks are in the checklist.
    package let history: [PastAct]
    /// Rises with every entry that is decided.
    package let revision: Int
    /// Why nothing can be done now; nil where it can (RG-016).
    package let obstacle: FieldRefusal?

    package struct Booked: Sendable, Hashable {
        package let booking: Booking.ID
        package let starts: Instant
        package let ends: Instant
        package let place: String
    }

    package struct Field: Sendable, Hashable {
        package let name: String
        package let value: String
    }

    package struct Note: Sendable, Hashable {
        package let text: String
        /// Name or address of who wrote it.
        package let by: String
        package let at: Instant
    }

    /// An entry that was done.
    package struct PastAct: Sendable, Hashable {
        package let kind: FieldEntry.Act.Kind
        /// The reason or the problem; may be empty.
        package let words: String
        package let by: String
        package let at: Instant
    }
}

/// How long an operation took.
package struct TimeSpent: Sendable, Hashable {
    /// As the technician put it, 0…1440.
    package let written: Int?
    /// As the clock counted it between starts and ends.
    package let counted: Int
    /// Since when the clock runs.
    package let runningSince: Instant?

    /// Minutes: what was written, else what was counted.
    package var minutes: Int { written ?? counted }
}

/// A photograph kept with an operation, without its bytes.
package struct Photo: Sendable, Hashable {
    package typealias ID = Identifier<Photo>

    package let id: ID
    package let kind: ImageKind
    package let size: Int
    package let by: String
    package let at: Instant
}

/// What became of a photograph that was sent.
package enum PhotoOutcome: Sendable, Hashable {
    /// Kept now, or before under the same identifier.
    case kept(Photo)
    case refused(PhotoRefusal)
}

package enum PhotoRefusal: Error, Sendable, Hashable {
    /// Not one of this technician's operations, or no longer (RG-018).
    case notYours
    /// RG-016.
    case closed
    /// Over `PhotoRules.largest`.
    case tooLarge
    /// Neither a JPEG nor a PNG, whatever its name says.
    case unknownKind
    /// It begins as an image and is none to its end.
    case broken
    /// The operation has `PhotoRules.most` already.
    case tooMany
}

package enum PhotoRules {
    /// Bytes of one photograph.
    package static let largest = 10 * 1024 * 1024
    /// Photographs of one operation.
    package static let most = 30
}

package enum ImageKind: String, Sendable, CaseIterable, SQLBindable, SQLReadable {
    case jpeg, png

    /// As HTTP names it.
    package var mediaType: String { "image/\(rawValue)" }
}
