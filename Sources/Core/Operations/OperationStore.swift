// Operations in the database.

package enum OperationStore {
    /// An agent's operations in a campaign, oldest first.
    package static func list(of agent: AgentID, on connection: any SQLConnection) throws -> [Operation] {
        try connection.query("SELECT * FROM operations WHERE agent_id = $1 ORDER BY id", agent).map(operation)
    }

    static func operation(_ row: SQLRow) throws -> Operation {
        Operation(
            id: try row("id"), agent: try row("agent_id"), segment: try row.optional("segment_id"),
            reference: try row("reference"), state: try row("state"),
            technician: try row.optional("technician_id"))
    }

    /// Moves an agent's operations to a state, those that may go there (RG-017); the others stay as they are.
    static func move(
        of agent: AgentID, to state: Operation.State, now: Instant, on connection: any SQLConnection
    ) throws {
        try connection.execute(moves[state] ?? "", agent, state, now)
    }

    /// By the state to go to, from any state that it may follow.
    private static let moves = Dictionary(
        uniqueKeysWithValues: Operation.State.allCases.map { state in
            let sources = Operation.State.allCases.filter { $0.next.contains(state) }
            let list = sources.map { "'\($0.rawValue)'" }.joined(separator: ", ")
            return (
                state,
                """
                UPDATE operations SET state = $2, changed_at = $3
                WHERE agent_id = $1 AND state IN (\(list.isEmpty ? "NULL" : list))
                """
            )
        })
}
