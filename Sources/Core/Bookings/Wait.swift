// Waiting for a place on a day that is full (RG-303): asked → held → taken, declined or lapsed.
//
// A wait is for a day, not for an hour: whoever waits for a full day is helped by any place of it. The place that is held
// for somebody is counted in its slot's `taken`, so that the database keeps it from everybody else; the wait that bears the
// slot is the only one that may turn it into a booking. Each wait is offered one place: taking, declining and silence all
// end it, and whoever still waits asks again, behind those who asked before.

/// Somebody's wait for a full day.
package struct Wait: Sendable, Hashable {
    package typealias ID = Identifier<Wait>

    package let id: ID
    package let agent: Agent.ID
    package let day: Day
    package let askedAt: Instant
    /// The place that is held for them; nil while they wait.
    package let hold: Hold?

    /// A place that nobody else can take until it is passed on.
    package struct Hold: Sendable, Hashable {
        package let slot: Slot.ID
        /// From then on the clock passes it on; until it has, the place is still theirs.
        package let until: Instant
    }

    /// How a wait ended.
    package enum Outcome: String, Sendable, SQLBindable, SQLReadable {
        case taken, declined, lapsed, withdrawn
        /// They hold a slot otherwise by now.
        case overtaken
        /// The day came without a free place.
        case past
    }
}

/// What became of a request about waiting.
package enum WaitResult: Sendable, Hashable {
    case waiting(Day)
    /// There is room on that day: choosing is quicker than waiting.
    case roomLeft(Day)
    case ended
    case refused(Refusal)
}
