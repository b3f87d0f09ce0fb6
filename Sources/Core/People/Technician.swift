// Those who carry operations out in the field.

/// A technician of a campaign: one e-mail address within it, told each morning whom to visit, with a link to the day.
package struct Technician: Sendable, Hashable {
    package typealias ID = TechnicianID

    package let id: ID
    package let campaign: CampaignID
    package let email: EmailAddress
    /// How mails greet them; may be empty.
    package let name: String
    /// Raising it revokes every link sent before.
    package let linkEpoch: Int

    /// How others see them: by name, else by address.
    package var shownName: String { name.isEmpty ? email.text : name }
}

package enum TechnicianStore {
    /// Nil where there is no such technician.
    package static func load(_ id: Technician.ID, on connection: any SQLConnection) throws -> Technician? {
        try connection.query("SELECT * FROM technicians WHERE id = $1", id).first.map(technician)
    }

    /// The technician of an identifier or an address; without a campaign, in the newest that knows them.
    package static func find(
        _ person: String, in campaign: CampaignID?, on connection: any SQLConnection
    ) throws -> Technician? {
        if let id = Technician.ID(person) { return try load(id, on: connection) }
        guard let email = EmailAddress(person) else { return nil }
        return try connection.query(findSQL, email, campaign).first.map(technician)
    }

    /// Revokes every link sent to a technician so far: what is done when a telephone is lost.
    package static func revokeLinks(of id: Technician.ID, on connection: any SQLConnection) throws {
        try connection.execute("UPDATE technicians SET link_epoch = link_epoch + 1 WHERE id = $1", id)
    }

    /// The technicians of a campaign by address.
    package static func list(of campaign: CampaignID, on connection: any SQLConnection) throws -> [Technician]
    {
        try connection.query("SELECT * FROM technicians WHERE campaign_id = $1 ORDER BY email", campaign)
            .map(technician)
    }

    /// The technicians of a campaign by address, with how many operations they have and how many of these are done.
    package static func loads(
        of campaign: CampaignID, on connection: any SQLConnection
    ) throws -> [(technician: Technician, operations: Int, done: Int)] {
        try connection.query(loadsSQL, campaign).map { row in
            (try technician(row), try row("operations"), try row("done"))
        }
    }

    /// The technician of an address, added where the campaign has none of it. A name that is given replaces the one
    /// before.
    package static func add(
        _ email: EmailAddress, name: String, to campaign: CampaignID, now: Instant,
        on connection: any SQLConnection
    ) throws -> Technician {
        try technician(connection.query(addSQL, Technician.ID(at: now), campaign, email, name)[0])
    }

    static func technician(_ row: SQLRow) throws -> Technician {
        Technician(
            id: try row("id"), campaign: try row("campaign_id"), email: try row("email"),
            name: try row("name"), linkEpoch: try row("link_epoch"))
    }

    private static let loadsSQL = """
        SELECT technicians.*,
            (SELECT count(*) FROM operations WHERE technician_id = technicians.id) AS operations,
            (SELECT count(*) FROM operations WHERE technician_id = technicians.id AND state = 'done') AS done
        FROM technicians WHERE campaign_id = $1 ORDER BY email
        """

    private static let findSQL = """
        SELECT technicians.* FROM technicians JOIN campaigns ON campaigns.id = technicians.campaign_id
        WHERE technicians.email = $1 AND (campaigns.id = $2 OR $2 IS NULL)
        ORDER BY campaigns.created_at DESC, campaigns.id DESC LIMIT 1
        """

    private static let addSQL = """
        INSERT INTO technicians (id, campaign_id, email, name, link_epoch) VALUES ($1, $2, $3, $4, 0)
        ON CONFLICT (campaign_id, email)
        DO UPDATE SET name = CASE WHEN excluded.name = '' THEN technicians.name ELSE excluded.name END
        RETURNING *
        """
}
