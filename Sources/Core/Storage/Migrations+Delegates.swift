// Delegates, who place the agents of services entrusted to them (RG-114).

extension Migrations {
    static let delegates = """
        CREATE TABLE delegates (
            id TEXT PRIMARY KEY,
            campaign_id TEXT NOT NULL REFERENCES campaigns (id),
            email TEXT NOT NULL,
            name TEXT NOT NULL,
            link_epoch BIGINT NOT NULL,
            UNIQUE (campaign_id, email)
        );
        CREATE TABLE delegate_services (
            delegate_id TEXT NOT NULL REFERENCES delegates (id),
            folded TEXT NOT NULL,
            service TEXT NOT NULL,
            PRIMARY KEY (delegate_id, folded)
        );
        """
}
