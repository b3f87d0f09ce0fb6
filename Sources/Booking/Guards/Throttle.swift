// How often one visitor may try.

internal import Core
internal import Synchronization

/// Lets a key act `burst` times at once and then once every `interval`, by the instant at which its allowance would be
/// whole again (the generic cell rate algorithm): one number a key, and at most 20 000 keys.
final class Throttle: Sendable {
    private let burst: Int64
    private let interval: Span
    private let wholeAgain = Mutex(RecentValues<String, Instant>(limit: 10_000))

    init(burst: Int, every interval: Span) {
        self.burst = Int64(burst)
        self.interval = interval
    }

    /// Counts a try. Nil where it may go on, else how long to wait; a refused try costs nothing.
    func take(_ key: String, now: Instant) -> Span? {
        wholeAgain.withLock { instants in
            let next = max(instants[key] ?? now, now) + interval
            let excess = (next - now).milliseconds - burst * interval.milliseconds
            guard excess <= 0 else { return Span(milliseconds: excess) }
            instants[key] = next
            return nil
        }
    }
}
