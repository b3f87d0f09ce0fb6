// Whether the reader of a stream still reads.

internal import NIOCore
internal import ServiceLifecycle
internal import Synchronization

/// Closes a stream's connection where a write has waited too long: the reader has gone without a word, or does not read.
final class StreamPulse: Sendable {
    private let waitingSince = Mutex<ContinuousClock.Instant?>(nil)

    /// How long a write may wait; at shutdown nobody waits for a reader who does not read.
    private static let patience = Duration.seconds(30)
    private static let patienceAtShutdown = Duration.seconds(1)

    func writing<T>(_ write: () async throws -> T) async rethrows -> T {
        waitingSince.withLock { $0 = .now }
        defer { waitingSince.withLock { $0 = nil } }
        return try await write()
    }

    /// Watches until it is cancelled.
    func watch(_ channel: any Channel) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(1))
            let patience = Task.isShuttingDownGracefully ? Self.patienceAtShutdown : Self.patience
            if let since = waitingSince.withLock({ $0 }), since.duration(to: .now) > patience {
                channel.close(mode: .all, promise: nil)
                return
            }
        }
    }
}
