// How much may be held of messages that are coming in, over all connections.

internal import Synchronization

/// Bytes in memory, counted.
final class LMTPRoom: Sendable {
    private let limit: Int
    private let taken = Atomic<Int>(0)

    init(limit: Int) { self.limit = limit }

    /// Takes room, or gives back a negative amount; false, and nothing taken, where there is not enough.
    func take(_ bytes: Int) -> Bool {
        let total = taken.add(bytes, ordering: .relaxed).newValue
        if bytes <= 0 || total <= limit { return true }
        taken.subtract(bytes, ordering: .relaxed)
        return false
    }
}
