// One person's appointment, as mails, calendars and pages tell it.

/// A booked time at a place, with what identifies it in calendars (RFC 5545 §3.8.4.7, §3.8.7.4).
package struct Appointment: Sendable, Hashable, Codable {
    /// One for the life of a booking, unguessable.
    package let uid: String
    /// Rises at each change of time or place, and at cancellation.
    package let sequence: Int
    package let starts: Instant
    package let ends: Instant
    package let place: String

    package init(uid: String, sequence: Int, starts: Instant, ends: Instant, place: String) {
        self.uid = uid
        self.sequence = sequence
        self.starts = starts
        self.ends = ends
        self.place = place
    }
}
