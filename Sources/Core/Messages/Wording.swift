// A campaign's own words for a part of a message, in the place of the template's.

/// One part of a message.
package enum MessagePart: String, Sendable, CaseIterable, SQLBindable, SQLReadable {
    case subject, text, html
}

/// A part of a kind of message in one language, as one campaign words it: a template, like those in files.
package struct Wording: Sendable, Hashable {
    package let campaign: CampaignID
    package let kind: Message.Kind
    package let language: Language
    package let part: MessagePart
    package let body: String

    package init(
        campaign: CampaignID, kind: Message.Kind, language: Language, part: MessagePart, body: String
    ) {
        self.campaign = campaign
        self.kind = kind
        self.language = language
        self.part = part
        self.body = body
    }

    /// Characters in a body.
    package static let longest = 20_000
}

/// Wordings in the database. Rows are emptied, never removed, so that the sum of their revisions rises with every change.
package enum WordingStore {
    /// The wordings of a campaign, or of all.
    package static func list(
        of campaign: CampaignID? = nil, on connection: any SQLConnection
    ) throws -> [Wording] {
        try connection.query(listSQL, campaign).map { row in
            Wording(
                campaign: try row("campaign_id"), kind: try row("kind"), language: try row("language"),
                part: try row("part"), body: try row("body"))
        }
    }

    /// Rises with every change of any campaign's words.
    package static func revision(on connection: any SQLConnection) throws -> Int {
        try connection.query(
            "SELECT CAST(COALESCE(sum(revision), 0) AS BIGINT) AS revision FROM mail_wordings")[0]("revision")
    }

    /// Keeps a wording in the place of the one before.
    package static func set(_ wording: Wording, on connection: any SQLConnection) throws {
        try connection.execute(
            setSQL, wording.campaign, wording.kind, wording.language, wording.part, wording.body)
    }

    /// Goes back to the template's words. False where the campaign had none of its own.
    package static func reset(
        _ kind: Message.Kind, _ language: Language, _ part: MessagePart, in campaign: CampaignID,
        on connection: any SQLConnection
    ) throws -> Bool {
        try connection.execute(resetSQL, campaign, kind, language, part) > 0
    }

    private static let listSQL = """
        SELECT * FROM mail_wordings WHERE body IS NOT NULL AND (campaign_id = $1 OR $1 IS NULL)
        ORDER BY campaign_id, kind, language, part
        """

    private static let setSQL = """
        INSERT INTO mail_wordings (campaign_id, kind, language, part, body, revision) VALUES ($1, $2, $3, $4, $5, 1)
        ON CONFLICT (campaign_id, kind, language, part)
        DO UPDATE SET body = excluded.body, revision = mail_wordings.revision + 1
        """

    private static let resetSQL = """
        UPDATE mail_wordings SET body = NULL, revision = revision + 1
        WHERE campaign_id = $1 AND kind = $2 AND language = $3 AND part = $4 AND body IS NOT NULL
        """
}
