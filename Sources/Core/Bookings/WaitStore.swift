// Waits in the database, in turn.

package enum WaitStore {
    /// Those of an agent that have not ended, by day.
    static func open(of agent: Agent.ID, on connection: any SQLConnection) throws -> [Wait] {
        try connection.query(openSQL, agent).map(wait)
    }

    /// The place that silence last passed on from an agent, whatever it was; nil where that is long ago.
    static func lapsed(
        of agent: Agent.ID, since: Instant, on connection: any SQLConnection
    ) throws -> Wait? {
        try connection.query(lapsedSQL, agent, since).first.map(wait)
    }

    /// Begins a wait; false where they wait for that day already.
    static func insert(
        _ agent: Agent, _ day: Day, now: Instant, on connection: any SQLConnection
    ) throws -> Bool {
        try !connection.query(insertSQL, Wait.ID(at: now), agent.campaign, agent.id, day, now).isEmpty
    }

    /// Whose turn it is for a place of `slot` on `day`: the first who asked, whose slots it is one of (RG-120), who is
    /// held no other place, is not away and can be written to.
    static func next(
        for slot: Slot, on day: Day, today: Day, on connection: any SQLConnection
    ) throws -> Wait? {
        try connection.query(nextSQL, slot.campaign, day, slot.segment, today).first.map(wait)
    }

    /// Holds a place, which the caller has taken; false where they wait no longer, or are held another.
    static func hold(
        _ id: Wait.ID, _ hold: Wait.Hold, on connection: any SQLConnection
    ) throws -> Bool {
        try connection.execute(holdSQL, id, hold.slot, hold.until) > 0
    }

    /// Ends a wait; false where it has ended already, so that what it held is passed on once.
    static func close(
        _ wait: Wait, _ outcome: Wait.Outcome, now: Instant, on connection: any SQLConnection
    ) throws -> Bool {
        try connection.execute(closeSQL, wait.id, now, outcome, wait.hold?.slot) > 0
    }

    /// Turns the place that is held for an agent into one that is theirs to book; false where none of `slot` is.
    static func take(
        _ slot: Slot.ID, by agent: Agent.ID, now: Instant, on connection: any SQLConnection
    ) throws -> Bool {
        try connection.execute(takeSQL, agent, slot, now) > 0
    }

    /// Holds whose time is over, the oldest first.
    static func due(
        in campaign: Campaign.ID, now: Instant, limit: Int, on connection: any SQLConnection
    ) throws -> [Wait] {
        try connection.query(dueSQL, campaign, now, limit).map(wait)
    }

    /// The days for which somebody waits who is held nothing.
    static func days(in campaign: Campaign.ID, on connection: any SQLConnection) throws -> [Day] {
        try connection.query(daysSQL, campaign).map { try $0("day") }
    }

    /// Ends the waits for days that are over, and tells how many.
    static func closePast(
        in campaign: Campaign.ID, before today: Day, now: Instant, on connection: any SQLConnection
    ) throws -> Int {
        try connection.execute(pastSQL, campaign, today, now)
    }

    static func wait(_ row: SQLRow) throws -> Wait {
        var hold: Wait.Hold?
        if let slot = try row.optional("slot_id", as: Slot.ID.self) {
            hold = Wait.Hold(slot: slot, until: try row("held_until"))
        }
        return Wait(
            id: try row("id"), agent: try row("agent_id"), day: try row("day"),
            askedAt: try row("asked_at"), hold: hold)
    }

    private static let openSQL = "SELECT * FROM waits WHERE agent_id = $1 AND closed_at IS NULL ORDER BY day"

    private static let lapsedSQL = """
        SELECT * FROM waits WHERE agent_id = $1 AND outcome = 'lapsed' AND closed_at > $2
        ORDER BY closed_at DESC LIMIT 1
        """

    private static let insertSQL = """
        INSERT INTO waits (id, campaign_id, agent_id, day, asked_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT DO NOTHING RETURNING id
        """

    private static let nextSQL = """
        SELECT waits.* FROM waits JOIN agents ON agents.id = waits.agent_id
        WHERE waits.campaign_id = $1 AND waits.day = $2 AND waits.closed_at IS NULL AND waits.slot_id IS NULL
            AND (agents.segment_id = $3 OR $3 IS NULL) AND agents.bounced_at IS NULL
            AND (agents.absent_until IS NULL OR agents.absent_until <= $4)
            AND NOT EXISTS (
                SELECT 1 FROM waits held
                WHERE held.agent_id = waits.agent_id AND held.closed_at IS NULL AND held.slot_id IS NOT NULL)
        ORDER BY waits.asked_at, waits.id LIMIT 1
        """

    private static let holdSQL = """
        UPDATE waits SET slot_id = $2, held_until = $3
        WHERE id = $1 AND closed_at IS NULL AND slot_id IS NULL
        """

    /// What is held meanwhile must not be lost: a wait that was offered a place since it was read is not closed.
    private static let closeSQL = """
        UPDATE waits SET closed_at = $2, outcome = $3
        WHERE id = $1 AND closed_at IS NULL AND slot_id IS NOT DISTINCT FROM $4
        """

    private static let takeSQL = """
        UPDATE waits SET closed_at = $3, outcome = 'taken'
        WHERE agent_id = $1 AND slot_id = $2 AND closed_at IS NULL
        """

    private static let dueSQL = """
        SELECT * FROM waits
        WHERE campaign_id = $1 AND closed_at IS NULL AND slot_id IS NOT NULL AND held_until <= $2
        ORDER BY held_until, id LIMIT $3
        """

    private static let daysSQL = """
        SELECT DISTINCT day FROM waits
        WHERE campaign_id = $1 AND closed_at IS NULL AND slot_id IS NULL ORDER BY day
        """

    private static let pastSQL = """
        UPDATE waits SET closed_at = $3, outcome = 'past'
        WHERE campaign_id = $1 AND day < $2 AND closed_at IS NULL AND slot_id IS NULL
        """
}
