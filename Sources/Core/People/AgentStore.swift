// Agents and managers in the database.

package enum AgentStore {
    /// Nil where there is no such agent.
    package static func load(_ id: Agent.ID, on connection: any SQLConnection) throws -> Agent? {
        try connection.query("SELECT * FROM agents WHERE id = $1", id).first.map(agent)
    }

    /// The agent of an identifier or an address; without a campaign, in the newest that knows them.
    package static func find(
        _ person: String, in campaign: CampaignID?, on connection: any SQLConnection
    ) throws -> Agent? {
        if let id = Agent.ID(person) { return try load(id, on: connection) }
        guard let email = EmailAddress(person) else { return nil }
        return try connection.query(
            """
            SELECT agents.* FROM agents JOIN campaigns ON campaigns.id = agents.campaign_id
            WHERE agents.email = $1 AND (campaigns.id = $2 OR $2 IS NULL)
            ORDER BY campaigns.created_at DESC, campaigns.id DESC LIMIT 1
            """, email, campaign
        ).first.map(agent)
    }

    /// The first agent of a campaign by name; nil where it has nobody.
    static func first(in campaign: CampaignID, on connection: any SQLConnection) throws -> Agent? {
        try connection.query(
            "SELECT * FROM agents WHERE campaign_id = $1 ORDER BY folded_name, id LIMIT 1", campaign
        ).first.map(agent)
    }

    /// Agents of an address in all campaigns, as a bounce without a key names them.
    static func all(_ email: EmailAddress, on connection: any SQLConnection) throws -> [Agent] {
        try connection.query("SELECT * FROM agents WHERE email = $1 ORDER BY id", email).map(agent)
    }

    /// A manager's agents by name (RG-124).
    static func team(of manager: Manager.ID, on connection: any SQLConnection) throws -> [Agent] {
        try connection.query(
            "SELECT * FROM agents WHERE manager_id = $1 ORDER BY folded_name, id", manager
        ).map(agent)
    }

    /// The next agents of a campaign who hold no slot and whose address works, in the order of their identifiers: those who
    /// were invited before, or those who were not.
    static func waiting(
        in campaign: CampaignID, invitedBefore: Bool, after last: Agent.ID?, limit: Int,
        on connection: any SQLConnection
    ) throws -> [Agent] {
        try connection.query(
            """
            SELECT * FROM agents
            WHERE campaign_id = $1 AND id > $2 AND bounced_at IS NULL
                AND invited_at IS \(invitedBefore ? "NOT NULL" : "NULL")
                AND NOT EXISTS (
                    SELECT 1 FROM bookings WHERE bookings.agent_id = agents.id AND bookings.state <> 'cancelled')
            ORDER BY id LIMIT $3
            """, campaign, last?.text ?? "", limit
        ).map(agent)
    }

    /// Revokes every link and reply key sent to an agent so far.
    package static func revokeLinks(of id: Agent.ID, on connection: any SQLConnection) throws {
        try connection.execute("UPDATE agents SET link_epoch = link_epoch + 1 WHERE id = $1", id)
    }

    /// Keeps when an invitation was last left.
    static func noteInvitation(of id: Agent.ID, now: Instant, on connection: any SQLConnection) throws {
        try connection.execute("UPDATE agents SET invited_at = $2 WHERE id = $1", id, now)
    }

    /// Keeps what an absence said, and the day of return where it said one.
    static func noteAbsence(
        of id: Agent.ID, until day: Day?, note: String, now: Instant, on connection: any SQLConnection
    ) throws {
        try connection.execute(
            "UPDATE agents SET absent_until = $2, absent_note = $3, absent_at = $4 WHERE id = $1", id, day,
            note, now)
    }

    /// What an absence last said; nil where none ever did.
    static func absence(of id: Agent.ID, on connection: any SQLConnection) throws -> Absence? {
        try connection.query(
            "SELECT absent_until, absent_at FROM agents WHERE id = $1 AND absent_at IS NOT NULL", id
        ).first.flatMap(absence)
    }

    /// What the absence of a row of `agents` says; nil where none was ever said.
    static func absence(_ row: SQLRow) throws -> Absence? {
        try row.optional("absent_at").map { Absence(until: try row.optional("absent_until"), notedAt: $0) }
    }

    /// Marks an address as failing: it gets no more mail until somebody corrects it.
    static func markBounced(
        _ id: Agent.ID, reason: String, now: Instant, on connection: any SQLConnection
    ) throws {
        try connection.execute(
            "UPDATE agents SET bounced_at = $2, bounce_reason = $3 WHERE id = $1", id, now, reason)
    }

    /// Counts a temporary failure; returns how many there were within a week.
    static func countSoftBounce(of id: Agent.ID, now: Instant, on connection: any SQLConnection) throws -> Int
    {
        try connection.query(softBounce, id, now, now - .days(7)).first?("soft_bounces") ?? 0
    }

    private static let softBounce = """
        UPDATE agents SET soft_bounced_at = CASE WHEN soft_bounced_at > $3 THEN soft_bounced_at ELSE $2 END,
            soft_bounces = CASE WHEN soft_bounced_at > $3 THEN soft_bounces + 1 ELSE 1 END
        WHERE id = $1
        RETURNING soft_bounces
        """

    static func agent(_ row: SQLRow) throws -> Agent {
        Agent(
            id: try row("id"), campaign: try row("campaign_id"), email: try row("email"),
            givenName: try row("given_name"), familyName: try row("family_name"), service: try row("service"),
            manager: try row.optional("manager_id"), segment: try row.optional("segment_id"),
            language: try row.optional("language"), linkEpoch: try row("link_epoch"),
            bouncedAt: try row.optional("bounced_at"))
    }
}

package enum ManagerStore {
    /// Nil where there is no such manager.
    package static func load(_ id: Manager.ID, on connection: any SQLConnection) throws -> Manager? {
        try connection.query("SELECT * FROM managers WHERE id = $1", id).first.map(manager)
    }

    /// The manager of an identifier or an address; without a campaign, in the newest that knows them.
    package static func find(
        _ person: String, in campaign: CampaignID?, on connection: any SQLConnection
    ) throws -> Manager? {
        if let id = Manager.ID(person) { return try load(id, on: connection) }
        guard let email = EmailAddress(person) else { return nil }
        return try connection.query(
            """
            SELECT managers.* FROM managers JOIN campaigns ON campaigns.id = managers.campaign_id
            WHERE managers.email = $1 AND (campaigns.id = $2 OR $2 IS NULL)
            ORDER BY campaigns.created_at DESC, campaigns.id DESC LIMIT 1
            """, email, campaign
        ).first.map(manager)
    }

    /// The managers of a campaign by address.
    static func list(of campaign: CampaignID, on connection: any SQLConnection) throws -> [Manager] {
        try connection.query("SELECT * FROM managers WHERE campaign_id = $1 ORDER BY email", campaign)
            .map(manager)
    }

    /// Revokes every link and reply key sent to a manager so far.
    package static func revokeLinks(of id: Manager.ID, on connection: any SQLConnection) throws {
        try connection.execute("UPDATE managers SET link_epoch = link_epoch + 1 WHERE id = $1", id)
    }

    private static func manager(_ row: SQLRow) throws -> Manager {
        Manager(
            id: try row("id"), campaign: try row("campaign_id"), email: try row("email"),
            linkEpoch: try row("link_epoch"))
    }
}
