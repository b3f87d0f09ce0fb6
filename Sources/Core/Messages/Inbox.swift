// The inbox: what came in, and what became of it.
//
// new → done | quarantined. Stored and flushed before the sender is told so; unique by content, so that a message
// fetched twice acts once. Attempts are counted before each try; at the third the message is quarantined with its
// reason, and the next one is not kept waiting. What was accepted has an outcome that a person can see.

internal import Crypto

/// An incoming message without its bytes, which may be many; `Inbox.raw` has them.
package struct InboxRow: Sendable {
    package typealias ID = Identifier<InboxRow>

    package enum State: String, Sendable, SQLBindable, SQLReadable {
        case new, done, quarantined
    }

    package let id: ID
    package let state: State
    /// Tries begun.
    package let attempts: Int
    package let receivedAt: Instant
    package let outcome: MailOutcome?
    package let reason: String?
    package let booking: String?
    package let messageID: String?
    /// Since when a person has vouched for it by releasing it from quarantine.
    package let releasedAt: Instant?
}

/// What became of one incoming message; `mail ingest` prints the raw value.
package enum MailOutcome: String, Sendable, CaseIterable, SQLBindable, SQLReadable {
    case confirmed, declined, tentative, moved, booked, cancelled
    case counterDeclined = "counter-declined"
    case clarified, absent, bounced, ignored, duplicate, quarantined
}

/// Statements over the inbox, inside a caller's transaction.
package enum Inbox {
    package static let maximumAttempts = 3

    /// Stores a raw message. Returns nil where the same bytes have come before.
    ///
    /// `begun` counts the first attempt with it, for a caller that makes it at once: one commit then serves both.
    package static func store(
        _ raw: [UInt8], source: String, begun: Bool = false, now: Instant, on connection: any SQLConnection
    ) throws -> InboxRow.ID? {
        let id = InboxRow.ID(at: now)
        let digest = SHA256.hash(data: raw).hex
        return try connection.query(insert, id, digest, raw, source, begun ? 1 : 0, now).isEmpty ? nil : id
    }

    /// For how long an attempt is its process's alone: far longer than reading and settling take.
    package static let lease = Span.minutes(2)

    /// Counts an attempt and takes the message for its length; nil where there is no such new message, or another process
    /// is at it. Whoever made the attempt `held` may go on at once.
    ///
    /// A row whose attempts are spent is returned too, for the caller to quarantine.
    package static func begin(
        _ id: InboxRow.ID, after held: Int? = nil, now: Instant, on connection: any SQLConnection
    ) throws -> InboxRow? {
        try connection.query(beginSQL, id, now + lease, now, held ?? -1).first.map(row)
    }

    /// Identifiers of new messages that came before an instant and that nobody is at, oldest first.
    package static func waiting(
        receivedBefore limit: Instant, count: Int, now: Instant, on connection: any SQLConnection
    ) throws -> [InboxRow.ID] {
        try connection.query(
            """
            SELECT id FROM inbox
            WHERE state = 'new' AND received_at < $1 AND (lease_until IS NULL OR lease_until < $3)
            ORDER BY received_at, id LIMIT $2
            """, limit, count, now
        ).map { try $0("id") }
    }

    /// The message of an identifier.
    package static func find(_ id: InboxRow.ID, on connection: any SQLConnection) throws -> InboxRow? {
        try connection.query("SELECT \(columns) FROM inbox WHERE id = $1", id).first.map(row)
    }

    /// A message as it came; nil where there is none of that id.
    package static func raw(_ id: InboxRow.ID, on connection: any SQLConnection) throws -> [UInt8]? {
        try connection.query("SELECT raw FROM inbox WHERE id = $1", id).first.map { try $0("raw") }
    }

    /// Keeps what became of a message, in the transaction of the act itself. `quarantined` sets it aside.
    ///
    /// False where another process has finished it meanwhile: the caller's own act must then not stand.
    package static func finish(
        _ id: InboxRow.ID, _ settlement: Settlement, messageID: String?, sender: EmailAddress? = nil,
        now: Instant,
        on connection: any SQLConnection
    ) throws -> Bool {
        try connection.execute(
            finishSQL, id, settlement.outcome == .quarantined ? InboxRow.State.quarantined : .done, now,
            settlement.outcome, settlement.reason, settlement.booking, settlement.agent, messageID, sender,
            settlement.answers) > 0
    }

    /// Puts a quarantined message back to be read again. False where there is none of that id.
    ///
    /// Whoever releases it vouches for its sender: it is not set aside for that again.
    package static func release(
        _ id: InboxRow.ID, now: Instant = .now(), on connection: any SQLConnection
    ) throws -> Bool {
        try connection.execute(releaseSQL, id, now) > 0
    }

    /// Messages in a state (or in any), oldest first.
    package static func list(
        state: InboxRow.State? = nil, on connection: any SQLConnection
    ) throws -> [InboxRow] {
        try connection.query(
            "SELECT \(columns) FROM inbox WHERE state = $1 OR $1 IS NULL ORDER BY received_at, id", state
        ).map(row)
    }

    private static func row(_ row: SQLRow) throws -> InboxRow {
        InboxRow(
            id: try row("id"), state: try row("state"), attempts: try row("attempts"),
            receivedAt: try row("received_at"), outcome: try row.optional("outcome"),
            reason: try row.optional("reason"), booking: try row.optional("booking_id"),
            messageID: try row.optional("message_id"), releasedAt: try row.optional("released_at"))
    }

    private static let columns = """
        id, state, attempts, received_at, outcome, reason, booking_id, message_id, released_at
        """

    private static let releaseSQL = """
        UPDATE inbox SET state = 'new', attempts = 0, reason = NULL, lease_until = NULL, released_at = $2
        WHERE id = $1 AND state = 'quarantined'
        """

    private static let insert = """
        INSERT INTO inbox (id, digest, raw, source, state, attempts, received_at) VALUES ($1, $2, $3, $4, 'new', $5, $6)
        ON CONFLICT (digest) DO NOTHING RETURNING id
        """

    private static let beginSQL = """
        UPDATE inbox SET attempts = attempts + 1, lease_until = $2
        WHERE id = $1 AND state = 'new' AND (lease_until IS NULL OR lease_until < $3 OR attempts = $4)
        RETURNING \(columns)
        """

    private static let finishSQL = """
        UPDATE inbox SET state = $2, finished_at = $3, outcome = $4, reason = $5, booking_id = $6, agent_id = $7,
            message_id = $8, sender = $9, answers = $10
        WHERE id = $1 AND state = 'new'
        """
}

/// What was decided about one incoming message.
package struct Settlement: Sendable, Hashable {
    package let outcome: MailOutcome
    /// In words, for whoever asks what became of a message.
    package let reason: String
    /// Text of the booking's identifier, where one was concerned.
    package let booking: String?
    /// Text of the agent's identifier, where one was concerned.
    package let agent: String?
    /// Text of the identifier of the message in the outbox that was answered, where that is known.
    package var answers: String?
    /// What must not pass unseen by whoever runs the machine, in words for the log.
    package let alarm: String?

    package init(
        _ outcome: MailOutcome, _ reason: String, booking: String? = nil, agent: String? = nil,
        alarm: String? = nil
    ) {
        self.outcome = outcome
        self.reason = reason
        self.booking = booking
        self.agent = agent
        self.alarm = alarm
    }
}

extension SHA256.Digest {
    /// 64 lower-case digits.
    fileprivate var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
