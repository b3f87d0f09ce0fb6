// Links to the shared dashboard (RG-041), and what its figures are counted from.

extension Migrations {
    /// The figures are counted anew after each change, so the counting must be cheap: the two indexes by campaign hold
    /// whatever is counted, and the tables themselves are not read.
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
        CREATE INDEX shares_by_campaign ON shares (campaign_id);
        DROP INDEX operations_by_campaign;
        CREATE INDEX operations_by_campaign ON operations (campaign_id, state, segment_id, technician_id);
        CREATE INDEX operations_done ON operations (campaign_id, changed_at) WHERE state = 'done';
        ALTER TABLE bookings ADD COLUMN answered_by TEXT
            CHECK (answered_by IN ('link', 'calendar', 'reply', 'manager'));
        UPDATE bookings SET answered_by = CASE
            WHEN answer_stamp IS NOT NULL AND answer IN ('accepted', 'tentative') THEN 'calendar'
            WHEN placed_by = 'agent' AND placed_way = 'web' THEN 'link'
            WHEN placed_by = 'agent' AND placed_way = 'mail' THEN 'reply'
            WHEN placed_by IN ('manager', 'delegate') THEN 'manager' END;
        DROP INDEX bookings_by_campaign;
        CREATE INDEX bookings_by_campaign ON bookings (campaign_id, state, answered_by);
        """
}
