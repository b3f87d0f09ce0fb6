// "Place the others for me": who of a team would come when, with no day above the threshold (RG-127).

/// A pure decision from what a page shows; nothing is held before it is ordered.
package struct TeamProposal: Sendable, Hashable {
    /// By name of the agent, as the team is listed.
    package let orders: [TeamOrder]
    package let unplaced: [Spread.Unplaced]

    /// Spreads some members over the places free for them (RG-120), around their absences. Those whose place is locked are
    /// left where they are (RG-123).
    package init(for agents: Set<Agent.ID>, of team: TeamView, now: Instant) {
        let clock = team.campaign.clock
        let people = team.members.filter { agents.contains($0.agent.id) && $0.isMovable }
        // Whoever leads it, it is one team to them.
        let crew = Manager.ID(team.lead.id)
        let free = team.slots.filter { $0.left > 0 && !$0.isLocked(in: team.campaign, at: now) }
        var placed = team.shares
        for person in people {
            placed.move(from: person.current.map { clock.day($0.slot.starts) }, to: nil)
        }
        let plan = Spread(
            people: people.map { member in
                Spread.Person(
                    agent: member.agent.id, segment: member.agent.segment, team: crew,
                    notBefore: member.absence?.until)
            },
            places: free.map {
                Spread.Place(
                    slot: $0.id, segment: $0.segment, day: clock.day($0.starts), left: $0.left)
            },
            teams: crew.map { [$0: Spread.Team(size: team.members.count, placed: placed.counts)] } ?? [:],
            busy: Dictionary(
                team.slots.map { (clock.day($0.starts), $0.taken) }, uniquingKeysWith: +),
            threshold: team.campaign.concentrationPercent
        ).decide()
        let slots = Dictionary(
            plan.placements.map { ($0.agent, $0.slot) }, uniquingKeysWith: { first, _ in first })
        orders = people.compactMap { member in
            slots[member.agent.id].map { TeamOrder(member.agent.id, .place($0)) }
        }
        unplaced = plan.unplaced
    }
}
