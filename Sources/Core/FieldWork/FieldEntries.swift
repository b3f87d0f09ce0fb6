// Entries that were decided: kept so that one that comes again acts once, and as the history of the field.

enum FieldEntries {
    /// What became of an entry before; nil where it is new. An identifier that is another operation's or technician's
    /// tells nothing of theirs.
    static func outcome(
        of entry: FieldEntry, by technician: Technician.ID, on connection: any SQLConnection
    ) throws -> FieldOutcome? {
        try connection.query("SELECT * FROM field_entries WHERE id = $1", entry.id).first.map { row in
            guard try row("operation_id", as: Operation.ID.self) == entry.operation,
                try row("technician_id", as: Technician.ID.self) == technician
            else { return .refused(.notYours) }
            return try JSON.value(FieldOutcome.self, from: try row("outcome"))
        }
    }

    /// Keeps an entry with its outcome. `done` is when it was made, where it changed something or has words.
    static func keep(
        _ entry: FieldEntry, by technician: Technician.ID, _ outcome: FieldOutcome, done: Instant?,
        now: Instant, on connection: any SQLConnection
    ) throws {
        let kept = try connection.query(
            keepSQL, entry.id, entry.operation, technician, entry.act.kind,
            String(entry.act.words.prefix(5_000)), try JSON.text(outcome), done, now)
        guard !kept.isEmpty else { throw SQLError.transient("the same entry came another way") }
    }

    /// What was done, the latest first.
    static func past(
        of operation: Operation.ID, on connection: any SQLConnection
    ) throws -> [Intervention.PastAct] {
        try connection.query(pastSQL, operation).map { row in
            Intervention.PastAct(
                kind: try row("act"), words: try row("words"), by: try row("made_by"), at: try row("done_at"))
        }
    }

    private static let keepSQL = """
        INSERT INTO field_entries (id, operation_id, technician_id, act, words, outcome, done_at, decided_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (id) DO NOTHING RETURNING id
        """

    private static let pastSQL = """
        SELECT field_entries.*, COALESCE(NULLIF(technicians.name, ''), technicians.email) AS made_by
        FROM field_entries JOIN technicians ON technicians.id = field_entries.technician_id
        WHERE operation_id = $1 AND done_at IS NOT NULL AND act NOT IN ('tick', 'untick')
        ORDER BY done_at DESC, field_entries.id DESC
        """
}
