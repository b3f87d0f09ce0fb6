// How often mail may leave: decisions on values, without a clock or a database.

/// So many messages a minute, one after another at even distances.
///
/// What is kept between two messages is one instant: when the next may leave. It is kept in the database, so that
/// several processes share a limit and a restart forgets nothing.
package struct Throttle: Sendable, Hashable {
    /// In microseconds, since a thousand a second are less than a millisecond apart.
    private let distance: Int64
    private var free: Int64

    /// `freeAt` is when the next message may leave as it was kept, nil where none has left yet.
    package init(perMinute: Int, freeAt: Instant?, now: Instant) {
        distance = 60_000_000 / Int64(max(1, perMinute))
        free = max(freeAt ?? now, now).milliseconds * 1000
    }

    /// When the next message may leave, `now` or later. To be kept: rounded up, so never above the limit.
    package var freeAt: Instant { Instant(milliseconds: (free + 999) / 1000) }

    /// Gives the next turn away, to a message that leaves at `freeAt` or later.
    package mutating func take(at leaves: Instant) {
        if leaves > freeAt { free = leaves.milliseconds * 1000 }
        free += distance
    }
}

/// What an installation lets leave. Nil is without limit.
package struct SendingLimits: Sendable, Hashable {
    /// Messages a minute over all connections and processes.
    package let perMinute: Int?
    /// Messages a minute to each domain of recipients, so that one provider does not take us for a sender of spam.
    package let perDomain: Int?
    /// When mass mail may leave; a confirmation, or an answer to a person, leaves at once.
    package let hours: SendingHours?

    package init(perMinute: Int? = nil, perDomain: Int? = nil, hours: SendingHours? = nil) {
        self.perMinute = perMinute
        self.perDomain = perDomain
        self.hours = hours
    }

    package static let none = SendingLimits()

    /// Only messages more urgent than this may leave at an instant (`Message.Kind.priority`).
    func ceiling(at now: Instant) -> Int {
        hours.map { $0.isOpen(at: now) } ?? true ? Int.max : Message.Kind.massPriority
    }
}

extension Message.Kind {
    /// From here on, messages are sent to thousands at once and nobody waits for them.
    package static let massPriority = invitation.priority
}
