// Links that no longer open anything, and how whoever held one gets another.

/// The use case of asking for a new link with an old one.
///
/// An old link proves that its holder once had one, and nothing more: the new one goes to the address that we know, which
/// is neither shown nor chosen, and the answer is the same whether it was sent or not.
package struct LostLinks: Sendable {
    package let database: any SQLDatabase

    package init(_ database: any SQLDatabase) { self.database = database }

    /// What the page of an old link tells.
    package struct Standing: Sendable, Hashable {
        package let campaign: String
        package let type: String
        package let contact: String
        package let language: Language
        /// Whether the campaign is over: there is no new link to be had.
        package let isOver: Bool
    }

    /// Nil where nobody is known whom the link was for.
    package func standing(of link: SignedLink) async throws -> Standing? {
        try await database.read { connection in
            guard let (_, campaign) = try Self.holder(of: link, on: connection) else { return nil }
            return Standing(
                campaign: campaign.name, type: campaign.type, contact: campaign.contact,
                language: campaign.language, isOver: campaign.isOver)
        }
    }

    /// Leaves a new link for whoever held this one: at most one an hour, and none where the campaign is over. Says nothing
    /// of which it was.
    package func renew(_ link: SignedLink, now: Instant) async throws {
        try await database.transaction { connection in
            guard let (holder, campaign) = try Self.holder(of: link, on: connection), !campaign.isOver,
                // An address that fails would be written to in vain.
                holder.reachable
            else { return }
            // A campaign that goes on after its last day: a link that is over already would help nobody.
            let expires = max(campaign.linksExpireAt, now + .days(14))
            let snapshot = MessageSnapshot(
                recipient: holder.email, name: holder.name, language: holder.language ?? campaign.language,
                campaign: campaign.facts,
                link: LinkGrant(
                    purpose: link.purpose, subject: link.subject, epoch: holder.epoch, expires: expires),
                message: .freshLink)
            let hour = now.milliseconds / Span.hours(1).milliseconds
            let row = try Outbox.enqueue(
                snapshot, purpose: "fresh-link:\(link.subject):\(hour)", campaign: campaign.id,
                agent: holder.agent, manager: holder.manager, technician: holder.technician, now: now,
                on: connection)
            guard row != nil else { return }
            try Journal.append(
                "link asked again", subject: link.subject, campaign: campaign.id,
                by: Actor(holder.kind, id: link.subject, by: .web), now: now, on: connection)
        }
    }

    /// Whom a link was for, whatever became of it.
    private struct Holder {
        let kind: Actor.Kind
        let email: EmailAddress
        let name: String
        let epoch: Int
        var reachable = true
        var language: Language?
        var agent: Agent.ID?
        var manager: Manager.ID?
        var technician: Technician.ID?
    }

    private static func holder(
        of link: SignedLink, on connection: any SQLConnection
    ) throws -> (Holder, Campaign)? {
        guard let (holder, id) = try person(of: link, on: connection),
            let campaign = try CampaignStore.load(id, on: connection)
        else { return nil }
        return (holder, campaign)
    }

    private static func person(
        of link: SignedLink, on connection: any SQLConnection
    ) throws -> (Holder, Campaign.ID)? {
        switch link.purpose {
        case .agent:
            guard let agent = try Agent.ID(link.subject).flatMap({ try AgentStore.load($0, on: connection) })
            else { return nil }
            return (
                Holder(
                    kind: .agent, email: agent.email, name: agent.name, epoch: agent.linkEpoch,
                    reachable: agent.bouncedAt == nil, language: agent.language, agent: agent.id),
                agent.campaign
            )
        case .team:
            if let id = Manager.ID(link.subject), let manager = try ManagerStore.load(id, on: connection) {
                return (
                    Holder(
                        kind: .manager, email: manager.email, name: "", epoch: manager.linkEpoch,
                        manager: manager.id), manager.campaign
                )
            }
            return try connection.query("SELECT * FROM delegates WHERE id = $1", link.subject).first.map {
                (
                    Holder(
                        kind: .delegate, email: try $0("email"), name: try $0("name"),
                        epoch: try $0("link_epoch")), try $0("campaign_id")
                )
            }
        case .field:
            return try connection.query("SELECT * FROM technicians WHERE id = $1", link.subject).first
                .map(TechnicianStore.technician).map {
                    (
                        Holder(
                            kind: .technician, email: $0.email, name: $0.name, epoch: $0.linkEpoch,
                            technician: $0.id), $0.campaign
                    )
                }
        case .share, .calendar:
            // Many may have been given the same one: whoever shared it shares it again.
            return nil
        }
    }
}
