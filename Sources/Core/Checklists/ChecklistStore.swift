// Checklists, their versions and ticks in the database.

enum ChecklistStore {
    /// The newest version of the checklist of a name, whatever its case or accents; nil where there is none.
    static func find(named name: String, on connection: any SQLConnection) throws -> ChecklistVersion? {
        try connection.query(findSQL, name.folded).first.map(version)
    }

    static func load(
        _ id: ChecklistVersion.ID, on connection: any SQLConnection
    ) throws -> ChecklistVersion? {
        try connection.query("SELECT * FROM checklist_versions WHERE id = $1", id).first.map(version)
    }

    /// The newest version of a campaign's checklist; nil where it has none.
    static func newest(
        of campaign: Campaign.ID, on connection: any SQLConnection
    ) throws -> ChecklistVersion? {
        try connection.query(newestSQL, campaign).first.map(version)
    }

    /// Saves a checklist with its first version; nil where its name is taken.
    static func insert(
        _ body: Checklist, now: Instant, on connection: any SQLConnection
    ) throws -> ChecklistVersion? {
        let id = Checklist.ID(at: now)
        guard !(try connection.query(insertSQL, id, body.name, body.name.folded, now).isEmpty) else {
            return nil
        }
        return try add(body, number: 1, to: id, now: now, on: connection)
    }

    /// Saves a version (RG-031).
    static func add(
        _ body: Checklist, number: Int, to checklist: Checklist.ID, now: Instant,
        on connection: any SQLConnection
    ) throws -> ChecklistVersion {
        try version(
            connection.query(
                addSQL, ChecklistVersion.ID(at: now), checklist, number, try JSON.text(body), now)[0])
    }

    /// Binds an operation to a version, unless one is bound already (RG-031).
    static func bind(
        _ operation: Operation.ID, to version: ChecklistVersion.ID, on connection: any SQLConnection
    ) throws {
        try connection.execute(
            "UPDATE operations SET checklist_version_id = $2 WHERE id = $1 AND checklist_version_id IS NULL",
            operation, version)
    }

    /// RG-033: ticks from two devices are one tick; the first keeps its name.
    static func tick(
        _ step: String, of operation: Operation.ID, by technician: Technician.ID, at: Instant,
        on connection: any SQLConnection
    ) throws {
        try connection.execute(tickSQL, operation, step, technician, at)
    }

    static func untick(
        _ step: String, of operation: Operation.ID, at: Instant, on connection: any SQLConnection
    ) throws {
        try connection.execute(
            "UPDATE ticks SET unticked_at = $3 WHERE operation_id = $1 AND step = $2", operation, step, at)
    }

    /// The ticks of an operation by step.
    static func ticks(
        of operation: Operation.ID, on connection: any SQLConnection
    ) throws -> [String: TickSheet.Tick] {
        let rows = try connection.query(ticksSQL, operation).map { row in
            (
                try row("step", as: String.self),
                TickSheet.Tick(
                    by: try row("ticked_by"), at: try row("ticked_at"),
                    undoneAt: try row.optional("unticked_at"))
            )
        }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }

    static func version(_ row: SQLRow) throws -> ChecklistVersion {
        ChecklistVersion(
            id: try row("id"), checklist: try row("checklist_id"), number: try row("version"),
            body: try JSON.value(Checklist.self, from: try row("body")))
    }

    private static let findSQL = """
        SELECT checklist_versions.* FROM checklist_versions
        JOIN checklists ON checklists.id = checklist_versions.checklist_id
        WHERE checklists.folded = $1 ORDER BY version DESC LIMIT 1
        """

    private static let newestSQL = """
        SELECT checklist_versions.* FROM checklist_versions
        JOIN campaigns ON campaigns.checklist_id = checklist_versions.checklist_id
        WHERE campaigns.id = $1 ORDER BY version DESC LIMIT 1
        """

    private static let insertSQL = """
        INSERT INTO checklists (id, name, folded, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (folded) DO NOTHING RETURNING id
        """

    private static let addSQL = """
        INSERT INTO checklist_versions (id, checklist_id, version, body, created_at) VALUES ($1, $2, $3, $4, $5)
        RETURNING *
        """

    private static let tickSQL = """
        INSERT INTO ticks (operation_id, step, technician_id, ticked_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (operation_id, step) DO UPDATE
        SET technician_id = excluded.technician_id, ticked_at = excluded.ticked_at, unticked_at = NULL
        WHERE ticks.unticked_at IS NOT NULL
        """

    private static let ticksSQL = """
        SELECT ticks.*, COALESCE(NULLIF(technicians.name, ''), technicians.email, '') AS ticked_by
        FROM ticks LEFT JOIN technicians ON technicians.id = ticks.technician_id
        WHERE ticks.operation_id = $1
        """
}
