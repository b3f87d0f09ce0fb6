// Mails that were stored and not settled are looked for again and again.

package import Core
package import Logging
internal import ServiceLifecycle

/// Takes up what a process left behind when it stopped, and what was released from quarantine.
package struct InboxRecovery: Service {
    private let inbox: InboxService
    private let logger: Logger
    private let now: @Sendable () -> Instant

    /// A mail this old was left behind: whoever stores one settles it at once.
    private static let patience = Span.seconds(30)
    private static let interval = Duration.seconds(10)

    package init(
        _ inbox: InboxService, logger: Logger, now: @escaping @Sendable () -> Instant = { .now() }
    ) {
        self.inbox = inbox
        self.logger = logger
        self.now = now
    }

    /// Looks every ten seconds until the process is asked to stop; the round in hand is finished first.
    package func run() async {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                try await inbox.recover(receivedBefore: now() - Self.patience, now: now())
            } catch {
                logger.error("mails left behind could not be taken up", metadata: ["error": "\(error)"])
            }
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.interval) }
        }
    }
}
