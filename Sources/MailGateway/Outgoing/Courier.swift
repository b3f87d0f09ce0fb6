// Who takes mail away: so many lanes side by side, one message at a time on each.

/// One lane out. Calls take turns.
package protocol CourierLane: Sendable {
    /// Hands one message over; returns when the other side has taken charge of it.
    func deliver(_ mail: OutgoingMail) async throws(DeliveryError)
}

/// A way out for mail.
package struct Courier: Sendable {
    package let lanes: [any CourierLane]
    /// At most so many messages a minute over all lanes; nil without limit.
    package let perMinute: Int?

    package init(lanes: [any CourierLane], perMinute: Int? = nil) {
        // Two seconds a message are enough for any lane: more of them would only hold rows while they wait.
        self.lanes = perMinute.map { Array(lanes.prefix(max(1, $0 / 30))) } ?? lanes
        self.perMinute = perMinute
    }

    /// The courier for an address. Nothing is connected until a first message is there.
    package init(_ address: DeliveryAddress) {
        switch address {
        case .smtp(let server):
            self.init(
                lanes: (0..<server.connections).map { _ in SMTPConnection(server) },
                perMinute: server.perMinute)
        case .maildir(let path):
            self.init(lanes: [Maildir(path: path)])
        }
    }
}
