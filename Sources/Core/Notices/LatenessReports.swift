// Telling the coordinator how many have not answered although the deadline is over.

enum LatenessReports {
    /// Names told; how many there are in all is told beside.
    static let names = 30

    /// Leaves the report, on the morning after the deadline and every week while somebody has not answered. True where it
    /// was left now.
    static func leave(for campaign: Campaign, now: Instant, on connection: any SQLConnection) throws -> Bool {
        guard campaign.coordinator != nil, let day = Mornings(campaign).lastLateness(at: now),
            day <= campaign.endsOn,
            try MailSettings.isOn(.lateness, in: campaign.id, on: connection),
            try !Outbox.holds("lateness:\(campaign.id):\(day)", on: connection),
            let report = try report(on: campaign, on: connection), report.unansweredTotal > 0
        else { return false }
        return try Correspondence(campaign, on: connection).tellCoordinator(
            .lateness(report), purpose: "lateness:\(campaign.id):\(day)", now: now)
    }

    /// How answers stand; nil where the campaign has nobody.
    static func report(on campaign: Campaign, on connection: any SQLConnection) throws -> LatenessReport? {
        let counts = try connection.query(counting, campaign.id)[0]
        let (total, booked) = (try counts("total", as: Int.self), try counts("booked", as: Int.self))
        guard total > 0 else { return nil }
        let unanswered = try connection.query(late, campaign.id, names).map { try AgentStore.agent($0).name }
        return LatenessReport(
            answerBy: campaign.answerBy, total: total, booked: booked, unanswered: unanswered,
            unansweredTotal: total - booked)
    }

    private static let counting = """
        SELECT count(*) AS total, count(bookings.id) AS booked
        FROM agents LEFT JOIN bookings ON bookings.agent_id = agents.id AND bookings.state <> 'cancelled'
        WHERE agents.campaign_id = $1
        """

    private static let late = """
        SELECT * FROM agents
        WHERE campaign_id = $1 AND NOT EXISTS (
            SELECT 1 FROM bookings WHERE bookings.agent_id = agents.id AND bookings.state <> 'cancelled')
        ORDER BY folded_name, id LIMIT $2
        """
}
