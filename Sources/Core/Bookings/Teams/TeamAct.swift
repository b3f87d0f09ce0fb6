// What somebody did on a team's page, kept so that it can be undone for a while.

/// One or several orders carried out at once.
package struct TeamAct: Sendable, Hashable {
    package typealias ID = Identifier<TeamAct>

    package let id: ID
    package let doneAt: Instant
    package let undoneAt: Instant?
    /// In the order in which they were done.
    package let steps: [Step]

    /// What was done for one agent.
    package struct Step: Sendable, Hashable {
        package enum Kind: String, Sendable, SQLBindable, SQLReadable {
            case placed, moved, cancelled
        }

        package let kind: Kind
        package let agent: Agent.ID
        package let booking: Booking.ID
        /// The booking's, once it was done: whatever came after has raised it.
        package let sequence: Int
        /// Where they were before; nil where nowhere.
        package let from: Slot.ID?
    }

    /// How long an act can be undone.
    package static let undoable = Span.minutes(10)

    /// Until when it can be undone; nil where it was.
    package var undoableUntil: Instant? { undoneAt == nil ? doneAt + Self.undoable : nil }
}

extension TeamAct.Step {
    /// What a result leaves to undo; nil where nothing was changed. `before` is the booking as it stood.
    init?(_ result: TeamOrderResult, before: Booking?) {
        agent = result.order.agent
        switch result.result {
        case .booked(let booking, _):
            (kind, self.booking, sequence, from) = (.placed, booking.id, booking.sequence, nil)
        case .moved(let booking, let old, _):
            (kind, self.booking, sequence, from) = (.moved, booking.id, booking.sequence, old.id)
        case .cancelled(let slot):
            guard let before else { return nil }
            (kind, booking, sequence, from) = (.cancelled, before.id, before.sequence + 1, slot.id)
        case .unchanged, .refused: return nil
        }
    }
}
