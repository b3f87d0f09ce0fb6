// Photographs of an operation: what is kept of them, and where.

extension PhotoRules {
    /// The picture alone: neither where, nor when, nor with what it was taken.
    static func strip(
        _ bytes: [UInt8]
    ) throws(PhotoRefusal) -> (kind: ImageKind, bytes: [UInt8]) {
        guard bytes.count <= largest else { throw .tooLarge }
        let kind: ImageKind
        if JPEGSieve.isJPEG(bytes) {
            kind = .jpeg
        } else if PNGSieve.isPNG(bytes) {
            kind = .png
        } else {
            throw .unknownKind
        }
        guard let kept = kind == .jpeg ? JPEGSieve.strip(bytes) : PNGSieve.strip(bytes) else { throw .broken }
        return (kind, kept)
    }
}

enum PhotoStore {
    static func add(
        _ bytes: [UInt8], _ kind: ImageKind, id: Photo.ID, to operation: Operation.ID,
        by technician: Technician.ID, at: Instant, now: Instant, on connection: any SQLConnection
    ) throws -> PhotoOutcome {
        // RG-018; claimed, so that two at once are counted one after the other.
        guard let record = try FieldStore.claim(operation, of: technician, on: connection),
            let campaign = try CampaignStore.load(record.campaign, on: connection)
        else { return .refused(.notYours) }
        // RG-016
        guard campaign.state != .archived, campaign.state != .preparation else { return .refused(.closed) }
        let known = try list(of: operation, on: connection)
        if let kept = known.first(where: { $0.id == id }) { return .kept(kept) }
        guard known.count < PhotoRules.most else { return .refused(.tooMany) }
        let inserted = try connection.query(
            insertSQL, id, operation, technician, kind, bytes.count, at, bytes)
        // Another operation's photograph has that identifier: nothing of it is told.
        guard !inserted.isEmpty else { return .refused(.notYours) }
        try Journal.append(
            "photo added", subject: operation.text, campaign: campaign.id,
            by: Actor(.technician, id: technician.text, by: .web), now: now, on: connection)
        guard let photo = try list(of: operation, on: connection).first(where: { $0.id == id }) else {
            throw SQLError.other("a photo just kept is not there")
        }
        try CampaignStore.touch(campaign.id, on: connection)
        return .kept(photo)
    }

    /// Oldest first.
    static func list(of operation: Operation.ID, on connection: any SQLConnection) throws -> [Photo] {
        try connection.query(listSQL, operation).map(photo)
    }

    static func find(
        _ id: Photo.ID, of technician: Technician.ID, on connection: any SQLConnection
    ) throws -> (photo: Photo, bytes: [UInt8])? {
        try connection.query(findSQL, id, technician).first.map { (try photo($0), try $0("body")) }
    }

    private static func photo(_ row: SQLRow) throws -> Photo {
        Photo(
            id: try row("id"), kind: try row("kind"), size: try row("size"), by: try row("taken_by"),
            at: try row("taken_at"))
    }

    private static let insertSQL = """
        INSERT INTO photos (id, operation_id, technician_id, kind, size, taken_at, body)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (id) DO NOTHING RETURNING id
        """

    private static let columns = """
        photos.id, photos.kind, photos.size, photos.taken_at,
        COALESCE(NULLIF(technicians.name, ''), technicians.email) AS taken_by
        """

    private static let listSQL = """
        SELECT \(columns) FROM photos JOIN technicians ON technicians.id = photos.technician_id
        WHERE photos.operation_id = $1 ORDER BY photos.taken_at, photos.id
        """

    private static let findSQL = """
        SELECT \(columns), photos.body FROM photos JOIN technicians ON technicians.id = photos.technician_id
        JOIN operations ON operations.id = photos.operation_id
        WHERE photos.id = $1 AND operations.technician_id = $2
        """
}
