// The schema, step by step. Append only: a published step is never edited.

package enum Migrations {
    /// Every step, oldest first.
    package static let all = [
        Migration(name: "one campaign, whole", sql: oneCampaign),
        Migration(name: "the mail gateway, whole", sql: mailGateway),
        Migration(name: "waiting lists and wishes", sql: waiting),
        Migration(name: "delegates", sql: delegates),
        Migration(name: "field work", sql: fieldWork),
        Migration(name: "shared dashboards", sql: sharing),
    ]

    private static let oneCampaign = """
        CREATE TABLE campaigns (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            type TEXT NOT NULL,
            description TEXT NOT NULL,
            preparation TEXT NOT NULL,
            contact TEXT NOT NULL,
            starts_on TEXT NOT NULL,
            ends_on TEXT NOT NULL,
            time_zone TEXT NOT NULL,
            language TEXT NOT NULL CHECK (language IN ('fr', 'en')),
            mode TEXT NOT NULL CHECK (mode IN ('agent', 'manager', 'list', 'mixed')),
            state TEXT NOT NULL CHECK (state IN ('preparation', 'upcoming', 'inProgress', 'finished', 'archived')),
            lock_days BIGINT NOT NULL CHECK (lock_days >= 0),
            reminder_days BIGINT NOT NULL CHECK (reminder_days >= 0),
            duration_minutes BIGINT NOT NULL CHECK (duration_minutes > 0),
            concentration_percent BIGINT NOT NULL CHECK (concentration_percent BETWEEN 1 AND 100),
            revision BIGINT NOT NULL,
            created_at BIGINT NOT NULL,
            archived_from TEXT
        );
        CREATE TABLE fields (
            campaign_id TEXT NOT NULL REFERENCES campaigns (id),
            position BIGINT NOT NULL,
            name TEXT NOT NULL,
            PRIMARY KEY (campaign_id, name)
        );
        CREATE TABLE segments (
            id TEXT PRIMARY KEY,
            campaign_id TEXT NOT NULL REFERENCES campaigns (id),
            name TEXT NOT NULL,
            folded TEXT NOT NULL,
            colour TEXT NOT NULL,
            UNIQUE (campaign_id, folded)
        );
        CREATE TABLE managers (
            id TEXT PRIMARY KEY,
            campaign_id TEXT NOT NULL REFERENCES campaigns (id),
            email TEXT NOT NULL,
            link_epoch BIGINT NOT NULL,
            UNIQUE (campaign_id, email)
        );
        CREATE TABLE agents (
            id TEXT PRIMARY KEY,
            campaign_id TEXT NOT NULL REFERENCES campaigns (id),
            email TEXT NOT NULL,
            given_name TEXT NOT NULL,
            family_name TEXT NOT NULL,
            folded_name TEXT NOT NULL,
            service TEXT NOT NULL,
            manager_id TEXT REFERENCES managers (id),
            segment_id TEXT REFERENCES segments (id),
            language TEXT,
            link_epoch BIGINT NOT NULL,
            invited_at BIGINT,
            absent_note TEXT,
            absent_at BIGINT,
            soft_bounces BIGINT NOT NULL,
            soft_bounced_at BIGINT,
            bounced_at BIGINT,
            bounce_reason TEXT,
            UNIQUE (campaign_id, email)
        );
        CREATE INDEX agents_by_manager ON agents (manager_id);
        CREATE INDEX agents_by_email ON agents (email);
        CREATE TABLE operations (
            id TEXT PRIMARY KEY,
            campaign_id TEXT NOT NULL REFERENCES campaigns (id),
            agent_id TEXT NOT NULL REFERENCES agents (id),
            segment_id TEXT REFERENCES segments (id),
            reference TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN
                ('toPlan', 'planned', 'inProgress', 'done', 'postponed', 'toRemediate')),
            technician_id TEXT,
            fields JSONB NOT NULL, -- postgres
            fields TEXT NOT NULL, -- sqlite
            search TEXT NOT NULL,
            changed_at BIGINT NOT NULL
        );
        CREATE INDEX operations_by_agent ON operations (agent_id);
        CREATE INDEX operations_by_campaign ON operations (campaign_id, state);
        CREATE TABLE slots (
            id TEXT PRIMARY KEY,
            campaign_id TEXT NOT NULL REFERENCES campaigns (id),
            segment_id TEXT REFERENCES segments (id),
            starts_at BIGINT NOT NULL,
            ends_at BIGINT NOT NULL,
            place TEXT NOT NULL,
            capacity BIGINT NOT NULL CHECK (capacity > 0),
            taken BIGINT NOT NULL CHECK (taken >= 0),
            locked_at BIGINT,
            CHECK (taken <= capacity),
            CHECK (starts_at < ends_at)
        );
        CREATE INDEX slots_by_time ON slots (campaign_id, starts_at);
        CREATE UNIQUE INDEX one_slot_a_time ON slots (campaign_id, starts_at, ends_at, place, COALESCE(segment_id, ''));
        CREATE TABLE bookings (
            id TEXT PRIMARY KEY,
            campaign_id TEXT NOT NULL REFERENCES campaigns (id),
            agent_id TEXT NOT NULL REFERENCES agents (id),
            slot_id TEXT NOT NULL REFERENCES slots (id),
            state TEXT NOT NULL CHECK (state IN ('placed', 'confirmed', 'done', 'cancelled')),
            answer TEXT NOT NULL CHECK (answer IN ('needsAction', 'accepted', 'tentative', 'declined')),
            uid TEXT NOT NULL UNIQUE,
            sequence BIGINT NOT NULL,
            answer_sequence BIGINT,
            answer_stamp BIGINT,
            placed_by TEXT NOT NULL CHECK (placed_by IN ('agent', 'manager', 'delegate', 'coordinator', 'system')),
            placed_by_id TEXT,
            placed_way TEXT NOT NULL CHECK (placed_way IN ('web', 'mail', 'console', 'scheduler')),
            created_at BIGINT NOT NULL,
            placed_at BIGINT NOT NULL,
            changed_at BIGINT NOT NULL
        );
        CREATE UNIQUE INDEX one_active_booking ON bookings (agent_id, campaign_id) WHERE state <> 'cancelled';
        CREATE INDEX bookings_by_campaign ON bookings (campaign_id);
        CREATE INDEX bookings_by_slot ON bookings (slot_id);
        CREATE TABLE outbox (
            id TEXT PRIMARY KEY,
            campaign_id TEXT NOT NULL REFERENCES campaigns (id),
            agent_id TEXT REFERENCES agents (id),
            manager_id TEXT REFERENCES managers (id),
            purpose TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            priority BIGINT NOT NULL,
            recipient TEXT NOT NULL,
            snapshot JSONB NOT NULL, -- postgres
            snapshot TEXT NOT NULL, -- sqlite
            reply_handle TEXT NOT NULL UNIQUE,
            message_id TEXT NOT NULL UNIQUE,
            state TEXT NOT NULL CHECK (state IN ('pending', 'leased', 'sent', 'failed', 'cancelled')),
            attempts BIGINT NOT NULL,
            due_at BIGINT NOT NULL,
            lease_until BIGINT,
            created_at BIGINT NOT NULL,
            finished_at BIGINT,
            error TEXT
        );
        CREATE INDEX outbox_due ON outbox (priority, due_at) WHERE state IN ('pending', 'leased');
        CREATE INDEX outbox_by_agent ON outbox (agent_id);
        CREATE TABLE inbox (
            id TEXT PRIMARY KEY,
            digest TEXT NOT NULL UNIQUE,
            raw BYTEA NOT NULL, -- postgres
            raw BLOB NOT NULL, -- sqlite
            source TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('new', 'done', 'quarantined')),
            attempts BIGINT NOT NULL,
            received_at BIGINT NOT NULL,
            lease_until BIGINT,
            finished_at BIGINT,
            outcome TEXT,
            reason TEXT,
            booking_id TEXT REFERENCES bookings (id),
            agent_id TEXT REFERENCES agents (id),
            message_id TEXT
        );
        CREATE INDEX inbox_new ON inbox (received_at) WHERE state = 'new';
        CREATE TABLE automatic_answers (
            recipient TEXT NOT NULL,
            kind TEXT NOT NULL,
            sent_at BIGINT NOT NULL
        );
        CREATE INDEX automatic_answers_by_recipient ON automatic_answers (recipient, sent_at);
        CREATE TABLE journal (
            id TEXT PRIMARY KEY,
            at BIGINT NOT NULL,
            campaign_id TEXT,
            actor TEXT NOT NULL,
            actor_id TEXT,
            way TEXT NOT NULL,
            action TEXT NOT NULL,
            subject TEXT NOT NULL,
            before TEXT,
            after TEXT,
            position BIGINT UNIQUE,
            chain TEXT
        );
        CREATE INDEX journal_unsealed ON journal (id) WHERE position IS NULL;
        CREATE INDEX journal_by_campaign ON journal (campaign_id, at);
        CREATE TABLE leases (
            name TEXT PRIMARY KEY,
            holder TEXT NOT NULL,
            until BIGINT NOT NULL
        );
        """

    private static let mailGateway = """
        ALTER TABLE campaigns ADD COLUMN answer_by TEXT NOT NULL DEFAULT '';
        UPDATE campaigns SET answer_by = starts_on;
        ALTER TABLE campaigns ADD COLUMN answer_reminder_days BIGINT NOT NULL DEFAULT 7;
        ALTER TABLE campaigns ADD COLUMN proposal_days BIGINT NOT NULL DEFAULT 3;
        ALTER TABLE campaigns ADD COLUMN silence TEXT NOT NULL DEFAULT 'keep' CHECK (silence IN ('keep', 'free'));
        ALTER TABLE campaigns ADD COLUMN coordinator_email TEXT;
        ALTER TABLE campaigns ADD COLUMN launched_at BIGINT;
        UPDATE campaigns SET launched_at = (
            SELECT min(created_at) FROM outbox
            WHERE outbox.campaign_id = campaigns.id AND kind IN ('invitation', 'team-invitation'));
        ALTER TABLE agents ADD COLUMN absent_until TEXT;
        ALTER TABLE bookings ADD COLUMN answer_by BIGINT;
        CREATE INDEX bookings_proposed ON bookings (answer_by) WHERE state = 'placed' AND answer_by IS NOT NULL;
        CREATE TABLE technicians (
            id TEXT PRIMARY KEY,
            campaign_id TEXT NOT NULL REFERENCES campaigns (id),
            email TEXT NOT NULL,
            name TEXT NOT NULL,
            link_epoch BIGINT NOT NULL,
            UNIQUE (campaign_id, email)
        );
        CREATE INDEX operations_by_technician ON operations (technician_id) WHERE technician_id IS NOT NULL;
        ALTER TABLE outbox ADD COLUMN technician_id TEXT REFERENCES technicians (id);
        ALTER TABLE inbox ADD COLUMN sender TEXT;
        ALTER TABLE inbox ADD COLUMN answers TEXT REFERENCES outbox (id);
        CREATE INDEX inbox_by_answered ON inbox (answers) WHERE answers IS NOT NULL;
        CREATE INDEX inbox_by_agent ON inbox (agent_id) WHERE agent_id IS NOT NULL;
        ALTER TABLE inbox ADD COLUMN released_at BIGINT;
        ALTER TABLE automatic_answers ADD COLUMN campaign_id TEXT;
        CREATE INDEX automatic_answers_by_campaign ON automatic_answers (campaign_id, sent_at);
        CREATE INDEX inbox_by_message ON inbox (message_id);
        CREATE INDEX inbox_by_sender ON inbox (sender);
        CREATE INDEX outbox_by_recipient ON outbox (recipient);
        CREATE INDEX outbox_by_manager ON outbox (manager_id) WHERE manager_id IS NOT NULL;
        CREATE INDEX outbox_bounce_reports ON outbox (campaign_id, created_at) WHERE kind = 'bounces';
        CREATE TABLE mail_settings (
            campaign_id TEXT NOT NULL REFERENCES campaigns (id),
            kind TEXT NOT NULL,
            off_at BIGINT,
            delay_minutes BIGINT NOT NULL CHECK (delay_minutes >= 0),
            PRIMARY KEY (campaign_id, kind)
        );
        CREATE TABLE mail_wordings (
            campaign_id TEXT NOT NULL REFERENCES campaigns (id),
            kind TEXT NOT NULL,
            language TEXT NOT NULL CHECK (language IN ('fr', 'en')),
            part TEXT NOT NULL CHECK (part IN ('subject', 'text', 'html')),
            body TEXT,
            revision BIGINT NOT NULL,
            PRIMARY KEY (campaign_id, kind, language, part)
        );
        ALTER TABLE outbox ADD COLUMN domain TEXT GENERATED ALWAYS AS (split_part(recipient, '@', 2)) STORED; -- postgres
        ALTER TABLE outbox ADD COLUMN domain TEXT AS (substr(recipient, instr(recipient, '@') + 1)) VIRTUAL; -- sqlite
        DROP INDEX outbox_due;
        CREATE INDEX outbox_due ON outbox (priority, due_at, id) WHERE state IN ('pending', 'leased');
        CREATE INDEX outbox_cancelled_in_hand ON outbox (lease_until)
            WHERE state = 'cancelled' AND lease_until IS NOT NULL;
        CREATE TABLE throttles (
            name TEXT PRIMARY KEY,
            free_at BIGINT NOT NULL
        );
        """
}
