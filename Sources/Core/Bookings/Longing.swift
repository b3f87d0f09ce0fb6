// Who found no slot that suits them, for those who run the campaign.

/// An agent who waits for full days (RG-303) or has said what they would like (RG-304).
package struct Longing: Sendable, Hashable {
    package let agent: Agent
    package let waits: [Wait]
    package let wishes: Wishes
}

extension Longing {
    static func list(of campaign: Campaign.ID, on connection: any SQLConnection) throws -> [Longing] {
        try connection.query(someSQL, campaign).map(AgentStore.agent).map { agent in
            Longing(
                agent: agent, waits: try WaitStore.open(of: agent.id, on: connection),
                wishes: try WishStore.wishes(of: agent.id, on: connection))
        }
    }

    private static let someSQL = """
        SELECT * FROM agents WHERE campaign_id = $1
            AND (EXISTS (SELECT 1 FROM wishes WHERE agent_id = agents.id)
                OR EXISTS (SELECT 1 FROM waits WHERE agent_id = agents.id AND closed_at IS NULL))
        ORDER BY folded_name, id
        """
}
