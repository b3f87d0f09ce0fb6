// Delegates, who place the agents of services entrusted to them (RG-114), and what was done on a team's page, to be
// undone.

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
        ALTER TABLE agents ADD COLUMN folded_service TEXT;
        CREATE INDEX agents_by_service ON agents (campaign_id, folded_service);
        CREATE TABLE team_acts (
            id TEXT PRIMARY KEY,
            campaign_id TEXT NOT NULL REFERENCES campaigns (id),
            lead_id TEXT NOT NULL,
            done_at BIGINT NOT NULL,
            undone_at BIGINT
        );
        CREATE INDEX team_acts_by_lead ON team_acts (lead_id, done_at);
        CREATE TABLE team_act_steps (
            act_id TEXT NOT NULL REFERENCES team_acts (id),
            position BIGINT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('placed', 'moved', 'cancelled')),
            agent_id TEXT NOT NULL REFERENCES agents (id),
            booking_id TEXT NOT NULL REFERENCES bookings (id),
            sequence BIGINT NOT NULL,
            from_slot_id TEXT REFERENCES slots (id),
            PRIMARY KEY (act_id, position)
        );
        """
}
