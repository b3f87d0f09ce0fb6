// Slots in the database, and the guarded statements that hold their capacity.

package enum SlotStore {
    /// Saves a slot; false where the campaign already has that time at that place for that segment.
    static func insert(_ slot: Slot, on connection: any SQLConnection) throws -> Bool {
        try !connection.query(
            insertSQL, slot.id, slot.campaign, slot.segment, slot.starts, slot.ends, slot.place, slot.capacity
        ).isEmpty
    }

    /// Nil where there is no such slot.
    package static func load(_ id: Slot.ID, on connection: any SQLConnection) throws -> Slot? {
        try connection.query("SELECT * FROM slots WHERE id = $1", id).first.map(slot)
    }

    /// Slots of a campaign that end after `instant` (or all), by time; where `segment` is given, only those open to it
    /// (RG-120).
    package static func list(
        of campaign: Campaign.ID, endingAfter instant: Instant? = nil, on connection: any SQLConnection
    ) throws -> [Slot] {
        try connection.query(listSQL, campaign, instant).map(slot)
    }

    /// Slots from `instant` on that agents of a segment may see (RG-120), by time.
    static func open(
        to segment: Segment.ID?, in campaign: Campaign.ID, from instant: Instant,
        on connection: any SQLConnection
    ) throws -> [Slot] {
        try connection.query(openSQL, campaign, instant, segment).map(slot)
    }

    /// Takes one place; nil where none was left. The database holds the capacity: a thousand at once on the last place
    /// are one booking and 999 refusals.
    static func take(_ id: Slot.ID, on connection: any SQLConnection) throws -> Slot? {
        try connection.query(
            "UPDATE slots SET taken = taken + 1 WHERE id = $1 AND taken < capacity RETURNING *", id
        ).first.map(slot)
    }

    /// Gives one place back.
    static func release(_ id: Slot.ID, on connection: any SQLConnection) throws {
        try connection.execute("UPDATE slots SET taken = taken - 1 WHERE id = $1 AND taken > 0", id)
    }

    /// Locks by hand (RG-123), or unlocks; false where there is no such slot.
    static func setLock(_ id: Slot.ID, at instant: Instant?, on connection: any SQLConnection) throws -> Bool
    {
        try connection.execute("UPDATE slots SET locked_at = $2 WHERE id = $1", id, instant) > 0
    }

    static func slot(_ row: SQLRow) throws -> Slot {
        Slot(
            id: try row("id"), campaign: try row("campaign_id"), segment: try row.optional("segment_id"),
            starts: try row("starts_at"), ends: try row("ends_at"), place: try row("place"),
            capacity: try row("capacity"), taken: try row("taken"), lockedAt: try row.optional("locked_at"))
    }

    private static let insertSQL = """
        INSERT INTO slots (id, campaign_id, segment_id, starts_at, ends_at, place, capacity, taken)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 0)
        ON CONFLICT DO NOTHING RETURNING id
        """

    private static let listSQL = """
        SELECT * FROM slots WHERE campaign_id = $1 AND (ends_at > $2 OR $2 IS NULL) ORDER BY starts_at, place, id
        """

    private static let openSQL = """
        SELECT * FROM slots WHERE campaign_id = $1 AND starts_at > $2 AND (segment_id = $3 OR segment_id IS NULL)
        ORDER BY starts_at, place, id
        """
}
