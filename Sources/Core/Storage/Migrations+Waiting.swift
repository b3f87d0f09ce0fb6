// Waiting lists (RG-303) and wishes (RG-304).

extension Migrations {
    /// A wait that bears a slot holds one of its places, counted in `slots.taken` like a booking's. A closed one is
    /// history, and says how it ended.
    static let waiting = """
        CREATE TABLE waits (
            id TEXT PRIMARY KEY,
            campaign_id TEXT NOT NULL REFERENCES campaigns (id),
            agent_id TEXT NOT NULL REFERENCES agents (id),
            day TEXT NOT NULL,
            asked_at BIGINT NOT NULL,
            slot_id TEXT REFERENCES slots (id),
            held_until BIGINT,
            closed_at BIGINT,
            outcome TEXT CHECK (outcome IN ('taken', 'declined', 'lapsed', 'withdrawn', 'overtaken', 'past')),
            CHECK ((slot_id IS NULL) = (held_until IS NULL)),
            CHECK ((closed_at IS NULL) = (outcome IS NULL))
        );
        CREATE UNIQUE INDEX one_wait_a_day ON waits (agent_id, day) WHERE closed_at IS NULL;
        CREATE INDEX waits_in_turn ON waits (campaign_id, day, asked_at, id) WHERE closed_at IS NULL;
        CREATE TABLE wishes (
            agent_id TEXT NOT NULL REFERENCES agents (id),
            position BIGINT NOT NULL CHECK (position BETWEEN 1 AND 3),
            words TEXT NOT NULL,
            made_at BIGINT NOT NULL,
            PRIMARY KEY (agent_id, position)
        );
        """
}
