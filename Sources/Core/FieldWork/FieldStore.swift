// What field work reads and keeps of operations in the database.

/// An operation's row with what its field work adds.
struct FieldRecord: Sendable {
    let operation: Operation
    let campaign: Campaign.ID
    let version: ChecklistVersion.ID?
    let revision: Int
    let startedAt: Instant?
    let worked: Span
    let spent: Int?
    let trouble: Trouble?
    /// The campaign's fields as a JSON object.
    let fields: String

    init(_ row: SQLRow) throws {
        operation = try OperationStore.operation(row)
        campaign = try row("campaign_id")
        version = try row.optional("checklist_version_id")
        revision = try row("field_revision")
        startedAt = try row.optional("started_at")
        worked = Span(milliseconds: Int64(try row("worked_ms", as: Int.self)))
        spent = try row.optional("spent_minutes")
        trouble = try Trouble(row)
        fields = try row("fields")
    }

    /// How long it took up to an instant.
    func time(at now: Instant) -> TimeSpent {
        let running = startedAt.map { max(now - $0, .seconds(0)) } ?? .seconds(0)
        let counted = Span(milliseconds: worked.milliseconds + running.milliseconds)
        return TimeSpent(written: spent, counted: counted.wholeMinutes, runningSince: startedAt)
    }
}

extension Trouble {
    /// Nil where nothing went wrong.
    init?(_ row: SQLRow) throws {
        guard let kind = try row.optional("trouble", as: Kind.self) else { return nil }
        self.init(kind: kind, words: try row("trouble_words"), at: try row("trouble_at"))
    }
}

enum FieldStore {
    /// Takes a technician's operation for the rest of the transaction, so that entries about it are decided one after the
    /// other; nil where it is not theirs (RG-018).
    static func claim(
        _ operation: Operation.ID, of technician: Technician.ID, on connection: any SQLConnection
    ) throws -> FieldRecord? {
        try connection.query(claimSQL, operation, technician).first.map(FieldRecord.init)
    }

    /// Nil where the operation is not theirs (RG-018).
    static func load(
        _ operation: Operation.ID, of technician: Technician.ID, on connection: any SQLConnection
    ) throws -> FieldRecord? {
        try connection.query(
            "SELECT * FROM operations WHERE id = $1 AND technician_id = $2", operation, technician
        ).first.map(FieldRecord.init)
    }

    /// Moves an operation, its clock running while it is under way. Throws `SQLError.transient` where it has moved since it
    /// was read.
    static func move(
        _ record: FieldRecord, to state: Operation.State, at: Instant, now: Instant,
        on connection: any SQLConnection
    ) throws {
        let worked = record.startedAt.map {
            record.worked.milliseconds + max(at - $0, .seconds(0)).milliseconds
        }
        let count = try connection.execute(
            moveSQL, record.operation.id, record.operation.state, state, now,
            state == .inProgress ? at : nil, Int(worked ?? record.worked.milliseconds))
        guard count > 0 else { throw SQLError.transient("the operation moved meanwhile") }
    }

    static func keep(
        _ trouble: Trouble, of operation: Operation.ID, slot: Slot.ID?, on connection: any SQLConnection
    ) throws {
        try connection.execute(troubleSQL, operation, trouble.kind, trouble.words, trouble.at, slot)
    }

    static func spend(
        _ minutes: Int, on operation: Operation.ID, on connection: any SQLConnection
    ) throws {
        try connection.execute(
            "UPDATE operations SET spent_minutes = $2 WHERE id = $1", operation, minutes)
    }

    /// RG-302: whether the agent was there, once a visit; what is said last counts.
    static func attend(
        _ operation: Operation, _ booked: (booking: Booking, slot: Slot), _ outcome: Attendance, at: Instant,
        on connection: any SQLConnection
    ) throws {
        try connection.execute(
            attendSQL, booked.slot.campaign, operation.id, booked.booking.id, booked.slot.id, operation.agent,
            outcome, at)
    }

    /// Whether every operation of a campaign is in a final state (RG-010).
    static func isDone(_ campaign: Campaign.ID, on connection: any SQLConnection) throws -> Bool {
        try connection.query(
            "SELECT 1 FROM operations WHERE campaign_id = $1 AND state <> 'done' LIMIT 1", campaign
        ).isEmpty
    }

    /// Whether every operation of an agent is.
    static func isDone(_ agent: Agent.ID, on connection: any SQLConnection) throws -> Bool {
        try connection.query(
            "SELECT 1 FROM operations WHERE agent_id = $1 AND state <> 'done' LIMIT 1", agent
        ).isEmpty
    }

    private static let claimSQL = """
        UPDATE operations SET field_revision = field_revision + 1 WHERE id = $1 AND technician_id = $2 RETURNING *
        """

    private static let moveSQL = """
        UPDATE operations SET state = $3, changed_at = $4, started_at = $5, worked_ms = $6
        WHERE id = $1 AND state = $2
        """

    private static let troubleSQL = """
        UPDATE operations SET trouble = $2, trouble_words = $3, trouble_at = $4, trouble_slot_id = $5 WHERE id = $1
        """

    private static let attendSQL = """
        INSERT INTO attendance (campaign_id, operation_id, booking_id, slot_id, agent_id, outcome, noted_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (operation_id, booking_id, slot_id)
        DO UPDATE SET outcome = excluded.outcome, noted_at = excluded.noted_at
        """
}

/// Whether an agent was at an appointment (RG-302).
package enum Attendance: String, Sendable, SQLBindable, SQLReadable {
    case present, missed
}
