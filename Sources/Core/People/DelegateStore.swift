// Delegates and their services in the database (RG-114).
//
// Services are compared folded, so that "Comptabilité" and "COMPTABILITE" are one. The importer folds each agent's; those
// who were imported before there were delegates are folded when the first is named.

package enum DelegateStore {
    /// Nil where there is no such delegate.
    package static func load(_ id: Delegate.ID, on connection: any SQLConnection) throws -> Delegate? {
        try connection.query("SELECT * FROM delegates WHERE id = $1", id).first.map(delegate)
    }

    /// The delegate of an identifier or an address; without a campaign, in the newest that knows them.
    package static func find(
        _ person: String, in campaign: CampaignID?, on connection: any SQLConnection
    ) throws -> Delegate? {
        if let id = Delegate.ID(person) { return try load(id, on: connection) }
        guard let email = EmailAddress(person) else { return nil }
        return try connection.query(findSQL, email, campaign).first.map(delegate)
    }

    /// The delegates of a campaign by address.
    package static func list(of campaign: CampaignID, on connection: any SQLConnection) throws -> [Delegate] {
        try connection.query("SELECT * FROM delegates WHERE campaign_id = $1 ORDER BY email", campaign)
            .map(delegate)
    }

    /// The services entrusted to a delegate, as they were written, by name.
    package static func services(of id: Delegate.ID, on connection: any SQLConnection) throws -> [String] {
        try connection.query(
            "SELECT service FROM delegate_services WHERE delegate_id = $1 ORDER BY folded", id
        ).map { try $0("service") }
    }

    /// The delegates to whom an agent's service is entrusted.
    static func entrusted(with agent: AgentID, on connection: any SQLConnection) throws -> Set<Delegate.ID> {
        Set(try connection.query(entrustedSQL, agent).map { try $0("id") })
    }

    /// The delegate of an address, added where the campaign has none of it. A name that is given replaces the one
    /// before.
    static func add(
        _ email: EmailAddress, name: String, to campaign: CampaignID, now: Instant,
        on connection: any SQLConnection
    ) throws -> Delegate {
        try delegate(connection.query(addSQL, Delegate.ID(at: now), campaign, email, name)[0])
    }

    /// Entrusts a service to a delegate; once is as good as twice.
    static func entrust(
        _ service: String, to id: Delegate.ID, on connection: any SQLConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO delegate_services (delegate_id, folded, service) VALUES ($1, $2, $3)
            ON CONFLICT (delegate_id, folded) DO NOTHING
            """, id, service.folded, service)
    }

    /// Takes every service from a delegate, or one; false where there was none to take.
    static func relieve(
        _ id: Delegate.ID, of service: String? = nil, on connection: any SQLConnection
    ) throws -> Bool {
        try connection.execute(
            "DELETE FROM delegate_services WHERE delegate_id = $1 AND (folded = $2 OR $2 IS NULL)", id,
            service?.folded) > 0
    }

    /// Revokes every link sent to a delegate so far.
    package static func revokeLinks(of id: Delegate.ID, on connection: any SQLConnection) throws {
        try connection.execute("UPDATE delegates SET link_epoch = link_epoch + 1 WHERE id = $1", id)
    }

    /// The services of a campaign's agents, as they are written, the folding of each kept where it was not yet.
    static func foldServices(of campaign: CampaignID, on connection: any SQLConnection) throws -> [String] {
        let services: [String] = try connection.query(
            "SELECT DISTINCT service FROM agents WHERE campaign_id = $1 AND folded_service IS NULL", campaign
        ).map { try $0("service") }
        for service in services {
            try connection.execute(
                """
                UPDATE agents SET folded_service = $3
                WHERE campaign_id = $1 AND service = $2 AND folded_service IS NULL
                """, campaign, service, service.folded)
        }
        return try connection.query(
            "SELECT DISTINCT service FROM agents WHERE campaign_id = $1 AND service <> '' ORDER BY service",
            campaign
        ).map { try $0("service") }
    }

    private static func delegate(_ row: SQLRow) throws -> Delegate {
        Delegate(
            id: try row("id"), campaign: try row("campaign_id"), email: try row("email"),
            name: try row("name"), linkEpoch: try row("link_epoch"))
    }

    private static let findSQL = """
        SELECT delegates.* FROM delegates JOIN campaigns ON campaigns.id = delegates.campaign_id
        WHERE delegates.email = $1 AND (campaigns.id = $2 OR $2 IS NULL)
        ORDER BY campaigns.created_at DESC, campaigns.id DESC LIMIT 1
        """

    private static let addSQL = """
        INSERT INTO delegates (id, campaign_id, email, name, link_epoch) VALUES ($1, $2, $3, $4, 0)
        ON CONFLICT (campaign_id, email)
        DO UPDATE SET name = CASE WHEN excluded.name = '' THEN delegates.name ELSE excluded.name END
        RETURNING *
        """

    private static let entrustedSQL = """
        SELECT delegates.id FROM agents
        JOIN delegates ON delegates.campaign_id = agents.campaign_id
        JOIN delegate_services ON delegate_services.delegate_id = delegates.id
            AND delegate_services.folded = agents.folded_service
        WHERE agents.id = $1
        """
}
