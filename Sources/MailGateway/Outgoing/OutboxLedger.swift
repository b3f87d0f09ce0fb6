// What became of rows, written down: one commit at a time, each of all that has been entered since the one before.

internal import Core

/// The outcomes of one run on their way to the disk.
actor OutboxLedger {
    enum Verdict: Sendable {
        case sent
        case failed(String)
        /// Failed, and so will whatever else goes there.
        case noSuchAddress(String)
        case retry(Instant, String, countsAttempt: Bool)
        case release
    }

    /// An outcome's place in the order of commits.
    typealias Ticket = Int

    /// The ticket of what needs no commit.
    static let nothing: Ticket = 0

    private let database: any SQLDatabase
    private let now: @Sendable () -> Instant
    private let isStopping: @Sendable () -> Bool

    private var entries: [Entry] = []
    private var commit: Task<Void, Never>?
    private var entered: Ticket = 0
    private var committed: Ticket = 0
    private var fault: (any Error)?
    /// Rows that were cancelled while somebody held them, as of the last commit.
    private(set) var cancelled: Set<OutboxRow.ID> = []

    private struct Entry: Sendable {
        let row: ClaimedRow
        let verdict: Verdict
    }

    /// How long a database that fails is tried again. What has left must not leave twice because the database was away
    /// for a moment; a lease lasts longer than this.
    private static let patience = Duration.seconds(120)
    private static let pause = Duration.milliseconds(250)

    init(
        _ database: any SQLDatabase, now: @escaping @Sendable () -> Instant,
        isStopping: @escaping @Sendable () -> Bool
    ) {
        self.database = database
        self.now = now
        self.isStopping = isStopping
    }

    /// Keeps an outcome, and begins to commit it.
    @discardableResult
    func enter(_ row: ClaimedRow, _ verdict: Verdict) -> Ticket {
        entries.append(Entry(row: row, verdict: verdict))
        entered += 1
        commitEntries()
        return entered
    }

    /// Waits until an outcome is on the disk. Throws where the database would not take it.
    func settled(_ ticket: Ticket) async throws {
        while committed < ticket, fault == nil { await commit?.value }
        if let fault { throw fault }
    }

    /// Waits until an outcome is on the disk, and tells whether another row is still to be sent: it may have been cancelled
    /// meanwhile.
    func mayGo(_ id: OutboxRow.ID, after ticket: Ticket) async throws -> Bool {
        try await settled(ticket)
        return !cancelled.contains(id)
    }

    func settledAll() async throws { try await settled(entered) }

    /// Runs `work` again and again while the database fails, for two minutes or until the process is to stop.
    nonisolated func patiently<T: Sendable>(_ work: @Sendable () async throws -> T) async throws -> T {
        let deadline = ContinuousClock.now + Self.patience
        while true {
            do {
                return try await work()
            } catch {
                guard !isStopping(), ContinuousClock.now < deadline else { throw error }
                try await Task.sleep(for: Self.pause)
            }
        }
    }

    /// Not the caller's task, whose end must not undo what has been sent.
    private func commitEntries() {
        guard commit == nil, !entries.isEmpty, fault == nil else { return }
        commit = Task {
            let (batch, now) = (entries, now())
            entries = []
            do {
                cancelled = try await patiently { [database] in
                    try await database.transaction { connection in
                        for entry in batch { try Self.write(entry, now: now, on: connection) }
                        return Set(try Outbox.cancelledInHand(now: now, on: connection))
                    }
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
        let row = entry.row
        switch entry.verdict {
        case .sent: try Outbox.sent(row.id, now: now, on: connection)
        case .failed(let reason): try Outbox.failed(row, reason: reason, now: now, on: connection)
        case .noSuchAddress(let reason):
            try Outbox.failed(row, reason: reason, now: now, on: connection)
            try RefusedAddress.settle(row.recipient, reply: reason, now: now, on: connection)
        case .retry(let due, let reason, let counts):
            try Outbox.retry(row, at: due, reason: reason, countsAttempt: counts, on: connection)
        case .release: try Outbox.release(row, on: connection)
        }
    }
}
