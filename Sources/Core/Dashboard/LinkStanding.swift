// Whether the link of an open page still opens it.

/// What the bearer of a link may watch, and under which epoch.
package struct LinkStanding: Sendable, Hashable {
    package let campaign: Campaign.ID
    package let epoch: Int

    /// Nil where the link is of nobody, or of a share that has ended (RG-041).
    package static func load(
        _ link: SignedLink, now: Instant, on connection: any SQLConnection
    ) throws -> LinkStanding? {
        switch link.purpose {
        case .share:
            guard let id = Share.ID(link.subject), let share = try ShareStore.load(id, on: connection),
                share.stands(at: now)
            else { return nil }
            return LinkStanding(campaign: share.campaign, epoch: share.linkEpoch)
        case .team: return try find(teamSQL, link.subject, on: connection)
        case .field: return try find(fieldSQL, link.subject, on: connection)
        // An agent's page is read once, and a calendar by programs.
        case .agent, .calendar: return nil
        }
    }

    private static func find(
        _ sql: String, _ subject: String, on connection: any SQLConnection
    ) throws -> LinkStanding? {
        try connection.query(sql, subject).first.map {
            LinkStanding(campaign: try $0("campaign_id"), epoch: try $0("link_epoch"))
        }
    }

    /// A team's page is a manager's, or a delegate's (RG-114).
    private static let teamSQL = """
        SELECT campaign_id, link_epoch FROM managers WHERE id = $1
        UNION ALL SELECT campaign_id, link_epoch FROM delegates WHERE id = $1
        """

    private static let fieldSQL = "SELECT campaign_id, link_epoch FROM technicians WHERE id = $1"
}
