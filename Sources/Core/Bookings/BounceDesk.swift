// What a bounce does: an address that fails is marked, shown, and written to no more until somebody corrects it.
//
// Anybody can write a mail that looks like a bounce. Only our reply key or our Message-ID, which its sender can have from
// our mail alone, makes one more than words; and even then it speaks of that mail, and of nobody that we did not write to.

enum BounceDesk {
    /// How many temporary failures, within a week, mark an address as a permanent one does.
    private static let softLimit = 3
    private static let mostRecipients = 100

    /// What a report that came by mail does: a permanent failure marks the agent's address, and so do three temporary ones
    /// in a week. `mail` is what it proves to be about; a report that proves nothing changes nothing. Nothing ever answers.
    static func settle(
        _ bounces: [Bounce], of mail: AnsweredMail?, now: Instant, on connection: any SQLConnection
    ) throws -> Settlement {
        guard let mail else {
            return Settlement(
                .bounced, "unproven: no reply key or Message-ID of ours, so no address is marked")
        }
        var told: [String] = []
        var concerned: [Agent.ID] = []
        for bounce in bounces.prefix(mostRecipients) {
            guard let agent = try agent(of: bounce, isAlone: bounces.count == 1, mail, on: connection),
                !concerned.contains(agent.id)
            else { continue }
            concerned.append(agent.id)
            told.append(
                try note(bounce, of: agent, now: now, on: connection)
                    ? "the address is marked as failing" : "a temporary failure, counted")
        }
        let reason =
            told.isEmpty ? "a failed delivery, to nobody who can be marked" : told.joined(separator: "; ")
        return Settlement(.bounced, reason, agent: (mail.agent ?? concerned.first)?.text)
    }

    /// What our own server's refusal of an address does: it is believed, of every campaign's agent of that address.
    static func settle(
        refused bounce: Bounce, of address: EmailAddress, now: Instant, on connection: any SQLConnection
    )
        throws
    {
        for agent in try AgentStore.all(address, on: connection) {
            _ = try note(bounce, of: agent, now: now, on: connection)
        }
    }

    /// Marks or counts a failure; true where the address is marked.
    private static func note(
        _ bounce: Bounce, of agent: Agent, now: Instant, on connection: any SQLConnection
    ) throws -> Bool {
        let isMarked =
            try bounce.permanent
            || AgentStore.countSoftBounce(of: agent.id, now: now, on: connection) >= softLimit
        guard isMarked, agent.bouncedAt == nil else { return isMarked }
        let reason = [bounce.status ?? bounce.code, bounce.diagnostic].compactMap { $0 }.joined(
            separator: " ")
        try AgentStore.markBounced(agent.id, reason: String(reason.prefix(300)), now: now, on: connection)
        try Outbox.cancel(Message.Kind.allCases, for: agent.id, now: now, on: connection)
        try Journal.append(
            "address marked as failing", subject: agent.id.text, campaign: agent.campaign,
            by: Actor(.system, by: .mail), after: bounce.status ?? bounce.code, now: now, on: connection)
        try CampaignStore.touch(agent.campaign, on: connection)
        return true
    }

    /// The agent whose mail failed, where the report names them, or nobody, or as its only address another: an alias, or
    /// where their mail is forwarded to. Among several, whom it names, if the same campaign has written to them.
    private static func agent(
        of bounce: Bounce, isAlone: Bool, _ mail: AnsweredMail, on connection: any SQLConnection
    ) throws -> Agent? {
        let answered = try mail.agent.flatMap { try AgentStore.load($0, on: connection) }
        guard let address = bounce.address else { return answered }
        if let answered, isAlone || answered.email == address { return answered }
        return try connection.query(writtenTo, mail.campaign, address).first.map(AgentStore.agent)
    }

    private static let writtenTo = """
        SELECT * FROM agents WHERE campaign_id = $1 AND email = $2 AND EXISTS (
            SELECT 1 FROM outbox WHERE outbox.agent_id = agents.id AND outbox.recipient = $2 AND attempts > 0)
        """
}
