// The latest actions of a campaign, as a shared page may tell them (RG-202).

/// Something that was done, without the name of anybody: who opens a shared link need not know whose appointment it is.
package struct Deed: Sendable, Hashable {
    package let at: Instant
    package let kind: Kind
    package let actor: Actor.Kind
    /// For how many, where the journal says so: people imported, operations assigned.
    package let count: Int?

    /// The journal's words for what is told; the rest of the journal (links, wordings, addresses) is for coordinators.
    package enum Kind: String, Sendable, CaseIterable, SQLReadable {
        case placed = "booking placed"
        case moved = "booking moved"
        case cancelled = "booking cancelled"
        case accepted = "booking accepted"
        case kept = "proposal kept by silence"
        case imported = "people imported"
        case assigned = "operations assigned"
        case slots = "slots generated"
        case invited = "invitations asked for"
        case proposed = "proposals asked for"
        case state = "campaign state"
        case started = "operation started"
        case finished = "operation done"
        case postponed = "operation postponed"
        case remediate = "operation to remediate"
        case missed = "visit missed"
    }

    /// The latest, newest first.
    static func latest(
        _ limit: Int, of campaign: Campaign.ID, on connection: any SQLConnection
    ) throws -> [Deed] {
        try connection.query(latestSQL, campaign, limit).map { row in
            Deed(
                at: try row("at"), kind: try row("action"), actor: try row("actor"),
                count: try row.optional("after", as: String.self).flatMap { Int($0.prefix { $0.isNumber }) })
        }
    }

    private static let latestSQL = """
        SELECT at, action, actor, after FROM journal
        WHERE campaign_id = $1
            AND action IN (\(Kind.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")))
        ORDER BY at DESC, id DESC LIMIT $2
        """
}
