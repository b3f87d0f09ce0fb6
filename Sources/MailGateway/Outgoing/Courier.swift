// Who takes mail away: so many lanes side by side, one message at a time on each.

package import Core

/// One lane out. Calls take turns.
package protocol CourierLane: Sendable {
    /// Hands one message over; returns when the other side has taken charge of it.
    func deliver(_ mail: OutgoingMail) async throws(DeliveryError)

    /// Ends within a second what is being delivered, with a temporary error; nothing is delivered after it.
    func abort()
}

extension CourierLane {
    /// Those who never wait long need not.
    package func abort() {}
}

/// A way out for mail.
package struct Courier: Sendable {
    package let lanes: [any CourierLane]
    package let limits: SendingLimits

    package init(lanes: [any CourierLane], limits: SendingLimits = .none) {
        // Two seconds a message are enough for any lane: more connections would only stand open.
        self.lanes = limits.perMinute.map { Array(lanes.prefix(max(1, $0 / 30))) } ?? lanes
        self.limits = limits
    }

    /// The courier for an address. Nothing is connected until a first message is there.
    package init(_ address: DeliveryAddress) {
        switch address {
        case .smtp(let server):
            self.init(
                lanes: (0..<server.connections).map { _ in SMTPConnection(server) },
                limits: server.limits)
        case .maildir(let path):
            self.init(lanes: [Maildir(path: path)])
        }
    }
}
