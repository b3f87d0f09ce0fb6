// Those who carry operations out in the field.

/// A technician of a campaign: one e-mail address within it, told each morning whom to visit.
package struct Technician: Sendable, Hashable {
    package typealias ID = TechnicianID

    package let id: ID
    package let campaign: CampaignID
    package let email: EmailAddress
    /// How mails greet them; may be empty.
    package let name: String
    package let linkEpoch: Int
}

package enum TechnicianStore {
    /// The technicians of a campaign by address.
    package static func list(of campaign: CampaignID, on connection: any SQLConnection) throws -> [Technician]
    {
        try connection.query("SELECT * FROM technicians WHERE campaign_id = $1 ORDER BY email", campaign)
            .map(technician)
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

    private static let addSQL = """
        INSERT INTO technicians (id, campaign_id, email, name, link_epoch) VALUES ($1, $2, $3, $4, 0)
        ON CONFLICT (campaign_id, email)
        DO UPDATE SET name = CASE WHEN excluded.name = '' THEN technicians.name ELSE excluded.name END
        RETURNING *
        """
}
