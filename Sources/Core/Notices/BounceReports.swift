// Telling the coordinator which addresses fail, so that somebody corrects them.

enum BounceReports {
    /// Addresses told: more than that is a fault of the file, not of addresses.
    static let most = 1000

    /// Leaves the report, at nine o'clock, where addresses have failed since the one before. True where it was left now.
    static func leave(for campaign: Campaign, now: Instant, on connection: any SQLConnection) throws -> Bool {
        guard campaign.coordinator != nil,
            try MailSettings.isOn(.bounces, in: campaign.id, on: connection)
        else { return false }
        let day = Mornings(campaign).last(at: now)
        guard
            try !connection.query(news, campaign.id, Mornings(campaign).nine(on: day)).isEmpty
        else { return false }
        return try Correspondence(campaign, on: connection).tellCoordinator(
            .bounces(try report(on: campaign, on: connection)), purpose: "bounces:\(campaign.id):\(day)",
            now: now)
    }

    /// Every address that fails, the latest first: those not told before stand before the others.
    static func report(on campaign: Campaign, on connection: any SQLConnection) throws -> BounceReport {
        BounceReport(
            addresses: try connection.query(failing, campaign.id, most).map { row in
                let agent = try AgentStore.agent(row)
                return BounceReport.Failing(
                    name: agent.name, email: agent.email, reason: try row.optional("bounce_reason") ?? "")
            })
    }

    private static let news = """
        SELECT 1 FROM agents
        WHERE campaign_id = $1 AND bounced_at < $2 AND bounced_at > COALESCE(
            (SELECT max(created_at) FROM outbox WHERE campaign_id = $1 AND kind = 'bounces'), 0)
        LIMIT 1
        """

    private static let failing = """
        SELECT * FROM agents WHERE campaign_id = $1 AND bounced_at IS NOT NULL
        ORDER BY bounced_at DESC, folded_name, id LIMIT $2
        """
}
