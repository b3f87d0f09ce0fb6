// What our server's refusal of an address does: the same as a proven bounce, only sooner.

/// An address that the mail server itself says does not exist.
package enum RefusedAddress {
    /// Marks the agents of an address as failing, so that coordinators see them, and cancels what waits for it, whoever
    /// it is. `reply` is the server's, from its code on.
    package static func settle(
        _ address: EmailAddress, reply: String, now: Instant, on connection: any SQLConnection
    ) throws {
        let words = reply.split(separator: " ", maxSplits: 1)
        let bounce = Bounce(
            address: address, status: nil, code: words.first.map(String.init), permanent: true,
            diagnostic: words.count > 1 ? String(words[1]) : "")
        try BounceDesk.settle(refused: bounce, of: address, now: now, on: connection)
        try Outbox.cancel(to: address, now: now, on: connection)
    }
}
