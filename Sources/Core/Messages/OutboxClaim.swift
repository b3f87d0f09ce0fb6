// Taking rows out of the outbox to send them: under a lease, by urgency, and no faster than the limits say.
//
// A row that a limit holds back is left as it is: no attempt, no lease. Rows behind it, of other domains or more
// urgent, pass.

/// A row in somebody's hands, its snapshot still as it was stored: who sends it reads it.
package struct ClaimedRow: Sendable {
    package let id: OutboxRow.ID
    package let recipient: EmailAddress
    package let priority: Int
    /// Tries begun, this one included.
    package let attempts: Int
    package let createdAt: Instant
    /// Until when nobody else takes it.
    package let until: Instant
    /// It may leave from then on, a second ahead at the most.
    package let leaves: Instant
    private let stored: SQLRow

    fileprivate init(_ stored: SQLRow, leaves: Instant) throws {
        id = try stored("id")
        recipient = try stored("recipient")
        priority = try stored("priority")
        attempts = try stored("attempts")
        createdAt = try stored("created_at")
        until = try stored("lease_until")
        self.leaves = leaves
        self.stored = stored
    }

    /// The whole row. Throws where its snapshot is not one that we made.
    package func row() throws -> OutboxRow { try Outbox.row(stored) }
}

/// Rows taken at once.
package struct OutboxClaim: Sendable {
    package let rows: [ClaimedRow]
    /// When the next of those may leave that a throttle held back; nil where none was.
    package let resumes: Instant?
}

extension Outbox {
    /// Takes up to `limit` rows that are due, the most urgent first, and leases them until `until`; a row whose lease ran
    /// out is due again. With `urgentOnly`, mass mail is left alone.
    package static func claim(
        limit: Int, urgentOnly: Bool = false, limits: SendingLimits = .none, now: Instant, until: Instant,
        on connection: any SQLConnection
    ) throws -> OutboxClaim {
        let ceiling = min(limits.ceiling(at: now), urgentOnly ? Message.Kind.massPriority : Int.max)
        guard limits.perMinute != nil || limits.perDomain != nil else {
            let rows = try connection.query(claimSQL(connection.dialect), until, now, limit, ceiling)
            return OutboxClaim(rows: try rows.map { try ClaimedRow($0, leaves: now) }, resumes: nil)
        }
        var claim = ThrottledClaim(limits, ceiling: ceiling, now: now, until: until, connection)
        return try claim.take(limit)
    }

    /// Which rows that were claimed with a lease still running have been cancelled since.
    package static func cancelledInHand(now: Instant, on connection: any SQLConnection) throws -> [OutboxRow
        .ID]
    {
        try connection.query(cancelledSQL, now).map { try $0("id") }
    }

    /// The outer condition repeats the lease's, since another claimer may have taken a row of the inner list.
    private static func claimSQL(_ dialect: SQLDialect) -> String {
        """
        UPDATE outbox SET state = 'leased', lease_until = $1, attempts = attempts + 1
        WHERE id IN (
            SELECT id FROM outbox
            WHERE state IN ('pending', 'leased') AND due_at <= $2 AND (lease_until IS NULL OR lease_until < $2)
                AND priority < $4
            ORDER BY priority, due_at, id LIMIT $3 \(dialect.skipLocked))
        AND state IN ('pending', 'leased') AND (lease_until IS NULL OR lease_until < $2)
        RETURNING *
        """
    }

    private static let cancelledSQL = """
        SELECT id FROM outbox WHERE state = 'cancelled' AND lease_until > $1
        """
}

/// A claim with throttles, whose state it reads and keeps in its transaction.
private struct ThrottledClaim {
    private let limits: SendingLimits
    private let ceiling: Int
    private let now: Instant
    private let until: Instant
    private let connection: any SQLConnection
    private var domains: [String: Throttle] = [:]

    /// Turns are given this far ahead: what was claimed does not stand long in the way of what is more urgent.
    private static let horizon = Span.seconds(1)
    /// The throttle over all connections; no domain has this name.
    private static let everyone = "*"

    init(_ limits: SendingLimits, ceiling: Int, now: Instant, until: Instant, _ connection: any SQLConnection)
    {
        self.limits = limits
        self.ceiling = ceiling
        self.now = now
        self.until = until
        self.connection = connection
    }

    private var horizon: Instant { now + Self.horizon }

    mutating func take(_ limit: Int) throws -> OutboxClaim {
        // Writing this row makes those wait who claim at the same time: they share what is left.
        let freeAt: Instant = try connection.query(Self.lock, Self.everyone, now)[0]("free_at")
        var overall = limits.perMinute.map { Throttle(perMinute: $0, freeAt: freeAt, now: now) }
        var rows: [ClaimedRow] = []
        var isHeld = true
        // Each round that holds rows back closes at least one domain, whose rows the next round passes over.
        while isHeld, rows.count < limit, (overall?.freeAt ?? now) <= horizon {
            isHeld = false
            let due = try connection.query(
                Self.due(connection.dialect), now, ceiling, horizon, limit - rows.count)
            for row in due {
                let domain: String = try row("domain")
                var throttle = try throttle(of: domain)
                let leaves = max(overall?.freeAt ?? now, throttle?.freeAt ?? now)
                guard leaves <= horizon else {
                    isHeld = true
                    continue
                }
                let id: OutboxRow.ID = try row("id")
                for stored in try connection.query(Self.lease, id, until) {
                    rows.append(try ClaimedRow(stored, leaves: leaves))
                }
                // A message that its domain delays has had its turn of all: others need not wait for it.
                overall?.take(at: now)
                throttle?.take(at: leaves)
                domains[domain] = throttle
            }
            for (domain, throttle) in domains {
                try connection.execute(Self.keep, domain, throttle.freeAt)
            }
        }
        if let overall { try connection.execute(Self.keep, Self.everyone, overall.freeAt) }
        return OutboxClaim(rows: rows, resumes: rows.count == limit ? nil : try resumes(overall))
    }

    private func throttle(of domain: String) throws -> Throttle? {
        guard let limit = limits.perDomain else { return nil }
        if let known = domains[domain] { return known }
        let kept: Instant? = try connection.query(Self.read, domain).first?("free_at")
        return Throttle(perMinute: limit, freeAt: kept, now: now)
    }

    /// When what is due and was held back may go on.
    private func resumes(_ overall: Throttle?) throws -> Instant? {
        guard let next = try connection.query(Self.held, now, ceiling).first,
            let freeAt: Instant = try next.optional("free_at")
        else { return nil }
        return max(freeAt, overall?.freeAt ?? now)
    }

    private static let lock = """
        INSERT INTO throttles (name, free_at) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET free_at = throttles.free_at RETURNING free_at
        """

    private static let read = "SELECT free_at FROM throttles WHERE name = $1"

    private static let keep = """
        INSERT INTO throttles (name, free_at) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET free_at = $2
        """

    private static func due(_ dialect: SQLDialect) -> String {
        """
        SELECT id, domain FROM outbox
        WHERE state IN ('pending', 'leased') AND due_at <= $1 AND (lease_until IS NULL OR lease_until < $1)
            AND priority < $2
            AND NOT EXISTS (SELECT 1 FROM throttles WHERE name = outbox.domain AND free_at > $3)
        ORDER BY priority, due_at, id LIMIT $4 \(dialect.skipLocked)
        """
    }

    private static let lease = """
        UPDATE outbox SET state = 'leased', lease_until = $2, attempts = attempts + 1 WHERE id = $1 RETURNING *
        """

    /// Of the domains with rows that are due, the first to be free.
    private static let held = """
        SELECT MIN(COALESCE(throttles.free_at, 0)) AS free_at
        FROM outbox LEFT JOIN throttles ON throttles.name = outbox.domain
        WHERE state IN ('pending', 'leased') AND due_at <= $1 AND (lease_until IS NULL OR lease_until < $1)
            AND priority < $2
        """
}
