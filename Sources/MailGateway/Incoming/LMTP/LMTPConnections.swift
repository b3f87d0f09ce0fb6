// The connections of a listener.

internal import NIOCore
internal import Synchronization

/// Admits connections up to a number, and asks them to leave.
final class LMTPConnections: Sendable {
    private let limit: Int
    private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

    init(limit: Int) { self.limit = limit }

    /// False where there are too many.
    func admit(_ channel: any Channel) -> Bool {
        let isAdmitted = channels.withLock { channels in
            guard channels.count < limit else { return false }
            channels[ObjectIdentifier(channel)] = channel
            return true
        }
        guard isAdmitted else { return false }
        channel.closeFuture.whenComplete { [self] _ in
            channels.withLock { $0[ObjectIdentifier(channel)] = nil }
        }
        return true
    }

    /// Asks all to leave, gives those that are storing a message a while to say how it went, and closes what is left.
    func end(within patience: Duration) async {
        let open = channels.withLock { Array($0.values) }
        for channel in open { channel.pipeline.fireUserInboundEventTriggered(LMTPHandler.Leave()) }
        let all = open.map(\.closeFuture)
        await withTaskGroup { group in
            group.addTask { for future in all { try? await future.get() } }
            group.addTask {
                try? await Task.sleep(for: patience)
                for channel in open { channel.close(promise: nil) }
            }
            await group.next()
            group.cancelAll()
        }
    }
}
