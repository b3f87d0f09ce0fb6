// Operations in the database.

package enum OperationStore {
    /// Moves an agent's operations to a state, those that may go there (RG-017); the others stay as they are.
    static func move(
        of agent: Agent.ID, to state: Operation.State, now: Instant, on connection: any SQLConnection
    ) throws {
        for source in Operation.State.allCases where source.next.contains(state) {
            try connection.execute(
                "UPDATE operations SET state = $3, changed_at = $4 WHERE agent_id = $1 AND state = $2", agent,
                source,
                state, now)
        }
    }
}
