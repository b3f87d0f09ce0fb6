// Addresses that fail: who is behind them, and what is done once somebody has corrected them.

/// The use cases of failing addresses.
package struct AddressDesk: Sendable {
    package let database: any SQLDatabase

    package init(_ database: any SQLDatabase) { self.database = database }

    /// An agent whose address fails.
    package struct Failing: Sendable, Hashable {
        package let agent: Agent.ID
        package let name: String
        package let email: EmailAddress
        /// The server's words.
        package let reason: String
        package let since: Instant
    }

    /// Why an address is not replaced.
    package enum Refusal: String, Sendable, Hashable {
        /// Nobody of the campaign has the old address.
        case unknown
        /// The new one is no address that mail could be sent to.
        case unusable
        /// Somebody else of the campaign has the new address.
        case taken
    }

    /// The agents of a campaign whose address fails, by name. Throws `CampaignRefusal.unknown`.
    package func failing(in campaign: Campaign.ID) async throws -> [Failing] {
        try await database.read { connection in
            _ = try CampaignDesk.known(campaign, on: connection)
            return try connection.query(Self.failingSQL, campaign).map { row in
                Failing(
                    agent: try row("id"), name: try AgentStore.agent(row).name, email: try row("email"),
                    reason: try row.optional("bounce_reason") ?? "", since: try row("bounced_at"))
            }
        }
    }

    /// Replaces an agent's address, or clears it of suspicion where both are the same, and sends what they missed: the
    /// appointment they hold, or the invitation. Links and reply keys that went to the old address are revoked. Nil
    /// where it was done. Throws `CampaignRefusal.unknown`.
    package func correct(
        _ old: String, to new: String, in campaign: Campaign.ID, by actor: Actor, now: Instant
    ) async throws -> Refusal? {
        try await database.transaction { connection in
            let campaign = try CampaignDesk.known(campaign, on: connection)
            guard let agent = try AgentStore.find(old, in: campaign.id, on: connection) else {
                return .unknown
            }
            guard let address = EmailAddress(new) else { return .unusable }
            if let other = try AgentStore.find(address.text, in: campaign.id, on: connection),
                other.id != agent.id
            {
                return .taken
            }
            let row = try connection.query(Self.correctSQL, agent.id, address)[0]
            try Journal.append(
                "address corrected", subject: agent.id.text, campaign: campaign.id, by: actor,
                before: agent.email.text, after: address.text, now: now, on: connection)
            let wasInvited = try row.optional("invited_at", as: Instant.self) != nil
            try Self.sendAgain(
                to: try AgentStore.agent(row), wasInvited, in: campaign, now: now, on: connection)
            try CampaignStore.touch(campaign.id, on: connection)
            return nil
        }
    }

    private static func sendAgain(
        to agent: Agent, _ wasInvited: Bool, in campaign: Campaign, now: Instant,
        on connection: any SQLConnection
    ) throws {
        guard campaign.state == .upcoming || campaign.state == .inProgress else { return }
        let letters = Correspondence(campaign, on: connection)
        if let current = try Placing.load(agent.id, on: connection)?.current {
            try letters.tell(
                agent,
                .confirmation(
                    current.booking.appointment(on: current.slot), placed: current.booking.state == .placed),
                purpose: "confirmation:\(current.booking.id):address:\(agent.linkEpoch)", inReplyTo: nil,
                now: now)
        } else if wasInvited, campaign.mode.agentsChoose {
            let options = try letters.options(for: agent, near: now, now: now)
            try letters.tell(
                agent, .invitation(options: options, again: false),
                purpose: "invitation:\(agent.id):address:\(agent.linkEpoch)", inReplyTo: nil, now: now)
        }
    }

    private static let failingSQL = """
        SELECT * FROM agents WHERE campaign_id = $1 AND bounced_at IS NOT NULL ORDER BY folded_name, id
        """

    private static let correctSQL = """
        UPDATE agents SET email = $2, bounced_at = NULL, bounce_reason = NULL, soft_bounces = 0,
            soft_bounced_at = NULL, link_epoch = link_epoch + 1
        WHERE id = $1
        RETURNING *
        """
}
