// What a technician does to an operation, as a device records it and the service decides it.

/// One thing done in the field. A device without a network keeps entries and sends them, in order, when it has one.
package struct FieldEntry: Sendable, Hashable {
    package typealias ID = Identifier<FieldEntry>

    /// Made where the entry is made, so that an entry that comes twice acts once.
    package let id: ID
    package let operation: OperationID
    package let act: Act
    /// The state that the technician saw; where the operation has another by now, nothing is overwritten.
    package let seen: Operation.State
    /// When it was done, by the device's clock; taken for the present instant where it lies after it.
    package let at: Instant

    package init(id: ID, operation: OperationID, act: Act, seen: Operation.State, at: Instant) {
        self.id = id
        self.operation = operation
        self.act = act
        self.seen = seen
        self.at = at
    }

    package enum Act: Sendable, Hashable {
        /// Planifié → En cours (RG-017).
        case start
        /// En cours → Réalisé.
        case finish
        /// To Reporté; the reason may be empty (RG-021). Where a slot is given, the agent is placed on it instead of being
        /// asked to choose, and the operation is Planifié again; so may one that is Reporté already.
        case postpone(reason: String, slot: SlotID?)
        /// En cours → À remédier, with what is wrong.
        case remediate(problem: String)
        /// RG-302: the agent was not there.
        case missed
        /// RG-033: a step is done; ticking again is no change.
        case tick(step: String)
        case untick(step: String)
        /// Added to the notes; none is ever overwritten.
        case note(String)
        /// Minutes spent, in the place of what the clock has counted since `start`; 0…1440.
        case spent(minutes: Int)

        /// The act without what it says, as it is stored.
        package enum Kind: String, Sendable, CaseIterable, SQLBindable, SQLReadable {
            case start, finish, postpone, remediate, missed, tick, untick, note, spent
        }

        package var kind: Kind {
            switch self {
            case .start: .start
            case .finish: .finish
            case .postpone: .postpone
            case .remediate: .remediate
            case .missed: .missed
            case .tick: .tick
            case .untick: .untick
            case .note: .note
            case .spent: .spent
            }
        }
    }
}

/// What became of an entry.
package enum FieldOutcome: Sendable, Hashable, Codable {
    /// Done now, or by the same entry before; the operation is in this state.
    case done(Operation.State)
    /// The operation has moved meanwhile, by somebody else: nothing was overwritten.
    case moved(Operation.State)
    case refused(FieldRefusal)
}

/// Why something is not done in the field.
package enum FieldRefusal: Error, Sendable, Hashable, Codable {
    /// Not one of this technician's operations, or no longer.
    case notYours
    /// RG-017: from this state, only these are allowed.
    case notAllowed(from: Operation.State, allowed: Set<Operation.State>)
    /// RG-032: the phase before is not complete.
    case phaseLocked(String)
    /// Finishing needs every step ticked: the labels of those that are not.
    case incomplete(missing: [String])
    /// The checklist has no such step.
    case unknownStep
    /// RG-016: the campaign is archived, or not open.
    case closed
    /// The slot to postpone to is not free for this agent.
    case slot(RefusalReason)
    /// A text is empty or too long, or a number out of its range.
    case unusable
}
