// How many streams may be open at once.

internal import Synchronization

/// Counts open streams, in all and by the visitor's address: each holds a connection.
///
/// An address may be a whole administration behind its proxy, so its share is large; who finds no room is told to poll.
final class StreamLimits: Sendable {
    private struct Counts {
        var total = 0
        var byVisitor: [String: Int] = [:]
    }

    private let total: Int
    private let perVisitor: Int
    private let counts = Mutex(Counts())

    init(total: Int = 2000, perVisitor: Int = 1000) {
        self.total = total
        self.perVisitor = perVisitor
    }

    var open: Int { counts.withLock { $0.total } }

    func hasRoom(for visitor: String) -> Bool {
        counts.withLock { hasRoom(for: visitor, $0) }
    }

    /// Counts one more; false where there is no room. Whoever entered leaves.
    func enter(_ visitor: String) -> Bool {
        counts.withLock { counts in
            guard hasRoom(for: visitor, counts) else { return false }
            counts.total += 1
            counts.byVisitor[visitor, default: 0] += 1
            return true
        }
    }

    func leave(_ visitor: String) {
        counts.withLock { counts in
            counts.total -= 1
            let left = (counts.byVisitor[visitor] ?? 1) - 1
            counts.byVisitor[visitor] = left > 0 ? left : nil
        }
    }

    private func hasRoom(for visitor: String, _ counts: Counts) -> Bool {
        counts.total < total && (counts.byVisitor[visitor] ?? 0) < perVisitor
    }
}
