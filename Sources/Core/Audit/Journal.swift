// The audit journal: who changed what, when, and by which way, in the transaction of the change (RG-070).

internal import Crypto

/// Statements over the journal, inside a caller's transaction.
package enum Journal {
    /// Appends an entry. `before` and `after` are short texts that a person reads.
    package static func append(
        _ action: String, subject: String, campaign: CampaignID?, by actor: Actor, before: String? = nil,
        after: String? = nil, now: Instant, on connection: any SQLConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO journal (id, at, campaign_id, actor, actor_id, way, action, subject, before, after)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            Identifier<Journal>(at: now), now, campaign, actor.kind, actor.id, actor.way, action, subject,
            before,
            after)
    }

    /// Chains entries that are not sealed yet, in order, each hash over the one before (RG-072). Returns how many.
    ///
    /// Runs beside the writers: chaining inside their transactions would make each wait for every other.
    package static func seal(limit: Int = 10_000, on connection: any SQLConnection) throws -> Int {
        let last = try connection.query(
            "SELECT position, chain FROM journal WHERE position IS NOT NULL ORDER BY position DESC LIMIT 1"
        ).first
        var position = try last.map { try $0("position", as: Int.self) } ?? 0
        var chain = try last.map { try $0("chain", as: String.self) } ?? ""
        let entries = try connection.query(
            "SELECT * FROM journal WHERE position IS NULL ORDER BY id LIMIT $1", limit)
        for entry in entries {
            position += 1
            chain = link(entry, after: chain)
            try connection.execute(
                "UPDATE journal SET position = $2, chain = $3 WHERE id = $1", entry["id"], position, chain)
        }
        return entries.count
    }

    /// What a walk along the chain found.
    package struct Verification: Sendable, Hashable {
        package let sealed: Int
        package let unsealed: Int
        /// The first position that does not fit, where one does not.
        package let broken: Int?
    }

    /// Walks the chain from its beginning and names the first entry that does not fit (RG-072).
    package static func verify(on connection: any SQLConnection) throws -> Verification {
        var chain = ""
        var sealed = 0
        while true {
            let entries = try connection.query(
                "SELECT * FROM journal WHERE position > $1 ORDER BY position LIMIT 5000", sealed)
            for entry in entries {
                let expected = link(entry, after: chain)
                guard try entry("position", as: Int.self) == sealed + 1,
                    try entry("chain", as: String.self) == expected
                else { return Verification(sealed: sealed, unsealed: 0, broken: sealed + 1) }
                chain = expected
                sealed += 1
            }
            if entries.isEmpty { break }
        }
        let unsealed = try connection.query("SELECT count(*) AS n FROM journal WHERE position IS NULL")[0](
            "n", as: Int.self)
        return Verification(sealed: sealed, unsealed: unsealed, broken: nil)
    }

    private static func link(_ entry: SQLRow, after chain: String) -> String {
        var hash = SHA256()
        hash.update(data: Array(chain.utf8))
        for column in [
            "id", "at", "campaign_id", "actor", "actor_id", "way", "action", "subject", "before", "after",
        ] {
            // The length in front keeps two neighbouring columns from trading characters.
            let text =
                switch entry[column] {
                case .null: "-"
                case .integer(let number): "\(number)"
                case .text(let text): text
                case .real, .blob: ""
                }
            hash.update(data: Array("\(text.utf8.count):\(text)".utf8))
        }
        return Base32.encode(hash.finalize())
    }
}
