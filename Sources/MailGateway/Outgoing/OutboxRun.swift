// One emptying of the outbox: rows out to the lanes, outcomes back.
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

    private let database: any SQLDatabase
    private let batch: Int
    private let limits: SendingLimits
    private let isTrusted: Bool
    private let now: @Sendable () -> Instant
    private let isStopping: @Sendable () -> Bool
    nonisolated let ledger: OutboxLedger

    /// The most urgent first, and of equals the first claimed.
    private var waiting: [ClaimedRow] = []
    private var claim: Task<Void, Never>?
    private var looked = ContinuousClock.now
    /// When there may be more to claim; nil where there is no more in this run.
    private var resumes: Instant?
    private var lanes: Int
    /// Rows that lanes have and have not settled.
    private var inHand = 0

    private var suspicion = Suspicion<ClaimedRow>()
    private var report = OutboxReport()
    private var fault: (any Error)?

    private static let lease = Span.minutes(5)
    /// What one delivery may take, at the most.
    private static let margin = Span.minutes(2)
    /// How often a run in hand looks for what is more urgent.
    private static let glance = Duration.milliseconds(500)
    /// How often a lane that waits for a turn looks up.
    private static let nap = Duration.milliseconds(20)

    /// `isTrusted` where the server has taken mail lately: what it refuses is then the recipient's fault.
    init(
        _ database: any SQLDatabase, batch: Int, courier: Courier, isTrusted: Bool,
        now: @escaping @Sendable () -> Instant, isStopping: @escaping @Sendable () -> Bool
    ) {
        self.database = database
        self.batch = batch
        limits = courier.limits
        lanes = courier.lanes.count
        self.isTrusted = isTrusted
        self.now = now
        self.isStopping = isStopping
        resumes = now()
        ledger = OutboxLedger(database, now: now, isStopping: isStopping)
    }

    /// A row to send, whose turn has come and whose lease is long enough; nil when the run is over. While other lanes are
    /// busy it is not: what comes meanwhile need not wait for the slowest of them.
    func next() async -> ClaimedRow? {
        while !isOver {
            await lookForMore()
            let now = now()
            if let index = waiting.firstIndex(where: { $0.leaves <= now }) {
                let row = waiting.remove(at: index)
                guard row.until - now < Self.margin else {
                    inHand += 1
                    return row
                }
                await ledger.enter(row, .release)
            } else if let claim {
                await claim.value
            } else if waiting.isEmpty, resumes == nil, inHand == 0 {
                return nil
            } else {
                await rest(until: waiting.map(\.leaves).min() ?? resumes ?? now + .seconds(1))
            }
        }
        return nil
    }

    /// A row that was cancelled in its lane's hands.
    func drop() { inHand -= 1 }

    /// Keeps an outcome, and begins to commit it.
    func settle(_ row: ClaimedRow, _ outcome: Outcome) async -> OutboxLedger.Ticket {
        inHand -= 1
        switch outcome {
        case .sent:
            report.sent += 1
            for suspect in suspicion.clear() { await fail(suspect.row, suspect.reason, suspect.scope) }
            return await ledger.enter(row, .sent)
        case .failed(let reason): return await fail(row, reason, .recipient)
        case .released:
            report.retry += 1
            return await ledger.enter(row, .release)
        case .refused(let error): return await settle(row, error)
        }
    }

    /// A lane gives up: nothing has passed over it since it last met trouble. The run ends with the last lane.
    func retire(_ reason: String) {
        lanes -= 1
        if lanes <= 0 { report.trouble = report.trouble ?? reason }
    }

    /// Gives back what no lane took, commits what is left, and tells what was done.
    func finish() async throws -> OutboxReport {
        await claim?.value
        for suspect in suspicion.clear() {
            if report.trouble == nil {
                await fail(suspect.row, suspect.reason, suspect.scope)
            } else {
                await hold([suspect.row], suspect.reason, until: now() + Backoff.suspicion)
            }
        }
        let cancelled = await ledger.cancelled
        for row in waiting where !cancelled.contains(row.id) {
            report.retry += 1
            await ledger.enter(row, .release)
        }
        waiting = []
        try await ledger.settledAll()
        if let fault { throw fault }
        return report
    }

    private var isOver: Bool { isStopping() || report.trouble != nil || fault != nil || Task.isCancelled }
}

// MARK: - Outcomes

extension OutboxRun {
    @discardableResult
    private func settle(_ row: ClaimedRow, _ error: DeliveryError) async -> OutboxLedger.Ticket {
        switch error {
        case .temporary(let reason, .server), .permanent(let reason, .server):
            return await hold([row], reason, until: now() + Backoff.sidestep)
        case .temporary(let reason, .recipient), .temporary(let reason, .address):
            let due = Backoff.next(
                attempts: row.attempts, createdAt: row.createdAt, now: now(), jitter: .random(in: 0...1))
            guard let due else { return await fail(row, "given up after five days: \(reason)", .recipient) }
            report.retry += 1
            return await ledger.enter(row, .retry(due, reason, countsAttempt: true))
        case .permanent(let reason, let scope):
            if isTrusted || report.sent > 0 || !DeliveryError.mayConcernEveryone(reason) {
                return await fail(row, reason, scope)
            }
            guard suspicion.holds(.init(row: row, reason: reason, scope: scope)) || report.trouble != nil
            else {
                return OutboxLedger.nothing
            }
            // Later than the others, so that these do not stand before them when the server is tried again.
            report.trouble = report.trouble ?? reason
            return await hold(suspicion.clear().map(\.row), reason, until: now() + Backoff.suspicion)
        }
    }

    /// The server takes nothing: nobody's message is to blame.
    @discardableResult
    private func hold(_ rows: [ClaimedRow], _ reason: String, until due: Instant) async -> OutboxLedger.Ticket
    {
        var ticket = OutboxLedger.nothing
        for row in rows {
            report.retry += 1
            ticket = await ledger.enter(row, .retry(due, reason, countsAttempt: false))
        }
        return ticket
    }

    @discardableResult
    private func fail(
        _ row: ClaimedRow, _ reason: String, _ scope: DeliveryError.Scope
    ) async -> OutboxLedger.Ticket {
        report.failed += 1
        return await ledger.enter(row, scope == .address ? .noSuchAddress(reason) : .failed(reason))
    }
}

// MARK: - Claims

extension OutboxRun {
    /// Begins to claim where few rows are left; and twice a second waits to see whether something more urgent has come,
    /// which then overtakes those that wait here.
    private func lookForMore() async {
        guard claim == nil else { return }
        if waiting.count <= batch / 2, let resumes, resumes <= now() {
            claimMore(urgentOnly: false)
        } else if ContinuousClock.now - looked >= Self.glance {
            claimMore(urgentOnly: !waiting.isEmpty)
            await claim?.value
        }
    }

    private func claimMore(urgentOnly: Bool) {
        looked = .now
        claim = Task {
            let (now, batch, limits) = (now(), batch, limits)
            let until = now + Self.lease
            do {
                let claimed = try await ledger.patiently { [database] in
                    try await database.transaction {
                        try Outbox.claim(
                            limit: batch, urgentOnly: urgentOnly, limits: limits, now: now, until: until,
                            on: $0)
                    }
                }
                if !urgentOnly {
                    resumes = claimed.rows.count == batch ? now : claimed.resumes
                }
                for row in claimed.rows { insert(row) }
            } catch {
                fault = error
            }
            claim = nil
        }
    }

    private func insert(_ row: ClaimedRow) {
        guard let last = waiting.last, last.priority > row.priority else { return waiting.append(row) }
        waiting.insert(row, at: waiting.firstIndex { $0.priority > row.priority } ?? waiting.endIndex)
    }

    private func rest(until instant: Instant) async {
        let span = min(max(.milliseconds((instant - now()).milliseconds), .milliseconds(1)), Self.nap)
        try? await Task.sleep(for: span)
    }
}
