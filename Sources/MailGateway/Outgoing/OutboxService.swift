// Empties the outbox: claims what is due, composes it, hands it to the courier, keeps what became of it.

package import Core
package import Logging
internal import ServiceLifecycle
internal import Synchronization

/// The sending half of the gateway. Any number may run on one database, in one process or on several machines: each
/// row is leased to one of them.
package final class OutboxService: Service {
    private let database: any SQLDatabase
    private let composer: Composer
    private let courier: Courier
    private let logger: Logger
    private let now: @Sendable () -> Instant
    private let wakes = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    private let stopping = Atomic(false)
    private let lastSuccess = Mutex<Instant?>(nil)

    /// Rows claimed at a time.
    private static let batch = 100
    /// How often the outbox is looked into without a nudge.
    private static let interval = Duration.seconds(1)

    /// For how long a success proves that the server takes our mail.
    private static let trust = Span.minutes(10)

    package init(
        _ database: any SQLDatabase, composer: Composer, courier: Courier, logger: Logger,
        now: @escaping @Sendable () -> Instant = { .now() }
    ) {
        self.database = database
        self.composer = composer
        self.courier = courier
        self.logger = logger
        self.now = now
    }

    /// Looks into the outbox now rather than within a second.
    package func nudge() { wakes.continuation.yield() }

    /// Sends what is due, again and again, until the process is asked to stop; then finishes what is in hand and gives
    /// back what is not. A server in trouble is left alone for a while, and its messages lose nothing by it.
    package func run() async {
        await withGracefulShutdownHandler {
            await withTaskGroup { group in
                group.addTask { [self] in
                    while !Task.isCancelled {
                        nudge()
                        try? await Task.sleep(for: Self.interval)
                    }
                }
                await sendOnEachWake()
                group.cancelAll()
            }
        } onGracefulShutdown: { [self] in
            stopping.store(true, ordering: .relaxed)
            wakes.continuation.finish()
        }
    }

    /// Whether it has been asked to stop.
    var isStopping: Bool { stopping.load(ordering: .relaxed) }

    private func sendOnEachWake() async {
        var troubles = 0
        var resumes = Instant(milliseconds: 0)
        for await _ in wakes.stream where now() >= resumes {
            let trouble: String?
            do {
                trouble = try await drain().trouble
            } catch {
                logger.error("the outbox could not be read or written", metadata: ["error": "\(error)"])
                trouble = "database"
            }
            troubles = trouble == nil ? 0 : troubles + 1
            if troubles > 0 { resumes = now() + Backoff.pause(troubles: troubles) }
        }
    }

    /// Sends what is due now, once. Throws where the database fails; a delivery that fails is in the report.
    package func drain() async throws -> OutboxReport {
        let isTrusted = lastSuccess.withLock { $0 }.map { now() - $0 < Self.trust } ?? false
        let run = OutboxRun(
            database, batch: min(Self.batch, courier.perMinute ?? Self.batch), isTrusted: isTrusted, now: now,
            isStopping: { [self] in isStopping })
        let pace = Pace(perMinute: courier.perMinute)
        try await withThrowingTaskGroup { group in
            for lane in courier.lanes {
                group.addTask { [self] in try await send(over: lane, run, pace) }
            }
            try await group.waitForAll()
        }
        let report = try await run.finish()
        if report.sent > 0 { lastSuccess.withLock { $0 = now() } }
        if report != OutboxReport() { log(report) }
        return report
    }

    /// One lane's work: the next message is composed while the outcome of the last is being committed, and sent only
    /// once it is.
    private func send(
        over lane: any CourierLane, _ run: OutboxRun, _ pace: Pace?
    ) async throws {
        var last: OutboxRun.Ticket = 0
        while let row = await run.next() {
            let outcome: OutboxRun.Outcome
            do {
                for problem in try await composer.refresh(from: database, now: now()) {
                    logger.warning("a campaign's own words cannot be used", metadata: ["fault": "\(problem)"])
                }
                let mail = try composer.mail(for: row, now: now())
                try await run.settled(last)
                if await pace?.turn(unless: { isStopping }) ?? true {
                    try await lane.deliver(mail)
                    outcome = .sent
                } else {
                    outcome = .released
                }
            } catch let error as DeliveryError {
                outcome = .refused(error)
            } catch let fault as Composer.Fault {
                outcome = .failed("the message could not be written: \(fault)")
            }
            last = await run.settle(row, outcome)
        }
        try await run.settled(last)
    }

    /// Counts and the server's trouble, never an address, a link or a text.
    private func log(_ report: OutboxReport) {
        logger.info(
            "mail sent",
            metadata: [
                "sent": "\(report.sent)", "retry": "\(report.retry)", "failed": "\(report.failed)",
            ])
        if let trouble = report.trouble {
            logger.warning(
                "the mail server takes nothing for now",
                metadata: ["reply": "\(Self.withoutAddresses(trouble))"])
        }
    }

    private static func withoutAddresses(_ text: String) -> String {
        text.split(separator: " ").map { $0.contains("@") ? "…" : $0 }.joined(separator: " ")
    }
}
