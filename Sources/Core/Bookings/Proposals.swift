// Proposing slots (RG-301): each agent is held a place, and asked; accepting in the calendar is the whole answer.

extension Launch {
    /// What a round of proposals does, or would.
    package struct Proposed: Sendable, Hashable {
        /// Agents who are held a slot.
        package var proposed = 0
        /// Agents and managers who are invited to choose instead.
        package var invited = 0
        /// Agents who could be held none, by the reason.
        package var unplaced: [Spread.Reason: Int] = [:]
        /// The day with most people, those who were placed before included.
        package var fullestDay: Day?
        package var fullestCount = 0
    }

    /// Holds a slot for each agent who has none and sends it, spread over the days; whoever could be held none is invited
    /// to choose. Asked twice, the second does nothing. With `dryRun` nothing is changed.
    ///
    /// Throws `CampaignRefusal`: where managers place alone, there is nobody to propose to (RG-110).
    package func propose(
        _ id: Campaign.ID, _ audience: Audience = .everybody, dryRun: Bool = false, by actor: Actor,
        now: Instant
    ) async throws -> Proposed {
        let campaign = try await prepare(id, dryRun: dryRun, proposing: true, by: actor, now: now)
        let batchSize = Self.batchSize
        let (plan, agents, slots) = try await database.read { connection in
            let agents = try AgentStore.waiting(
                in: id, invitedBefore: audience == .unanswered, after: nil, limit: .max, on: connection)
            let slots = try Self.slotsToPropose(campaign, now: now, on: connection)
            let plan = try Self.spread(agents, over: slots, campaign, now: now, on: connection).decide()
            return (plan, agents, slots)
        }
        var report = Proposed()
        for unplaced in plan.unplaced { report.unplaced[unplaced.reason, default: 0] += 1 }
        report.fullestDay = plan.fullest?.day
        report.fullestCount = plan.fullest?.count ?? 0
        guard !dryRun else {
            report.proposed = plan.placements.count
            report.invited = plan.unplaced.count
            return report
        }
        let letters = ProposalLetters(campaign, plan, agents, slots)
        for start in stride(from: 0, to: plan.placements.count, by: batchSize) {
            let batch = plan.placements[start..<min(start + batchSize, plan.placements.count)]
            report.proposed += try await database.transaction { connection in
                try letters.hold(batch, by: Actor(.system, by: actor.way), now: now, on: connection)
            }
        }
        report.invited = try await inviteAll(campaign, audience, now: now)
        return report
    }

    /// When silence about a slot is taken for an answer: the end of the day that lies `proposalDays` before it, and never
    /// after it locks, since until then the agent must be able to answer (RG-123).
    static func answerBy(_ slot: Slot, in campaign: Campaign) -> Instant {
        let clock = campaign.clock
        let end = clock.start(of: clock.day(slot.starts).adding(days: 1 - campaign.proposalDays))
        return min(end, slot.locks(in: campaign), slot.starts)
    }

    /// How long an agent has at least to answer.
    private static let leastTime = Span.days(1)

    private static func slotsToPropose(
        _ campaign: Campaign, now: Instant, on connection: any SQLConnection
    ) throws -> [Slot] {
        try SlotStore.list(of: campaign.id, endingAfter: now, on: connection).filter {
            $0.left > 0 && !$0.isLocked(in: campaign, at: now)
                && answerBy($0, in: campaign) >= now + leastTime
        }
    }

    private static func spread(
        _ agents: [Agent], over slots: [Slot], _ campaign: Campaign, now: Instant,
        on connection: any SQLConnection
    ) throws -> Spread {
        let clock = campaign.clock
        var teams: [Manager.ID: (size: Int, placed: [Day: Int])] = [:]
        for row in try connection.query(teamsSQL, campaign.id) {
            teams[try row("manager_id")] = (try row("size"), [:])
        }
        var busy: [Day: Int] = [:]
        for row in try connection.query(placedSQL, campaign.id) {
            let day = clock.day(try row("starts_at"))
            let count = try row("n", as: Int.self)
            busy[day, default: 0] += count
            if let manager = try row.optional("manager_id", as: Manager.ID.self) {
                teams[manager]?.placed[day, default: 0] += count
            }
        }
        return Spread(
            people: agents.map { .init(agent: $0.id, segment: $0.segment, team: $0.manager) },
            places: slots.map {
                .init(slot: $0.id, segment: $0.segment, day: clock.day($0.starts), left: $0.left)
            },
            teams: teams.mapValues { Spread.Team(size: $0.size, placed: $0.placed) }, busy: busy,
            threshold: campaign.concentrationPercent)
    }

    private static let teamsSQL = """
        SELECT manager_id, count(*) AS size FROM agents
        WHERE campaign_id = $1 AND manager_id IS NOT NULL GROUP BY manager_id
        """

    private static let placedSQL = """
        SELECT agents.manager_id, slots.starts_at, count(*) AS n
        FROM bookings JOIN agents ON agents.id = bookings.agent_id JOIN slots ON slots.id = bookings.slot_id
        WHERE bookings.campaign_id = $1 AND bookings.state <> 'cancelled'
        GROUP BY agents.manager_id, slots.starts_at
        """
}

/// Holds what a plan says, and leaves each agent their proposal.
private struct ProposalLetters: Sendable {
    private let campaign: Campaign
    private let agents: [Agent.ID: Agent]
    /// Slots that the plan leaves free, by time: what may be chosen instead.
    private let free: [Slot]

    init(_ campaign: Campaign, _ plan: Spread.Plan, _ agents: [Agent], _ slots: [Slot]) {
        self.campaign = campaign
        self.agents = Dictionary(agents.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let held = Dictionary(plan.placements.map { ($0.slot, 1) }, uniquingKeysWith: +)
        free = slots.filter { $0.left > held[$0.id] ?? 0 }
    }

    /// Whoever has booked meanwhile keeps what they have, and whose place has gone is left to be invited. Returns how many
    /// are held a slot.
    func hold(
        _ batch: ArraySlice<Spread.Placement>, by actor: Actor, now: Instant,
        on connection: any SQLConnection
    ) throws -> Int {
        let letters = Correspondence(campaign, on: connection)
        var options: [Choice: [SlotOption]] = [:]
        var held = 0
        for placement in batch {
            guard let agent = agents[placement.agent],
                let slot = try SlotStore.take(placement.slot, on: connection)
            else { continue }
            let answerBy = Launch.answerBy(slot, in: campaign)
            guard
                let booking = try BookingStore.insert(
                    agent: agent, slot: slot.id, state: .placed, by: actor, answerBy: answerBy, now: now,
                    on: connection)
            else {
                try SlotStore.release(slot.id, on: connection)
                continue
            }
            let state = PlacingState(campaign: campaign, agent: agent, current: nil)
            try Placing.record(
                "slot proposed", booking, state, nil, slot, by: actor, now: now, on: connection)
            try WaitingList.overtake(agent, by: actor, in: campaign, now: now, on: connection)
            let choice = Choice(segment: agent.segment, slot: slot.id)
            let others = options[choice] ?? others(near: slot, for: agent.segment)
            options[choice] = others
            try letters.propose(booking, slot: slot, to: agent, answerBy: answerBy, others, now: now)
            try AgentStore.noteInvitation(of: agent.id, now: now, on: connection)
            held += 1
        }
        try CampaignStore.touch(campaign.id, on: connection)
        return held
    }

    /// People of one segment who are held the same slot are offered the same others.
    private struct Choice: Hashable {
        let segment: Segment.ID?
        let slot: Slot.ID
    }

    private func others(near slot: Slot, for segment: Segment.ID?) -> [SlotOption] {
        let others = free.filter { $0.id != slot.id && $0.isOpen(to: segment) }
        return SlotOffer.numbered(SlotOffer.nearest(others, to: slot.starts))
    }
}
