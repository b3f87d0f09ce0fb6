// What a bounce does: an address that fails is marked, shown, and written to no more until somebody corrects it.

enum BounceDesk {
    /// How many temporary failures, within a week, mark an address as a permanent one does.
    private static let softLimit = 3

    /// A permanent failure marks the agent's address; three temporary ones in a week mark it too. Nothing ever answers.
    static func settle(
        _ bounces: [Bounce], agent answered: Agent.ID?, now: Instant, on connection: any SQLConnection
    ) throws -> Settlement {
        var told: [String] = []
        var concerned: Agent.ID?
        for bounce in bounces.prefix(100) {
            for agent in try agents(of: bounce, isAlone: bounces.count == 1, answered, on: connection) {
                concerned = agent.id
                let reason = [bounce.status ?? bounce.code, bounce.diagnostic].compactMap { $0 }.joined(
                    separator: " ")
                let isMarked =
                    try bounce.permanent
                    || AgentStore.countSoftBounce(of: agent.id, now: now, on: connection) >= softLimit
                if isMarked, agent.bouncedAt == nil {
                    try AgentStore.markBounced(
                        agent.id, reason: String(reason.prefix(300)), now: now, on: connection)
                    try Outbox.cancel(Message.Kind.allCases, for: agent.id, now: now, on: connection)
                    try Journal.append(
                        "address marked as failing", subject: agent.id.text, campaign: agent.campaign,
                        by: Actor(.system, by: .mail), after: bounce.status ?? bounce.code, now: now,
                        on: connection)
                    try CampaignStore.touch(agent.campaign, on: connection)
                }
                told.append(isMarked ? "the address is marked as failing" : "a temporary failure, counted")
            }
        }
        let reason = told.isEmpty ? "a failed delivery, to nobody we know" : told.joined(separator: "; ")
        return Settlement(.bounced, reason, agent: concerned?.text)
    }

    /// By the address that the report names; the agent whose mail failed where it names none, or one that is nobody's
    /// and the only one: an alias, or where their mail is forwarded to.
    private static func agents(
        of bounce: Bounce, isAlone: Bool, _ answered: Agent.ID?, on connection: any SQLConnection
    ) throws -> [Agent] {
        let answered = try answered.flatMap { try AgentStore.load($0, on: connection) }
        guard let address = bounce.address else { return answered.map { [$0] } ?? [] }
        if let answered, answered.email == address { return [answered] }
        let named = try AgentStore.all(address, on: connection)
        return named.isEmpty && isAlone ? answered.map { [$0] } ?? [] : named
    }
}
