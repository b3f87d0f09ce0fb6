// Bookings in the database.

package enum BookingStore {
    /// The agent's active booking; nil where there is none (RG-121).
    static func active(of agent: Agent.ID, on connection: any SQLConnection) throws -> Booking? {
        try connection.query(
            "SELECT * FROM bookings WHERE agent_id = $1 AND state <> 'cancelled'", agent
        ).first.map(booking)
    }

    /// The booking of a calendar UID, cancelled ones included.
    package static func find(uid: String, on connection: any SQLConnection) throws -> Booking? {
        try connection.query("SELECT * FROM bookings WHERE uid = $1", uid).first.map(booking)
    }

    /// Saves a new booking; nil where the agent has an active one by now (RG-121).
    static func insert(
        agent: Agent, slot: Slot.ID, state: Booking.State, by actor: Actor, answerBy: Instant? = nil,
        now: Instant, on connection: any SQLConnection
    ) throws -> Booking? {
        // 26 characters of base32 are 128 unguessable bits: the UID proves that an answer's sender saw the mail.
        let uid = RandomToken.base32(bytes: 16) + "@opstracker"
        let answer: CalendarPresence = state == .confirmed ? .accepted : .needsAction
        return try connection.query(
            insertSQL, Booking.ID(at: now), agent.campaign, agent.id, slot, state, answer, uid, actor.kind,
            actor.id, actor.way, now, answerBy,
            // A proposal is a question: only what follows is an answer.
            answerBy == nil ? AnswerWay(actor) : nil
        ).first.map(booking)
    }

    /// Puts a booking on another slot, with its sequence raised; nil where it has changed since it was read.
    static func move(
        _ old: Booking, to slot: Slot.ID, state: Booking.State, by actor: Actor, now: Instant,
        on connection: any SQLConnection
    ) throws -> Booking? {
        let answer: CalendarPresence = state == .confirmed ? .accepted : .needsAction
        return try connection.query(
            moveSQL, old.id, old.sequence, slot, state, answer, actor.kind, actor.id, actor.way, now,
            AnswerWay(actor)
        ).first.map(booking)
    }

    /// Makes history of a booking, with its sequence raised; nil where it has changed since it was read.
    static func cancel(_ old: Booking, now: Instant, on connection: any SQLConnection) throws -> Booking? {
        try connection.query(cancelSQL, old.id, old.sequence, now).first.map(booking)
    }

    /// The appointment has taken place, and what it was for is done.
    static func finish(_ booking: Booking, now: Instant, on connection: any SQLConnection) throws {
        try connection.execute(
            "UPDATE bookings SET state = 'done', changed_at = $2, answer_by = NULL WHERE id = $1 AND state <> 'cancelled'",
            booking.id, now)
    }

    /// Keeps what the agent answered, and confirms the booking where they accepted. Whatever it says, it is no silence.
    ///
    /// `way` is kept where the booking waited for an answer: a calendar that accepts what its owner has chosen adds none.
    /// Throws `SQLError.transient` where the booking has changed since it was read: an answer never brings back what has
    /// been cancelled meanwhile, nor speaks of another time.
    static func answer(
        _ booking: Booking, _ answer: CalendarPresence, sequence: Int?, stamp: Instant?,
        way: AnswerWay? = nil, now: Instant, on connection: any SQLConnection
    ) throws {
        let state: Booking.State =
            answer == .accepted && booking.state == .placed ? .confirmed : booking.state
        let isKept =
            try connection.execute(
                answerSQL, booking.id, state, answer, sequence, stamp, now, booking.sequence, booking.state,
                booking.state == .placed ? way : nil)
            > 0
        guard isKept else { throw SQLError.transient("the booking changed meanwhile") }
    }

    /// Says that a booking just made or moved was asked for by another way than its actor tells.
    static func note(_ way: AnswerWay, for booking: Booking, on connection: any SQLConnection) throws {
        try connection.execute("UPDATE bookings SET answered_by = $2 WHERE id = $1", booking.id, way)
    }

    /// Takes a proposal whose time to answer is over, so that nobody else settles it; false where it has been answered.
    static func endProposal(
        _ booking: Booking, now: Instant, on connection: any SQLConnection
    ) throws -> Bool {
        try connection.execute(endProposalSQL, booking.id, booking.sequence, now) > 0
    }

    static func booking(_ row: SQLRow) throws -> Booking {
        Booking(
            id: try row("id"), agent: try row("agent_id"), slot: try row("slot_id"), state: try row("state"),
            answer: try row("answer"), uid: try row("uid"), sequence: try row("sequence"),
            answerSequence: try row.optional("answer_sequence"),
            answerStamp: try row.optional("answer_stamp"),
            placedBy: Actor(
                try row("placed_by"), id: try row.optional("placed_by_id"), by: try row("placed_way")),
            placedAt: try row("placed_at"), answerBy: try row.optional("answer_by"))
    }

    private static let insertSQL = """
        INSERT INTO bookings (id, campaign_id, agent_id, slot_id, state, answer, uid, sequence, placed_by, placed_by_id,
            placed_way, created_at, placed_at, changed_at, answer_by, answered_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10, $11, $11, $11, $12, $13)
        ON CONFLICT DO NOTHING RETURNING *
        """

    private static let moveSQL = """
        UPDATE bookings SET slot_id = $3, state = $4, answer = $5, sequence = sequence + 1, placed_by = $6,
            placed_by_id = $7, placed_way = $8, placed_at = $9, changed_at = $9, answer_by = NULL,
            answered_by = $10
        WHERE id = $1 AND sequence = $2 AND state <> 'cancelled'
        RETURNING *
        """

    private static let cancelSQL = """
        UPDATE bookings SET state = 'cancelled', sequence = sequence + 1, changed_at = $3
        WHERE id = $1 AND sequence = $2 AND state <> 'cancelled'
        RETURNING *
        """

    private static let answerSQL = """
        UPDATE bookings SET state = $2, answer = $3, answer_sequence = COALESCE($4, answer_sequence),
            answer_stamp = COALESCE($5, answer_stamp), changed_at = $6, answer_by = NULL,
            answered_by = COALESCE($9, answered_by)
        WHERE id = $1 AND sequence = $7 AND state = $8
        """

    private static let endProposalSQL = """
        UPDATE bookings SET answer_by = NULL WHERE id = $1 AND sequence = $2 AND state = 'placed' AND answer_by <= $3
        """
}
