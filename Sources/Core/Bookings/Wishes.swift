// What somebody would like who finds no slot that suits them, in their own words.

internal import Foundation

/// Up to three wishes of an agent (RG-304), shown to whoever places people, and gone once the agent holds a slot.
package struct Wishes: Sendable, Hashable {
    /// Each one line, never empty.
    package let words: [String]

    package static let limit = 3
    /// Characters a wish.
    package static let length = 120

    /// Keeps the first three lines that say something, each cut to its length.
    package init(_ lines: [String]) {
        words = lines.map { line in
            let shown = line.map { $0.isNewline || $0.isWhitespace ? " " : $0 }
            return String(String(shown).trimmingCharacters(in: .whitespaces).prefix(Self.length))
        }
        .filter { !$0.isEmpty }.prefix(Self.limit).map(\.self)
    }
}

package enum WishStore {
    /// In the order in which they were written.
    static func wishes(of agent: Agent.ID, on connection: any SQLConnection) throws -> Wishes {
        Wishes(try connection.query(ofAgent, agent).map { try $0("words") })
    }

    /// Replaces what was wished before.
    static func replace(
        _ wishes: Wishes, of agent: Agent.ID, now: Instant, on connection: any SQLConnection
    ) throws {
        try remove(of: agent, on: connection)
        for (index, words) in wishes.words.enumerated() {
            try connection.execute(insert, agent, index + 1, words, now)
        }
    }

    /// True where there were any.
    @discardableResult
    static func remove(of agent: Agent.ID, on connection: any SQLConnection) throws -> Bool {
        try connection.execute("DELETE FROM wishes WHERE agent_id = $1", agent) > 0
    }

    private static let ofAgent = "SELECT words FROM wishes WHERE agent_id = $1 ORDER BY position"

    /// Two forms of one agent at once: the one that comes last is kept.
    private static let insert = """
        INSERT INTO wishes (agent_id, position, words, made_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (agent_id, position) DO UPDATE SET words = excluded.words, made_at = excluded.made_at
        """
}
