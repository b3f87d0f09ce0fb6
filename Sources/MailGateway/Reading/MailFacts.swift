// What is known of an incoming mail once it has been read.

package import Core

/// A mail as the gateway understands it. Reading decides nothing: the answer is handed to a use case.
package struct MailFacts: Sendable, Hashable {
    package let kind: Kind
    /// What its Date header says.
    package let written: Instant?
    package let answer: IncomingAnswer

    /// `mail classify` prints the raw value.
    package enum Kind: String, Sendable, Codable {
        case calendarReply = "calendar-reply"
        case calendarCounter = "calendar-counter"
        case calendarRefresh = "calendar-refresh"
        /// An object that answers nothing: a REQUEST, a CANCEL, a PUBLISH.
        case calendarOther = "calendar-other"
        case bounce
        case autoReply = "auto-reply"
        case human
        /// We sent it ourselves.
        case own
        case unreadable
    }
}
