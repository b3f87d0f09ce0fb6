// What became of one incoming mail, as `mail ingest` prints it.

package import Core

/// The outcome of one mail, with the reason in words and the booking that it concerned.
package struct MailReport: Sendable, Hashable, Encodable {
    package let outcome: MailOutcome
    package let reason: String
    /// Text of the booking's identifier.
    package let booking: String?

    init(_ settlement: Settlement) {
        outcome = settlement.outcome
        reason = settlement.reason
        booking = settlement.booking
    }

    static let duplicate = MailReport(Settlement(.duplicate, "the same message has come before"))

    private enum CodingKeys: CodingKey { case outcome, reason, booking }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(outcome.rawValue, forKey: .outcome)
        try container.encode(reason, forKey: .reason)
        try container.encodeIfPresent(booking, forKey: .booking)
    }
}
