// When a message that could not leave is tried again, and when it is given up.

internal import Core

enum Backoff {
    /// How long a message is tried (RFC 5321 §4.5.4.1 asks for four or five days).
    static let lifetime = Span.days(5)

    /// When to try again after `attempts` tries (1 or more): after one minute, two, four … up to four hours, each
    /// shortened by up to a quarter by `jitter` (0…1), so that what failed together does not return together. Nil where
    /// that is later than the message is tried.
    static func next(attempts: Int, createdAt: Instant, now: Instant, jitter: Double) -> Instant? {
        let minutes = min(1 << min(max(attempts, 1) - 1, 20), 240)
        let wait = Double(Span.minutes(minutes).milliseconds) * (1 - jitter / 4)
        let due = now + Span(milliseconds: Int64(wait))
        return due < createdAt + lifetime ? due : nil
    }

    /// How long a message waits that met a server in trouble: others are tried before it.
    static let sidestep = Span.seconds(10)

    /// How long those wait who were refused when everyone was.
    static let suspicion = Span.minutes(10)

    /// How long to leave a server alone after its `troubles`-th trouble in a row (1 or more): 5 s, doubling up to 5 min.
    static func pause(troubles: Int) -> Span { .seconds(min(5 << min(max(troubles, 1) - 1, 10), 300)) }
}
