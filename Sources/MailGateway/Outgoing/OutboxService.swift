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
    /// What is being delivered may end by itself so long after the process was asked to stop; then it is broken off.
    private static let farewell = Duration.seconds(3)

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
    /// back what is not, within five seconds even where the server stalls. A server in trouble is left alone for a while,
    /// and its messages lose nothing by it.
    package func run() async {
        await withGracefulShutdownHandler {
            await withTaskGroup { group in
                group.addTask { [self] in
                    while !Task.isCancelled {
                        nudge()
                        try? await Task.sleep(for: Self.interval)
                    }
                }
                group.addTask { [self] in await breakOffWhenStopped() }
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

    private func breakOffWhenStopped() async {
        do {
            try await gracefulShutdown()
            try await Task.sleep(for: Self.farewell)
            for lane in courier.lanes { lane.abort() }
        } catch {
            // Cancelled: everything has ended before.
        }
    }

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
            database, batch: Self.batch, courier: courier, isTrusted: isTrusted, now: now,
            isStopping: { [self] in isStopping })
        // No lane composes before the words of the campaigns are in hand.
        try await refreshWords()
        try await withThrowingTaskGroup { group in
            for lane in courier.lanes {
                group.addTask { [self] in try await send(over: lane, run) }
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
    private func send(over lane: any CourierLane, _ run: OutboxRun) async throws {
        var last = OutboxLedger.nothing
        var hasPassed = false
        while let row = await run.next() {
            let outcome: OutboxRun.Outcome
            do {
                // Where the database does not answer, the words in hand serve.
                try? await refreshWords()
                let mail = try compose(row)
                guard try await run.ledger.mayGo(row.id, after: last) else {
                    await run.drop()
                    continue
                }
                if isStopping {
                    outcome = .released
                } else {
                    try await lane.deliver(mail)
                    hasPassed = true
                    outcome = .sent
                }
            } catch let error as DeliveryError {
                outcome = .refused(error)
            } catch let fault as Unwritable {
                outcome = .failed("the message could not be written: \(fault.reason)")
            }
            last = await run.settle(row, outcome)
            if case .refused(let error) = outcome, error.scope == .server {
                // A connection that was closed after many messages is opened again; one that took none is not.
                guard hasPassed else { return await run.retire(error.reason) }
                hasPassed = false
            }
        }
        try await run.ledger.settled(last)
    }

    private struct Unwritable: Error {
        let reason: String
    }

    /// Snapshots are read here, on the lane's own time, not where rows are claimed.
    private func compose(_ row: ClaimedRow) throws(Unwritable) -> OutgoingMail {
        do { return try composer.mail(for: try row.row(), now: now()) } catch {
            throw Unwritable(reason: "\(error)")
        }
    }

    private func refreshWords() async throws {
        for problem in try await composer.refresh(from: database, now: now()) {
            logger.warning("a campaign's own words cannot be used", metadata: ["fault": "\(problem)"])
        }
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
