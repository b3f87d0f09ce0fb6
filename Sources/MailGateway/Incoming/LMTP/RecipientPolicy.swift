// For whom mail is taken. A recipient proves nothing: what an answer may do is decided by its key and its sender.

package import Core

/// Tells our own addresses from those of others. What an MTA sends here by mistake is refused, so that its sender learns
/// that nobody has read it.
package struct RecipientPolicy: Sendable {
    package enum Acceptance: String, Sendable, Hashable {
        /// The gateway's address, with a key behind `+`, `=` or `-` or without, and a key alone (a catch-all domain).
        case own
        /// Every address of the gateway's domain: an operator who sends us a whole domain knows what stands in it.
        case domain
        /// Every address: the MTA decides.
        case any
    }

    private let gateway: EmailAddress
    private let acceptance: Acceptance

    package init(gateway: EmailAddress, acceptance: Acceptance) {
        self.gateway = gateway
        self.acceptance = acceptance
    }

    func accepts(_ recipient: EmailAddress) -> Bool {
        if acceptance == .any { return true }
        guard recipient.domain == gateway.domain else { return false }
        return acceptance == .domain || recipient.local == gateway.local
            || Self.hasDetail(recipient, of: gateway)
            || ReplyKey.handle(of: recipient.local) != nil
    }

    private static func hasDetail(_ recipient: EmailAddress, of gateway: EmailAddress) -> Bool {
        recipient.local.hasPrefix(gateway.local)
            && recipient.local.dropFirst(gateway.local.count).first.map { "+=-".contains($0) } == true
    }
}
