// Links to the shared dashboard (RG-041).

extension Migrations {
    static let sharing = """
        CREATE TABLE shares (
            id TEXT PRIMARY KEY,
            campaign_id TEXT NOT NULL REFERENCES campaigns (id),
            label TEXT NOT NULL,
            link_epoch BIGINT NOT NULL,
            expires_at BIGINT NOT NULL,
            created_at BIGINT NOT NULL,
            revoked_at BIGINT
        );
        """
}
