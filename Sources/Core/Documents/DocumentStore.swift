// Documents in the database, their bytes included: every process that serves pages reads them there.

enum DocumentStore {
    /// Saves a document; false where the campaign has one of its name.
    static func insert(
        _ document: Document, _ bytes: [UInt8], on connection: any SQLConnection
    ) throws -> Bool {
        try !connection.query(
            insertSQL, document.id, document.campaign, document.name, document.name.folded, document.kind,
            document.size, document.addedAt, bytes
        ).isEmpty
    }

    /// The documents of a campaign by name, with what a technician said of each.
    static func list(
        of campaign: Campaign.ID, for technician: Technician.ID? = nil, on connection: any SQLConnection
    ) throws -> [DocumentView] {
        try connection.query(viewsSQL, technician, campaign, nil).map(view)
    }

    static func view(
        _ id: Document.ID, in campaign: Campaign.ID, for technician: Technician.ID? = nil,
        on connection: any SQLConnection
    ) throws -> DocumentView? {
        try connection.query(viewsSQL, technician, campaign, id).first.map(view)
    }

    static func bytes(_ id: Document.ID, on connection: any SQLConnection) throws -> [UInt8]? {
        try connection.query("SELECT body FROM documents WHERE id = $1", id).first.map { try $0("body") }
    }

    /// RG-052.
    static func count(
        _ use: DocumentUse, of id: Document.ID, in campaign: Campaign.ID, on connection: any SQLConnection
    ) throws {
        switch use {
        case .view:
            try connection.execute(
                "UPDATE documents SET views = views + 1 WHERE id = $1 AND campaign_id = $2", id, campaign)
        case .download:
            try connection.execute(
                "UPDATE documents SET downloads = downloads + 1 WHERE id = $1 AND campaign_id = $2", id,
                campaign)
        case .keep: break
        }
    }

    /// One opinion a technician and document: the last one (RG-052).
    static func rate(
        _ id: Document.ID, useful: Bool, by technician: Technician.ID, now: Instant,
        on connection: any SQLConnection
    ) throws {
        try connection.execute(rateSQL, id, technician, useful ? 1 : 0, now)
    }

    static func remove(_ id: Document.ID, on connection: any SQLConnection) throws {
        try connection.execute("DELETE FROM document_opinions WHERE document_id = $1", id)
        try connection.execute("DELETE FROM documents WHERE id = $1", id)
    }

    private static func view(_ row: SQLRow) throws -> DocumentView {
        DocumentView(
            document: Document(
                id: try row("id"), campaign: try row("campaign_id"), name: try row("name"),
                kind: try row("kind"), size: try row("size"), addedAt: try row("added_at")),
            views: try row("views"), downloads: try row("downloads"), useful: try row("useful"),
            useless: try row("useless"), own: try row.optional("own", as: Int.self).map { $0 == 1 })
    }

    private static let insertSQL = """
        INSERT INTO documents (id, campaign_id, name, folded, kind, size, views, downloads, added_at, body)
        VALUES ($1, $2, $3, $4, $5, $6, 0, 0, $7, $8)
        ON CONFLICT (campaign_id, folded) DO NOTHING RETURNING id
        """

    private static let viewsSQL = """
        SELECT id, campaign_id, name, kind, size, views, downloads, added_at,
            (SELECT count(*) FROM document_opinions WHERE document_id = documents.id AND useful = 1) AS useful,
            (SELECT count(*) FROM document_opinions WHERE document_id = documents.id AND useful = 0) AS useless,
            (SELECT useful FROM document_opinions WHERE document_id = documents.id AND technician_id = $1) AS own
        FROM documents WHERE campaign_id = $2 AND (id = $3 OR $3 IS NULL) ORDER BY folded
        """

    private static let rateSQL = """
        INSERT INTO document_opinions (document_id, technician_id, useful, said_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (document_id, technician_id) DO UPDATE SET useful = excluded.useful, said_at = excluded.said_at
        """
}
