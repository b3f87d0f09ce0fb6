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
}
