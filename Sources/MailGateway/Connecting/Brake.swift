// Stopping what waits in C from another thread.

internal import Synchronization

/// Asked for within a second by whoever waits; once pulled, it stays so.
final class Brake: Sendable {
    private let isOn = Atomic(false)

    var isPulled: Bool { isOn.load(ordering: .relaxed) }

    func pull() { isOn.store(true, ordering: .relaxed) }
}
