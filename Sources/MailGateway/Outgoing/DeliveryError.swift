// Why a mail could not be handed over, as far as it matters to what is done next.

/// The outcome of a delivery that did not succeed.
package enum DeliveryError: Error, Sendable, Hashable {
    /// It may pass later: SMTP 4xx, a network fault.
    case temporary(String, scope: Scope)
    /// It never will: SMTP 5xx.
    case permanent(String, scope: Scope)

    package enum Scope: Sendable, Hashable {
        /// This recipient or this message: the next one may pass.
        case recipient
        /// This recipient, for good: there is no such address.
        case address
        /// The server, its network or our account there: nothing passes now, and no message is to blame.
        case server
    }

    /// What the server said, in its words.
    package var reason: String {
        switch self {
        case .temporary(let reason, _), .permanent(let reason, _): reason
        }
    }

    package var scope: Scope {
        switch self {
        case .temporary(_, let scope), .permanent(_, let scope): scope
        }
    }

    /// Whether everyone might have been refused with these words. Not where an enhanced code names an address or a
    /// mailbox (RFC 3463 §3.2, §3.3).
    static func mayConcernEveryone(_ reason: String) -> Bool {
        guard let status = EnhancedStatus(reason) else { return true }
        return status.subject != 1 && status.subject != 2
    }
}
