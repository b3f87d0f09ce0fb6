// Giving documents to a campaign and taking them back (RG-050, RG-051).

package enum DocumentRefusal: Error, Sendable, Hashable {
    case unknownCampaign
    /// RG-016.
    case archived
    /// The name ends in none of the accepted endings.
    case unknownKind
    /// The content is not what the ending says.
    case otherContent(DocumentKind)
    case empty
    /// Over `DocumentDesk.largest`.
    case tooLarge
    /// Empty, over 200 characters, or with characters that no name has.
    case unusableName
    case nameTaken(String)
    case unknown(String)
}

/// The use cases of documents, each one transaction.
package struct DocumentDesk: Sendable {
    package let database: any SQLDatabase

    /// Bytes of one document (RG-050).
    package static let largest = 50 * 1024 * 1024

    package init(_ database: any SQLDatabase) { self.database = database }

    /// Adds a file under a name of its own, or under its file's without the ending. Throws `DocumentRefusal`.
    package func add(
        _ bytes: [UInt8], fileName: String, name: String? = nil, to campaign: Campaign.ID, by actor: Actor,
        now: Instant
    ) async throws -> Document {
        guard let kind = DocumentKind(fileName: fileName) else { throw DocumentRefusal.unknownKind }
        guard !bytes.isEmpty else { throw DocumentRefusal.empty }
        guard bytes.count <= Self.largest else { throw DocumentRefusal.tooLarge }
        guard kind.fits(bytes) else { throw DocumentRefusal.otherContent(kind) }
        let plain = fileName.dropLast(kind.rawValue.count + 1)
        let name = (name ?? String(plain)).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard (1...200).contains(name.count), !name.contains("/"), !name.contains("\\"),
            !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { throw DocumentRefusal.unusableName }
        let document = Document(
            id: .init(at: now), campaign: campaign, name: name, kind: kind, size: bytes.count, addedAt: now)
        return try await database.transaction { connection in
            try Self.checkOpen(campaign, on: connection)
            guard try DocumentStore.insert(document, bytes, on: connection) else {
                throw DocumentRefusal.nameTaken(name)
            }
            try Journal.append(
                "document added", subject: document.id.text, campaign: campaign, by: actor,
                after: document.fileName, now: now, on: connection)
            try CampaignStore.touch(campaign, on: connection)
            return document
        }
    }

    /// The documents of a campaign by name. Throws `DocumentRefusal.unknownCampaign`.
    package func list(of campaign: Campaign.ID) async throws -> [DocumentView] {
        try await database.read { connection in
            guard try CampaignStore.load(campaign, on: connection) != nil else {
                throw DocumentRefusal.unknownCampaign
            }
            return try DocumentStore.list(of: campaign, on: connection)
        }
    }

    /// A document by name, whatever its case or accents, or by identifier, with its bytes. Throws `DocumentRefusal`.
    package func find(
        _ name: String, in campaign: Campaign.ID
    ) async throws -> (document: DocumentView, bytes: [UInt8]) {
        try await database.read { connection in
            let view = try Self.known(name, in: campaign, on: connection)
            return (view, try DocumentStore.bytes(view.document.id, on: connection) ?? [])
        }
    }

    /// Removes a document with what was said of it. Throws `DocumentRefusal`.
    package func remove(_ name: String, from campaign: Campaign.ID, by actor: Actor, now: Instant)
        async throws
    {
        try await database.transaction { connection in
            try Self.checkOpen(campaign, on: connection)
            let document = try Self.known(name, in: campaign, on: connection).document
            try DocumentStore.remove(document.id, on: connection)
            try Journal.append(
                "document removed", subject: document.id.text, campaign: campaign, by: actor,
                before: document.fileName, now: now, on: connection)
            try CampaignStore.touch(campaign, on: connection)
        }
    }

    private static func checkOpen(_ campaign: Campaign.ID, on connection: any SQLConnection) throws {
        guard let known = try CampaignStore.load(campaign, on: connection) else {
            throw DocumentRefusal.unknownCampaign
        }
        guard known.state != .archived else { throw DocumentRefusal.archived }  // RG-016
    }

    private static func known(
        _ name: String, in campaign: Campaign.ID, on connection: any SQLConnection
    ) throws -> DocumentView {
        let all = try DocumentStore.list(of: campaign, on: connection)
        guard
            let found = all.first(where: {
                $0.document.id.text == name || $0.document.name.folded == name.folded
                    || $0.document.fileName.folded == name.folded
            })
        else { throw DocumentRefusal.unknown(name) }
        return found
    }
}
