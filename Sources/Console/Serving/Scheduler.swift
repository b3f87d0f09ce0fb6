// The clock of a serving process.

internal import Core
internal import Logging
internal import ServiceLifecycle

/// Looks for what is due, every ten seconds; several processes take turns under the lease that `Tick` holds.
struct Scheduler: Service {
    let tick: Tick
    let logger: Logger

    private static let interval = Duration.seconds(10)

    func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    if let report = try await tick.run(now: .now()),
                        report.reminders > 0 || report.started > 0
                    {
                        logger.info(
                            "tick",
                            metadata: ["reminders": "\(report.reminders)", "started": "\(report.started)"])
                    }
                } catch {
                    logger.error("tick failed, and will be tried again: \(error)")
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }
}
