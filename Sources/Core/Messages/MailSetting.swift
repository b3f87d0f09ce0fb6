// What a campaign has decided about a kind of mail: whether it is sent at all, and how long it waits.

/// One kind of mail in one campaign.
package struct MailSetting: Sendable, Hashable {
    package let kind: Message.Kind
    /// Whether messages of this kind are left in the outbox.
    package let isOn: Bool
    /// Minutes between the event and the moment at which its message may leave, 0…1440.
    package let delay: Int

    /// A day: what is told later than that is no longer news.
    package static let longestDelay = 1440
}

/// Settings in the database. What was never decided is on, at once.
package enum MailSettings {
    /// Every kind, in the order of the enumeration.
    package static func list(
        of campaign: CampaignID, on connection: any SQLConnection
    ) throws -> [MailSetting] {
        let rows = try connection.query(
            "SELECT kind, off_at, delay_minutes FROM mail_settings WHERE campaign_id = $1", campaign)
        let decided = try rows.map { row in
            MailSetting(
                kind: try row("kind"), isOn: row["off_at"] == .null, delay: try row("delay_minutes"))
        }
        return Message.Kind.allCases.map { kind in
            decided.first { $0.kind == kind } ?? MailSetting(kind: kind, isOn: true, delay: 0)
        }
    }

    package static func isOn(
        _ kind: Message.Kind, in campaign: CampaignID, on connection: any SQLConnection
    ) throws -> Bool {
        try connection.query(
            """
            SELECT 1 FROM mail_settings WHERE campaign_id = $1 AND kind = $2 AND off_at IS NOT NULL
            """, campaign, kind
        ).isEmpty
    }

    package static func set(
        _ setting: MailSetting, in campaign: CampaignID, now: Instant, on connection: any SQLConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO mail_settings (campaign_id, kind, off_at, delay_minutes) VALUES ($1, $2, $3, $4)
            ON CONFLICT (campaign_id, kind) DO UPDATE SET off_at = excluded.off_at, delay_minutes = excluded.delay_minutes
            """, campaign, setting.kind, setting.isOn ? nil : now, setting.delay)
    }
}
