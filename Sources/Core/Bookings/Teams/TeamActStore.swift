// Acts on teams in the database.

enum TeamActStore {
    /// Keeps an act; nil, and nothing is kept, where it changed nothing.
    static func insert(
        _ steps: [TeamAct.Step], by lead: TeamLead, now: Instant, on connection: any SQLConnection
    ) throws -> TeamAct? {
        guard !steps.isEmpty else { return nil }
        let act = TeamAct(id: TeamAct.ID(at: now), doneAt: now, undoneAt: nil, steps: steps)
        try connection.execute(
            "INSERT INTO team_acts (id, campaign_id, lead_id, done_at) VALUES ($1, $2, $3, $4)", act.id,
            lead.campaign, lead.id, now)
        for (position, step) in steps.enumerated() {
            try connection.execute(
                insertStepSQL, act.id, position, step.kind, step.agent, step.booking, step.sequence, step.from
            )
        }
        return act
    }

    /// What somebody did since an instant, the latest first; what was undone is left out.
    static func recent(
        by lead: TeamLead, since instant: Instant, on connection: any SQLConnection
    ) throws -> [TeamAct] {
        try acts(connection.query(recentSQL, lead.id, instant))
    }

    /// Takes an act to undo it, so that nobody else does; nil where there is no such act of theirs since an instant, or it was
    /// undone before.
    static func takeBack(
        _ id: TeamAct.ID, by lead: TeamLead, since instant: Instant, now: Instant,
        on connection: any SQLConnection
    ) throws -> TeamAct? {
        let taken = try connection.execute(takeBackSQL, id, lead.id, instant, now)
        guard taken > 0 else { return nil }
        return try acts(connection.query(loadSQL, id)).first
    }

    /// Acts from rows of their steps, those of one act together.
    private static func acts(_ rows: [SQLRow]) throws -> [TeamAct] {
        var acts: [TeamAct] = []
        var rest = rows[...]
        while let first = rest.first {
            let own = rest.prefix { $0["id"] == first["id"] }
            rest = rest.dropFirst(own.count)
            acts.append(
                TeamAct(
                    id: try first("id"), doneAt: try first("done_at"),
                    undoneAt: try first.optional("undone_at"),
                    steps: try own.map { row in
                        TeamAct.Step(
                            kind: try row("kind"), agent: try row("agent_id"),
                            booking: try row("booking_id"), sequence: try row("sequence"),
                            from: try row.optional("from_slot_id"))
                    }))
        }
        return acts
    }

    private static let insertStepSQL = """
        INSERT INTO team_act_steps (act_id, position, kind, agent_id, booking_id, sequence, from_slot_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """

    private static let recentSQL = """
        SELECT * FROM team_acts JOIN team_act_steps ON team_act_steps.act_id = team_acts.id
        WHERE lead_id = $1 AND done_at > $2 AND undone_at IS NULL
        ORDER BY done_at DESC, id DESC, position
        """

    private static let loadSQL = """
        SELECT * FROM team_acts JOIN team_act_steps ON team_act_steps.act_id = team_acts.id
        WHERE id = $1 ORDER BY position
        """

    private static let takeBackSQL = """
        UPDATE team_acts SET undone_at = $4
        WHERE id = $1 AND lead_id = $2 AND done_at > $3 AND undone_at IS NULL
        """
}
