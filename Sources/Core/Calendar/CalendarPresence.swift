// What an attendee's calendar says of an appointment.

/// The answer that a calendar shows for an attendee (PARTSTAT, RFC 5545 §3.2.12).
package enum CalendarPresence: String, Sendable, Codable, SQLBindable, SQLReadable {
    case needsAction, accepted, tentative, declined
}
