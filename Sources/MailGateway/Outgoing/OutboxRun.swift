// One emptying of the outbox: rows out to the lanes, outcomes back, both in batches.
//
// A lane's outcome is committed before the lane sends again, so that a crash leaves at most one message a lane that was
// sent and not marked; outcomes of several lanes share a commit.

internal import Core

/// The rows of one run. Its lanes ask for the next row, and settle each before they take another's turn.
actor OutboxRun {
    /// What became of a row that a lane held.
    enum Outcome: Sendable {
        case sent
        case failed(String)
        case refused(DeliveryError)
        /// Not tried.
        case released
    }

    /// An outcome's place in the order of commits.
    typealias Ticket = Int

    private let database: any SQLDatabase
    private let batch: Int
    private let isTrusted: Bool
    private let now: @Sendable () -> Instant
    private let isStopping: @Sendable () -> Bool

    private var waiting: [(row: OutboxRow, until: Instant)] = []
    private var claim: Task<Void, Never>?
    private var isDry = false

    private var entries: [Entry] = []
    private var commit: Task<Void, Never>?
    private var entered: Ticket = 0
    private var committed: Ticket = 0

    private var suspicion = Suspicion()
    private var report = OutboxReport()
    private var fault: (any Error)?

    private struct Entry: Sendable {
        let row: OutboxRow
        let verdict: Verdict
    }

    private static let lease = Span.minutes(10)
    /// What one delivery may take, at the most.
    private static let margin = Span.minutes(2)

    /// `isTrusted` where the server has taken mail lately: what it refuses is then the recipient's fault.
    init(
        _ database: any SQLDatabase, batch: Int, isTrusted: Bool, now: @escaping @Sendable () -> Instant,
        isStopping: @escaping @Sendable () -> Bool
    ) {
        self.database = database
        self.batch = batch
        self.isTrusted = isTrusted
        self.now = now
        self.isStopping = isStopping
    }

    /// A row to send, whose lease is long enough to do so; nil when the run is over.
    func next() async -> OutboxRow? {
        while !isOver {
            if waiting.count <= batch / 2, !isDry { claimMore() }
            if let next = waiting.popLast() {
                guard next.until - now() < Self.margin else { return next.row }
                enter(next.row, .release)
            } else if let claim {
                await claim.value
            } else {
                return nil
            }
        }
        return nil
    }

    /// Keeps an outcome, and begins to commit it.
    func settle(_ row: OutboxRow, _ outcome: Outcome) -> Ticket {
        switch outcome {
        case .sent:
            report.sent += 1
            for suspect in suspicion.clear() { fail(suspect.row, suspect.reason) }
            enter(row, .sent)
        case .failed(let reason): fail(row, reason)
        case .released:
            report.retry += 1
            enter(row, .release)
        case .refused(let error): settle(row, error)
        }
        return entered
    }

    /// Waits until an outcome is on the disk. Throws where the database would not take it.
    func settled(_ ticket: Ticket) async throws {
        while committed < ticket, fault == nil { await commit?.value }
        if let fault { throw fault }
    }

    /// Gives back what no lane took, commits what is left, and tells what was done.
    func finish() async throws -> OutboxReport {
        await claim?.value
        for suspect in suspicion.clear() {
            if report.trouble == nil {
                fail(suspect.row, suspect.reason)
            } else {
                trouble(suspect.reason, holding: [suspect.row], until: now() + Backoff.suspicion)
            }
        }
        for (row, _) in waiting {
            report.retry += 1
            enter(row, .release)
        }
        waiting = []
        try await settled(entered)
        return report
    }

    private var isOver: Bool { isStopping() || report.trouble != nil || fault != nil }

    private func settle(_ row: OutboxRow, _ error: DeliveryError) {
        switch error {
        case .temporary(let reason, .server), .permanent(let reason, .server):
            trouble(reason, holding: [row], until: now())
        case .temporary(let reason, .recipient):
            let due = Backoff.next(
                attempts: row.attempts, createdAt: row.createdAt, now: now(), jitter: .random(in: 0...1))
            guard let due else { return fail(row, "given up after five days: \(reason)") }
            report.retry += 1
            enter(row, .retry(due, reason, countsAttempt: true))
        case .permanent(let reason, .recipient):
            if isTrusted || report.sent > 0 || !Suspicion.mayConcernEveryone(reason) {
                fail(row, reason)
            } else if suspicion.holds(row, reason) || report.trouble != nil {
                // Later than the others, so that these do not stand before them when the server is tried again.
                let rows = suspicion.clear().map(\.row)
                trouble(reason, holding: rows, until: now() + Backoff.suspicion)
            }
        }
    }

    /// The server takes nothing: nobody's message is to blame.
    private func trouble(_ reason: String, holding rows: [OutboxRow], until due: Instant) {
        report.trouble = report.trouble ?? reason
        for row in rows {
            report.retry += 1
            enter(row, .retry(due, reason, countsAttempt: false))
        }
    }

    private func fail(_ row: OutboxRow, _ reason: String) {
        report.failed += 1
        enter(row, .failed(reason))
    }
}

// MARK: - Batches

extension OutboxRun {
    fileprivate enum Verdict: Sendable {
        case sent
        case failed(String)
        case retry(Instant, String, countsAttempt: Bool)
        case release
    }

    private func claimMore() {
        guard claim == nil else { return }
        claim = Task {
            let (now, batch) = (now(), batch)
            let until = now + Self.lease
            do {
                let rows = try await database.transaction {
                    try Outbox.claim(limit: batch, now: now, until: until, on: $0)
                }
                isDry = rows.count < batch
                waiting.insert(contentsOf: rows.reversed().map { ($0, until) }, at: 0)
            } catch {
                fault = error
            }
            claim = nil
        }
    }

    private func enter(_ row: OutboxRow, _ verdict: Verdict) {
        entries.append(Entry(row: row, verdict: verdict))
        entered += 1
        commitEntries()
    }

    /// One commit at a time, each of all that has been entered since the one before. Not the caller's task, whose end
    /// must not undo what has been sent.
    private func commitEntries() {
        guard commit == nil, !entries.isEmpty, fault == nil else { return }
        commit = Task {
            let (batch, now) = (entries, now())
            entries = []
            do {
                try await database.transaction { connection in
                    for entry in batch { try Self.write(entry, now: now, on: connection) }
                }
                committed += batch.count
            } catch {
                fault = error
            }
            commit = nil
            commitEntries()
        }
    }

    private static func write(_ entry: Entry, now: Instant, on connection: any SQLConnection) throws {
        let id = entry.row.id
        switch entry.verdict {
        case .sent: try Outbox.sent(id, now: now, on: connection)
        case .failed(let reason): try Outbox.failed(id, reason: reason, now: now, on: connection)
        case .retry(let due, let reason, let counts):
            try Outbox.retry(id, at: due, reason: reason, countsAttempt: counts, on: connection)
        case .release: try Outbox.release(id, on: connection)
        }
    }
}
