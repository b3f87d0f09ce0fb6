// Shared links in the database.

enum ShareStore {
    static func insert(_ share: Share, on connection: any SQLConnection) throws {
        try connection.execute(
            """
            INSERT INTO shares (id, campaign_id, label, link_epoch, expires_at, created_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """, share.id, share.campaign, share.label, share.linkEpoch, share.expires, share.created)
    }

    static func load(_ id: Share.ID, on connection: any SQLConnection) throws -> Share? {
        try connection.query("SELECT * FROM shares WHERE id = $1", id).first.map(share)
    }

    static func list(of campaign: Campaign.ID, on connection: any SQLConnection) throws -> [Share] {
        try connection.query("SELECT * FROM shares WHERE campaign_id = $1 ORDER BY id DESC", campaign)
            .map(share)
    }

    /// The epoch rises too, so that a link stays ended even where a row were to be brought back.
    static func revoke(
        _ campaign: Campaign.ID, only share: Share.ID?, now: Instant, on connection: any SQLConnection
    ) throws -> Int {
        try connection.execute(
            """
            UPDATE shares SET revoked_at = $3, link_epoch = link_epoch + 1
            WHERE campaign_id = $1 AND (id = $2 OR $2 IS NULL) AND revoked_at IS NULL
            """, campaign, share, now)
    }

    private static func share(_ row: SQLRow) throws -> Share {
        Share(
            id: try row("id"), campaign: try row("campaign_id"), label: try row("label"),
            linkEpoch: try row("link_epoch"), expires: try row("expires_at"),
            created: try row("created_at"), revoked: try row.optional("revoked_at"))
    }
}
