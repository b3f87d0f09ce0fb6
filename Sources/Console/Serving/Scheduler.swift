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
                    if let report = try await tick.run(now: .now()) { log(report) }
                } catch {
                    logger.error("tick failed, and will be tried again: \(error)")
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    /// What was done, where anything was; chaining the journal is no news.
    private func log(_ report: Tick.Report) {
        let done = [
            ("reminders", report.reminders), ("answerReminders", report.answerReminders),
            ("digests", report.digests), ("reports", report.reports), ("sheets", report.sheets),
            ("proposals", report.proposals), ("offers", report.offers), ("holdsLapsed", report.holdsLapsed),
            ("started", report.started),
        ].filter { $0.1 > 0 }
        guard !done.isEmpty else { return }
        logger.info(
            "tick", metadata: Dictionary(uniqueKeysWithValues: done.map { ($0.0, .stringConvertible($0.1)) }))
    }
}
