// Inviting: one message an agent, or a manager, left in the outbox in batches (RG-144).

/// The launch of a campaign's invitations.
package struct Launch: Sendable {
    package let database: any SQLDatabase

    package init(_ database: any SQLDatabase) { self.database = database }

    package enum Audience: Sendable, Hashable {
        /// Those who have not been invited yet.
        case everybody
        /// Those who were invited, and have neither booked nor bounced: at most once a day.
        case unanswered
    }

    /// Leaves the invitations, opening the campaign where it was still in preparation (RG-010). Returns how many were
    /// left; asked twice, the second leaves none. With `dryRun` nothing is changed, and the number is what would be.
    ///
    /// Throws `CampaignRefusal`.
    package func invite(
        _ id: Campaign.ID, _ audience: Audience = .everybody, dryRun: Bool = false, by actor: Actor,
        now: Instant
    ) async throws -> Int {
        let campaign = try await prepare(id, dryRun: dryRun, proposing: false, by: actor, now: now)
        return try await inviteAll(campaign, audience, dryRun: dryRun, now: now)
    }

    /// Leaves the invitations of a campaign that is ready for them.
    func inviteAll(
        _ campaign: Campaign, _ audience: Audience, dryRun: Bool = false, now: Instant
    ) async throws -> Int {
        var queued = 0
        var last: Agent.ID?
        // RG-144: to agents or to managers, by mode.
        if campaign.mode.agentsChoose {
            var index = 0
            repeat {
                let (after, start) = (last, index)
                let batch = try await database.transaction { connection in
                    try Self.inviteAgents(
                        campaign, audience, after: after, index: start, dryRun: dryRun, now: now,
                        on: connection)
                }
                queued += batch.queued
                index += batch.seen
                last = batch.last
            } while last != nil
        }
        // RG-114: delegates of the services entrusted to them.
        if campaign.mode.delegatesPlace {
            queued += try await database.transaction { connection in
                let managers =
                    try campaign.mode.managersPlace
                    ? ManagerStore.list(of: campaign.id, on: connection).map(TeamLead.manager) : []
                let delegates = try DelegateStore.list(of: campaign.id, on: connection).map(TeamLead.delegate)
                return try Self.invite(
                    managers + delegates, campaign, audience, dryRun: dryRun, now: now, on: connection)
            }
        }
        return queued
    }

    func prepare(
        _ id: Campaign.ID, dryRun: Bool, proposing: Bool, by actor: Actor, now: Instant
    ) async throws -> Campaign {
        try await database.transaction { connection in
            let campaign = try CampaignDesk.known(id, on: connection)
            // RG-110: in list mode, only people who are named for it place anybody.
            guard try campaign.mode != .list || !DelegateStore.list(of: id, on: connection).isEmpty else {
                throw CampaignRefusal.nobodyNamed
            }
            // RG-110: where managers place alone, a slot is theirs to propose.
            guard !proposing || campaign.mode.agentsChoose else {
                throw CampaignRefusal.modeWithoutProposals
            }
            switch campaign.state {
            case .preparation where !dryRun:
                try CampaignDesk.open(id, by: actor, now: now, on: connection)
            case .preparation, .upcoming, .inProgress: break
            case .finished, .archived: throw CampaignRefusal.wrongState(campaign.state)
            }
            if !dryRun {
                try CampaignStore.noteLaunch(id, now: now, on: connection)
                try Journal.append(
                    proposing ? "proposals asked for" : "invitations asked for", subject: id.text,
                    campaign: id, by: actor, now: now,
                    on: connection)
                try CampaignStore.touch(id, on: connection)
            }
            return try CampaignDesk.known(id, on: connection)
        }
    }

    private struct Batch: Sendable {
        let queued: Int
        let seen: Int
        /// The last agent looked at; nil where there is none left.
        let last: Agent.ID?
    }

    static let batchSize = 500

    private static func inviteAgents(
        _ campaign: Campaign, _ audience: Audience, after last: Agent.ID?, index: Int, dryRun: Bool,
        now: Instant,
        on connection: any SQLConnection
    ) throws -> Batch {
        let agents = try AgentStore.waiting(
            in: campaign.id, invitedBefore: audience == .unanswered, after: last, limit: batchSize,
            on: connection)
        let letters = Correspondence(campaign, on: connection)
        // What a segment may choose from is the same for all of its agents: asked once a batch.
        var candidates: [Segment.ID?: [Slot]] = [:]
        var queued = 0
        for (offset, agent) in agents.enumerated() {
            if dryRun {
                queued += 1
                continue
            }
            let slots =
                try candidates[agent.segment]
                ?? SlotOffer.candidates(for: agent, in: campaign, now: now, on: connection)
            candidates[agent.segment] = slots
            let options = SlotOffer.numbered(SlotOffer.spread(slots, index: index + offset))
            let version = audience == .everybody ? "0" : campaign.clock.day(now).description
            if try letters.tell(
                agent, .invitation(options: options, again: audience == .unanswered),
                purpose: "invitation:\(agent.id):\(version)", inReplyTo: nil, now: now)
            {
                queued += 1
                try AgentStore.noteInvitation(of: agent.id, now: now, on: connection)
            }
        }
        return Batch(
            queued: queued, seen: agents.count, last: agents.count < batchSize ? nil : agents.last?.id)
    }

    private static func invite(
        _ leads: [TeamLead], _ campaign: Campaign, _ audience: Audience, dryRun: Bool, now: Instant,
        on connection: any SQLConnection
    ) throws -> Int {
        let letters = Correspondence(campaign, on: connection)
        var queued = 0
        for lead in leads {
            guard let team = try TeamView.load(lead, now: now, on: connection) else { continue }
            let unplaced = team.members.filter { $0.current == nil }.map(\.agent.name)
            guard !unplaced.isEmpty else { continue }
            if dryRun {
                queued += 1
                continue
            }
            let version = audience == .everybody ? "0" : campaign.clock.day(now).description
            if try letters.invite(
                lead, unplaced: unplaced, total: team.members.count,
                options: SlotOffer.numbered(team.offer(now: now)),
                purpose: "team-invitation:\(lead.id):\(version)", now: now)
            {
                queued += 1
            }
        }
        return queued
    }
}
