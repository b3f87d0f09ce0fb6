// Field work: checklists (RG-030–033), documents (RG-050–052), and what technicians do and note.

extension Migrations {
    static let fieldWork = fieldWorkTables + technicianPlaces

    private static let fieldWorkTables = """
        CREATE TABLE checklists (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            folded TEXT NOT NULL UNIQUE,
            created_at BIGINT NOT NULL
        );
        CREATE TABLE checklist_versions (
            id TEXT PRIMARY KEY,
            checklist_id TEXT NOT NULL REFERENCES checklists (id),
            version BIGINT NOT NULL,
            body JSONB NOT NULL, -- postgres
            body TEXT NOT NULL, -- sqlite
            created_at BIGINT NOT NULL,
            UNIQUE (checklist_id, version)
        );
        ALTER TABLE campaigns ADD COLUMN checklist_id TEXT REFERENCES checklists (id);
        ALTER TABLE operations ADD COLUMN checklist_version_id TEXT REFERENCES checklist_versions (id);
        ALTER TABLE operations ADD COLUMN field_revision BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE operations ADD COLUMN started_at BIGINT;
        ALTER TABLE operations ADD COLUMN worked_ms BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE operations ADD COLUMN spent_minutes BIGINT;
        ALTER TABLE operations ADD COLUMN trouble TEXT CHECK (trouble IN ('postponed', 'missed', 'problem'));
        ALTER TABLE operations ADD COLUMN trouble_words TEXT;
        ALTER TABLE operations ADD COLUMN trouble_at BIGINT;
        ALTER TABLE operations ADD COLUMN trouble_slot_id TEXT REFERENCES slots (id);
        CREATE INDEX operations_by_checklist ON operations (checklist_version_id)
            WHERE checklist_version_id IS NOT NULL;
        CREATE INDEX operations_by_trouble_slot ON operations (trouble_slot_id) WHERE trouble_slot_id IS NOT NULL;
        CREATE TABLE ticks (
            operation_id TEXT NOT NULL REFERENCES operations (id),
            step TEXT NOT NULL,
            technician_id TEXT REFERENCES technicians (id),
            ticked_at BIGINT NOT NULL,
            unticked_at BIGINT,
            PRIMARY KEY (operation_id, step)
        );
        CREATE TABLE field_entries (
            id TEXT PRIMARY KEY,
            operation_id TEXT NOT NULL REFERENCES operations (id),
            technician_id TEXT NOT NULL REFERENCES technicians (id),
            act TEXT NOT NULL,
            words TEXT NOT NULL,
            outcome TEXT NOT NULL,
            done_at BIGINT,
            decided_at BIGINT NOT NULL
        );
        CREATE INDEX field_entries_by_operation ON field_entries (operation_id, done_at);
        CREATE TABLE attendance (
            campaign_id TEXT NOT NULL REFERENCES campaigns (id),
            operation_id TEXT NOT NULL REFERENCES operations (id),
            booking_id TEXT NOT NULL REFERENCES bookings (id),
            slot_id TEXT NOT NULL REFERENCES slots (id),
            agent_id TEXT NOT NULL REFERENCES agents (id),
            outcome TEXT NOT NULL CHECK (outcome IN ('present', 'missed')),
            noted_at BIGINT NOT NULL,
            PRIMARY KEY (operation_id, booking_id, slot_id)
        );
        CREATE INDEX attendance_by_campaign ON attendance (campaign_id, outcome);
        CREATE TABLE photos (
            id TEXT PRIMARY KEY,
            operation_id TEXT NOT NULL REFERENCES operations (id),
            technician_id TEXT NOT NULL REFERENCES technicians (id),
            kind TEXT NOT NULL CHECK (kind IN ('jpeg', 'png')),
            size BIGINT NOT NULL,
            taken_at BIGINT NOT NULL,
            body BYTEA NOT NULL -- postgres
            body BLOB NOT NULL -- sqlite
        );
        CREATE INDEX photos_by_operation ON photos (operation_id);
        CREATE TABLE documents (
            id TEXT PRIMARY KEY,
            campaign_id TEXT NOT NULL REFERENCES campaigns (id),
            name TEXT NOT NULL,
            folded TEXT NOT NULL,
            kind TEXT NOT NULL,
            size BIGINT NOT NULL,
            views BIGINT NOT NULL,
            downloads BIGINT NOT NULL,
            added_at BIGINT NOT NULL,
            body BYTEA NOT NULL, -- postgres
            body BLOB NOT NULL, -- sqlite
            UNIQUE (campaign_id, folded)
        );
        CREATE TABLE document_opinions (
            document_id TEXT NOT NULL REFERENCES documents (id),
            technician_id TEXT NOT NULL REFERENCES technicians (id),
            useful BIGINT NOT NULL CHECK (useful IN (0, 1)),
            said_at BIGINT NOT NULL,
            PRIMARY KEY (document_id, technician_id)
        );

        """

    /// Technicians place agents too, where they postpone a visit to another slot (RG-125). SQLite cannot alter a `CHECK`:
    /// its documentation has the table's text edited in the schema, which is sound since no row can break the wider rule.
    /// `RESET` makes this connection read the schema again; others do at the step's next `CREATE`.
    private static let technicianPlaces = """
        ALTER TABLE bookings DROP CONSTRAINT bookings_placed_by_check; -- postgres
        ALTER TABLE bookings ADD CONSTRAINT bookings_placed_by_check CHECK (placed_by IN ('agent', 'manager', 'delegate', 'coordinator', 'technician', 'system')); -- postgres
        PRAGMA writable_schema = ON; -- sqlite
        UPDATE sqlite_schema SET sql = replace(sql, '''coordinator'', ''system''', '''coordinator'', ''technician'', ''system''') WHERE type = 'table' AND name = 'bookings'; -- sqlite
        PRAGMA writable_schema = RESET; -- sqlite
        CREATE INDEX document_opinions_by_technician ON document_opinions (technician_id);
        """
}
