// What comes in: stored first, then read, then settled by a use case, each mail with one outcome.
//
// Three commits a mail would follow the promises to the letter: the mail stored, the attempt counted, the answer settled.
// The first two are one here, because the process that stores a mail tries it at once, so that the attempt is counted
// as the mail is stored; and that one serves every mail that came together. Mails that came together share the third
// commit too: each is settled behind a savepoint of its own, in which the act and its outcome are kept together, so that
// one that fails takes nothing of the others with it, and is tried again alone. A crash before that commit leaves the
// mails `new`, a crash after it finds them done. A mail that a process left behind is taken up again by `recover`, alone,
// where the attempt has its own commit.

package import Core
package import Logging

/// The receiving half of the gateway. Any number may run on one database: a mail that two of them settle at once is
/// settled by one, and the other's transaction is rolled back.
package struct InboxService: Sendable {
    /// Does what an answer asks for, inside a transaction.
    package typealias Settle =
        @Sendable (IncomingAnswer, SigningKeys, Instant, any SQLConnection) throws -> Settlement

    private let database: any SQLDatabase
    private let keys: SigningKeys
    private let reader: MailReader
    private let logger: Logger
    private let settle: Settle

    /// Mails settled in one commit: enough for the disk's wait to matter little, and few enough for those who wait for a
    /// campaign's row to wait some milliseconds at most.
    private static let batch = 50

    /// `reader` knows the installation's clock and whom it believes; by default, one that believes nobody.
    package init(
        _ database: any SQLDatabase, keys: SigningKeys, reader: MailReader? = nil, logger: Logger,
        settle: @escaping Settle = { try AnswerDesk.settle($0, keys: $1, now: $2, on: $3) }
    ) {
        self.database = database
        self.keys = keys
        self.reader = reader ?? MailReader(keys: keys)
        self.logger = logger
        self.settle = settle
    }

    /// A mail that is safe in the inbox, its first attempt counted; without an identifier where it was there before.
    package struct Stored: Sendable {
        fileprivate let id: InboxRow.ID?
        fileprivate let raw: [UInt8]
    }

    /// Keeps mails as they came, all in one commit. When this returns, the sender may be told that they are accepted.
    /// Throws `SQLError`; nothing is kept then.
    package func store(_ mails: [[UInt8]], source: String, now: Instant) async throws -> [Stored] {
        try await database.transaction { connection in
            try mails.map { raw in
                Stored(
                    id: try Inbox.store(raw, source: source, begun: true, now: now, on: connection), raw: raw)
            }
        }
    }

    /// Reads stored mails, and settles them one after the other in the order in which they came.
    ///
    /// Throws `SQLError.transient` where the database fails: the mails are safe, and `recover` takes them up.
    package func settle(_ mails: [Stored], now: Instant) async throws -> [MailReport] {
        var reports: [MailReport] = []
        var rest = mails[...]
        var batch = await read(rest.prefix(Self.batch))
        while !rest.isEmpty {
            rest = rest.dropFirst(Self.batch)
            // Reading is the processor's work, settling waits for the disk: the next mails are read meanwhile.
            async let next = read(rest.prefix(Self.batch))
            reports += try await settle(batch, now: now)
            batch = await next
        }
        return reports
    }

    /// Stores and settles: what `mail ingest` does.
    package func ingest(_ mails: [[UInt8]], source: String, now: Instant) async throws -> [MailReport] {
        try await settle(store(mails, source: source, now: now), now: now)
    }

    /// Takes up mails that came before an instant and have no outcome: a process stopped between storing and settling,
    /// the database failed, or somebody released them from quarantine.
    @discardableResult
    package func recover(receivedBefore limit: Instant, now: Instant) async throws -> [MailReport] {
        var reports: [MailReport] = []
        while true {
            let ids = try await database.read {
                try Inbox.waiting(receivedBefore: limit, count: 100, now: now, on: $0)
            }
            guard !ids.isEmpty else { return reports }
            for id in ids { reports.append(try await takeUp(id, now: now)) }
        }
    }

    /// A mail that is to be settled.
    private struct Reading {
        let id: InboxRow.ID
        let facts: MailFacts
    }

    /// What became of one of several mails in one commit.
    private enum Outcome {
        case settled(Settlement)
        /// Another process has finished it.
        case overtaken
        /// Undone; it may pass alone.
        case failed
    }

    /// Reads mails, one half beside the other. Nil where the same mail has come before.
    private func read(_ mails: ArraySlice<Stored>) async -> [Reading?] {
        let middle = mails.startIndex + mails.count / 2
        async let rest = mails[middle...].map(read)
        return mails[..<middle].map(read) + (await rest)
    }

    private func read(_ mail: Stored) -> Reading? {
        mail.id.map { Reading(id: $0, facts: reader.read(mail.raw)) }
    }

    /// Settles mails in one commit, and alone those for which that did not work.
    private func settle(_ mails: [Reading?], now: Instant) async throws -> [MailReport] {
        var outcomes = try await together(mails.compactMap { $0 }, now: now)?[...]
        var reports: [MailReport] = []
        for mail in mails {
            guard let mail else {
                reports.append(.duplicate)
                continue
            }
            switch outcomes?.popFirst() {
            case .settled(let settlement): reports.append(tell(settlement))
            case .overtaken: reports.append(try await finished(mail.id))
            case .failed: reports.append(try await takeUp(mail.id, after: 1, now: now))
            case nil: reports.append(try await report(on: mail.id, mail.facts, attempt: 1, now: now))
            }
        }
        return reports
    }

    /// One commit for several mails, each behind a savepoint; nil where there is nothing to share, or the whole failed.
    private func together(_ mails: [Reading], now: Instant) async throws -> [Outcome]? {
        guard mails.count > 1 else { return nil }
        do {
            return try await database.transaction { connection in
                try mails.map { mail in
                    do {
                        return .settled(
                            try connection.attempt {
                                let settlement = try decide(mail.facts, now: now, connection)
                                try keep(settlement, of: mail.id, mail.facts, now: now, connection)
                                return settlement
                            })
                    } catch SQLError.transient(let message) {
                        throw SQLError.transient(message)
                    } catch is Overtaken {
                        return .overtaken
                    } catch {
                        logger.error("a mail could not be settled", metadata: ["mail": "\(mail.id)"])
                        return .failed
                    }
                }
            }
        } catch {
            logger.warning("mails could not be settled together", metadata: ["error": "\(error)"])
            return nil
        }
    }

    /// Begins an attempt, counted before it is made; another after the attempt `held`, or one on a mail left behind.
    private func takeUp(_ id: InboxRow.ID, after held: Int? = nil, now: Instant) async throws -> MailReport {
        guard let row = try await database.transaction({ try Inbox.begin(id, after: held, now: now, on: $0) })
        else {
            return try await finished(id)
        }
        guard row.attempts <= Inbox.maximumAttempts else {
            let settlement = Settlement(
                .quarantined, "tried \(Inbox.maximumAttempts) times, and the process ended each time")
            return try await finish(id, nil, now: now) { _ in settlement }
        }
        let raw = try await database.read { try Inbox.raw(id, on: $0) } ?? []
        let read = reader.read(raw)
        let facts =
            row.releasedAt == nil
            ? read : MailFacts(kind: read.kind, written: read.written, answer: read.answer.vouched)
        return try await report(on: id, facts, attempt: row.attempts, now: now)
    }

    /// Makes an attempt that has been counted, and the ones that are left after it: each ends with an outcome or a fault,
    /// and the last fault with quarantine, so that no mail keeps another waiting.
    private func report(
        on id: InboxRow.ID, _ facts: MailFacts, attempt: Int, now: Instant
    ) async throws -> MailReport {
        do {
            return try await finish(id, facts, now: now) { try decide(facts, now: now, $0) }
        } catch SQLError.transient(let message) {
            throw SQLError.transient(message)
        } catch {
            logger.error("a mail could not be settled", metadata: ["mail": "\(id)", "attempt": "\(attempt)"])
            guard attempt >= Inbox.maximumAttempts else {
                return try await takeUp(id, after: attempt, now: now)
            }
            let settlement = Settlement(.quarantined, "failed \(attempt) times: \(error)")
            return try await finish(id, facts, now: now) { _ in settlement }
        }
    }

    /// Does what a mail asks for, or says why it is set aside.
    private func decide(
        _ facts: MailFacts, now: Instant, _ connection: any SQLConnection
    ) throws -> Settlement {
        if facts.kind == .unreadable, case .nothing(let reason) = facts.answer.content {
            return Settlement(.quarantined, reason)
        }
        return try settle(facts.answer, keys, now, connection)
    }

    /// Settles a mail and keeps its outcome in one transaction, unless another process was quicker.
    private func finish(
        _ id: InboxRow.ID, _ facts: MailFacts?, now: Instant,
        _ act: @escaping @Sendable (any SQLConnection) throws -> Settlement
    ) async throws -> MailReport {
        do {
            let settlement = try await database.transaction { connection in
                let settlement = try act(connection)
                try keep(settlement, of: id, facts, now: now, connection)
                return settlement
            }
            return tell(settlement)
        } catch is Overtaken {
            return try await finished(id)
        }
    }

    /// What was settled, once it is kept; what must not pass unseen is logged.
    private func tell(_ settlement: Settlement) -> MailReport {
        if let alarm = settlement.alarm { logger.critical("\(alarm)") }
        return MailReport(settlement)
    }

    /// Keeps an outcome beside the act. Throws `Overtaken` where another process was quicker: the act must not stand.
    private func keep(
        _ settlement: Settlement, of id: InboxRow.ID, _ facts: MailFacts?, now: Instant,
        _ connection: any SQLConnection
    ) throws {
        guard
            try Inbox.finish(
                id, settlement, messageID: facts?.answer.messageID, sender: facts?.answer.clues.from,
                now: now,
                on: connection)
        else { throw Overtaken() }
    }

    /// What another process made of a mail.
    private func finished(_ id: InboxRow.ID) async throws -> MailReport {
        let row = try await database.read { try Inbox.find(id, on: $0) }
        guard let row, let outcome = row.outcome else { return .duplicate }
        return MailReport(Settlement(outcome, row.reason ?? "", booking: row.booking))
    }

    /// Rolls a transaction back.
    private struct Overtaken: Error {}
}
