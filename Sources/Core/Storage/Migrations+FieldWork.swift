// Field work: checklists (RG-030–033), documents (RG-050–052), and what technicians do and note.

extension Migrations {
    static let fieldWork = """
        CREATE TABLE checklists (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
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
        CREATE TABLE ticks (
            operation_id TEXT NOT NULL REFERENCES operations (id),
            step TEXT NOT NULL,
            technician_id TEXT REFERENCES technicians (id),
            ticked_at BIGINT NOT NULL,
            PRIMARY KEY (operation_id, step)
        );
        """
}
