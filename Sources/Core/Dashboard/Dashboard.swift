// The figures of a campaign as its coordinator sees them: those that everybody may see, and who has answered.

/// How far a campaign is.
package struct Dashboard: Sendable, Hashable {
    /// Agents with an active booking.
    package let booked: Int
    /// Of these, confirmed by the agent.
    package let confirmed: Int
    /// Agents invited who have not booked, and whose address works.
    package let unanswered: Int
    /// Agents whose address fails.
    package let bounced: Int
    package let segments: [Group]
    /// By manager.
    package let teams: [Group]
    /// What the shared page shows too.
    package let figures: Figures

    /// A segment, or a manager's team.
    package struct Group: Sendable, Hashable, Encodable {
        /// The segment's name, or the manager's address.
        package let name: String
        package let total: Int
        package let booked: Int
        package let confirmed: Int
        package let done: Int
    }

    /// The figures as of now; nil where there is no such campaign.
    package static func load(
        _ id: Campaign.ID, now: Instant, from database: any SQLDatabase
    ) async throws -> Dashboard? {
        try await database.read { connection in
            guard let figures = try Figures.load(id, now: now, on: connection) else { return nil }
            let row = try connection.query(countsSQL, id)[0]
            return Dashboard(
                booked: try row("booked"), confirmed: try row("confirmed"), unanswered: try row("unanswered"),
                bounced: try row("bounced"), segments: try connection.query(segmentsSQL, id).map(group),
                teams: try connection.query(teamsSQL, id).map(group), figures: figures)
        }
    }

    private static func group(_ row: SQLRow) throws -> Group {
        Group(
            name: try row("name"), total: try row("total"), booked: try row("booked"),
            confirmed: try row("confirmed"), done: try row("done"))
    }

    private static let countsSQL = """
        SELECT count(bookings.id) AS booked,
            count(*) FILTER (WHERE bookings.state IN ('confirmed', 'done')) AS confirmed,
            count(*) FILTER (WHERE bookings.id IS NULL AND invited_at IS NOT NULL AND bounced_at IS NULL)
                AS unanswered,
            count(*) FILTER (WHERE bounced_at IS NOT NULL) AS bounced
        FROM agents LEFT JOIN bookings ON bookings.agent_id = agents.id AND bookings.state <> 'cancelled'
        WHERE agents.campaign_id = $1
        """

    private static let groupColumns = """
        count(operations.id) AS total, count(bookings.id) AS booked,
            count(*) FILTER (WHERE bookings.state IN ('confirmed', 'done')) AS confirmed,
            count(*) FILTER (WHERE operations.state = 'done') AS done
        """

    private static let segmentsSQL = """
        SELECT segments.name, \(groupColumns)
        FROM segments JOIN operations ON operations.segment_id = segments.id
        LEFT JOIN bookings ON bookings.agent_id = operations.agent_id AND bookings.state <> 'cancelled'
        WHERE segments.campaign_id = $1 GROUP BY segments.id, segments.name, segments.folded ORDER BY segments.folded
        """

    private static let teamsSQL = """
        SELECT managers.email AS name, \(groupColumns)
        FROM managers JOIN agents ON agents.manager_id = managers.id
        JOIN operations ON operations.agent_id = agents.id
        LEFT JOIN bookings ON bookings.agent_id = agents.id AND bookings.state <> 'cancelled'
        WHERE managers.campaign_id = $1 GROUP BY managers.id, managers.email ORDER BY managers.email
        """
}
