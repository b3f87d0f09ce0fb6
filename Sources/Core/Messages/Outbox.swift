// The outbox: what will be sent, under which promises.
//
// pending → leased → sent; leased → pending (temporary failure, or the lease ran out); leased → failed (permanent, or
// attempts spent); pending or leased → cancelled (overtaken by events; what is already on its way is sent all the same). A
// row's purpose is unique, so asking twice sends once; its Message-ID is made once, so a retry is recognisable. After a
// crash at any instant nothing is lost, and at most one message per open connection is sent twice.

internal import Foundation

/// A row of the outbox.
package struct OutboxRow: Sendable {
    package typealias ID = Identifier<OutboxRow>

    package enum State: String, Sendable, SQLBindable, SQLReadable {
        case pending, leased, sent, failed, cancelled
    }

    package let id: ID
    /// Whose words it is told in.
    package let campaign: CampaignID
    package let kind: Message.Kind
    package let recipient: EmailAddress
    package let snapshot: MessageSnapshot
    package let agent: AgentID?
    package let manager: ManagerID?
    /// 80 random bits, base32: what the reply key in the answer's address is made of.
    package let replyHandle: String
    /// The part of the Message-ID before the `@`, unguessable; the composer adds the gateway's domain.
    package let messageLocalPart: String
    package let state: State
    /// Tries begun, the current one included.
    package let attempts: Int
    package let createdAt: Instant
    package let error: String?

    package init(
        id: ID, campaign: CampaignID, kind: Message.Kind, recipient: EmailAddress, snapshot: MessageSnapshot,
        agent: AgentID?, manager: ManagerID?, replyHandle: String, messageLocalPart: String, state: State,
        attempts: Int, createdAt: Instant, error: String?
    ) {
        self.id = id
        self.campaign = campaign
        self.kind = kind
        self.recipient = recipient
        self.snapshot = snapshot
        self.agent = agent
        self.manager = manager
        self.replyHandle = replyHandle
        self.messageLocalPart = messageLocalPart
        self.state = state
        self.attempts = attempts
        self.createdAt = createdAt
        self.error = error
    }
}

/// Statements over the outbox, inside a caller's transaction.
package enum Outbox {
    /// Leaves a message, to leave after its campaign's delay. Returns nil, and leaves nothing, where one with this purpose
    /// has been left before, or where the campaign has switched its kind off.
    @discardableResult
    package static func enqueue(
        _ snapshot: MessageSnapshot, purpose: String, campaign: CampaignID, agent: AgentID? = nil,
        manager: ManagerID? = nil, technician: TechnicianID? = nil, now: Instant,
        on connection: any SQLConnection
    ) throws -> OutboxRow.ID? {
        let id = OutboxRow.ID(at: now)
        let kind = snapshot.message.kind
        let rows = try connection.query(
            insert, id, campaign, agent, manager, purpose, kind, kind.priority, snapshot.recipient,
            try JSON.text(snapshot), RandomToken.base32(bytes: 10), "ops." + RandomToken.base32(bytes: 15),
            now, technician)
        return rows.isEmpty ? nil : id
    }

    /// The courier handed it over, whatever became of the row meanwhile.
    package static func sent(_ id: OutboxRow.ID, now: Instant, on connection: any SQLConnection) throws {
        try connection.execute(finishSent, id, now)
    }

    /// It will never arrive; the reason is shown to the coordinator. Like `retry` and `release`, this changes nothing
    /// where the lease of `row` has passed to somebody else, or the row was cancelled.
    package static func failed(
        _ row: ClaimedRow, reason: String, now: Instant, on connection: any SQLConnection
    ) throws {
        try connection.execute(finishFailed, row.id, row.until, now, reason)
    }

    /// It could not leave now; it is due again at `due`. `countsAttempt` false where the fault was the server's.
    package static func retry(
        _ row: ClaimedRow, at due: Instant, reason: String, countsAttempt: Bool,
        on connection: any SQLConnection
    ) throws {
        try connection.execute(retryLater, row.id, row.until, due, reason, countsAttempt ? 0 : 1)
    }

    /// It was not tried after all: it waits again as if it had never been claimed.
    package static func release(_ row: ClaimedRow, on connection: any SQLConnection) throws {
        try connection.execute(releaseSQL, row.id, row.until)
    }

    /// Puts a failed row back in the queue, with its attempts forgotten. False where there is no such failed row.
    package static func requeue(_ id: OutboxRow.ID, now: Instant, on connection: any SQLConnection) throws
        -> Bool
    {
        try connection.execute(requeueSQL, id, now) > 0
    }

    /// Cancels what has not left for an agent yet and has been overtaken by events: invitations to one who has booked,
    /// reminders of a time that changed.
    package static func cancel(
        _ kinds: [Message.Kind], for agent: AgentID, now: Instant, on connection: any SQLConnection
    ) throws {
        for kind in kinds { try connection.execute(cancelWaiting, agent, kind, now) }
    }

    /// Cancels what has not left yet for an address that does not exist.
    static func cancel(to recipient: EmailAddress, now: Instant, on connection: any SQLConnection) throws {
        try connection.execute(cancelRecipient, recipient, now)
    }

    /// Cancels what waits of a kind that its campaign no longer sends, and tells how many messages that were.
    package static func cancel(
        _ kind: Message.Kind, of campaign: CampaignID, now: Instant, on connection: any SQLConnection
    ) throws -> Int {
        try connection.execute(
            """
            UPDATE outbox SET state = 'cancelled', finished_at = $3
            WHERE campaign_id = $1 AND kind = $2 AND state = 'pending'
            """, campaign, kind, now)
    }

    /// Whether a message with this purpose has been left.
    package static func holds(_ purpose: String, on connection: any SQLConnection) throws -> Bool {
        try !connection.query("SELECT 1 FROM outbox WHERE purpose = $1", purpose).isEmpty
    }

    /// Every row of a campaign (or of all), oldest first.
    package static func list(
        campaign: CampaignID? = nil, on connection: any SQLConnection
    ) throws -> [OutboxRow] {
        try connection.query(
            "SELECT * FROM outbox WHERE campaign_id = $1 OR $1 IS NULL ORDER BY created_at, id", campaign
        ).map(row)
    }

    static func row(_ row: SQLRow) throws -> OutboxRow {
        OutboxRow(
            id: try row("id"), campaign: try row("campaign_id"), kind: try row("kind"),
            recipient: try row("recipient"),
            snapshot: try JSON.value(MessageSnapshot.self, from: try row("snapshot")),
            agent: try row.optional("agent_id"), manager: try row.optional("manager_id"),
            replyHandle: try row("reply_handle"), messageLocalPart: try row("message_id"),
            state: try row("state"), attempts: try row("attempts"), createdAt: try row("created_at"),
            error: try row.optional("error"))
    }

    private static let insert = """
        INSERT INTO outbox (id, campaign_id, agent_id, manager_id, purpose, kind, priority, recipient, snapshot,
            reply_handle, message_id, state, attempts, due_at, created_at, technician_id)
        SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'pending', 0,
            $12 + COALESCE(
                (SELECT delay_minutes FROM mail_settings WHERE campaign_id = $2 AND kind = $6), 0) * 60000,
            $12, $13
        WHERE NOT EXISTS (
            SELECT 1 FROM mail_settings WHERE campaign_id = $2 AND kind = $6 AND off_at IS NOT NULL)
        ON CONFLICT (purpose) DO NOTHING RETURNING id
        """

    private static let finishSent = """
        UPDATE outbox SET state = 'sent', finished_at = $2, error = NULL, lease_until = NULL WHERE id = $1
        """

    private static let finishFailed = """
        UPDATE outbox SET state = 'failed', finished_at = $3, error = $4, lease_until = NULL
        WHERE id = $1 AND state = 'leased' AND lease_until = $2
        """

    private static let retryLater = """
        UPDATE outbox SET state = 'pending', due_at = $3, error = $4, attempts = attempts - $5, lease_until = NULL
        WHERE id = $1 AND state = 'leased' AND lease_until = $2
        """

    private static let releaseSQL = """
        UPDATE outbox SET state = 'pending', attempts = attempts - 1, lease_until = NULL
        WHERE id = $1 AND state = 'leased' AND lease_until = $2
        """

    private static let requeueSQL = """
        UPDATE outbox SET state = 'pending', due_at = $2, attempts = 0, error = NULL, finished_at = NULL,
            lease_until = NULL
        WHERE id = $1 AND state = 'failed'
        """

    /// A lease stays on the row, so that who holds it hears of this.
    private static let cancelWaiting = """
        UPDATE outbox SET state = 'cancelled', finished_at = $3
        WHERE agent_id = $1 AND kind = $2 AND state IN ('pending', 'leased')
        """

    private static let cancelRecipient = """
        UPDATE outbox SET state = 'cancelled', finished_at = $2
        WHERE recipient = $1 AND state IN ('pending', 'leased')
        """
}
