// An agent placed on a slot.

/// A booking; at most one active an agent and campaign (RG-121).
package struct Booking: Sendable, Hashable {
    package typealias ID = BookingID

    package let id: ID
    package let agent: Agent.ID
    package let slot: Slot.ID
    package let state: State
    /// What the agent's calendar last answered.
    package let answer: CalendarPresence
    package let uid: String
    package let sequence: Int
    /// SEQUENCE and DTSTAMP of that answer; an older one changes nothing.
    package let answerSequence: Int?
    package let answerStamp: Instant?
    /// Who placed the agent (RG-125).
    package let placedBy: Actor
    /// Since when the booking is at its time and place.
    package let placedAt: Instant
    /// When silence about a proposed slot keeps or frees it (RG-301); nil where nothing hangs on an answer, or one came.
    package let answerBy: Instant?

    /// `placed` by somebody else waits for the agent to accept; booked by the agent is confirmed at once; `cancelled`
    /// is history and never stands in the way of another (RG-121).
    package enum State: String, Sendable, SQLBindable, SQLReadable {
        case placed, confirmed, done, cancelled
    }
}
