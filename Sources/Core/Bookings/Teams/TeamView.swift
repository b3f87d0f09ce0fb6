// A team as its page shows it, read in one snapshot.

/// The agents whom somebody may place, and the slots there are for them.
package struct TeamView: Sendable, Hashable {
    package let campaign: Campaign
    package let lead: TeamLead
    /// The team by name (RG-124, RG-114).
    package let members: [Member]
    /// Slots from now on that some member may see.
    package let slots: [Slot]
    /// The segments of the campaign by name.
    package let segments: [Segment]

    package struct Member: Sendable, Hashable {
        package let agent: Agent
        package let current: AgentView.Current?
        /// What they last said of an absence, while it lasts.
        package let absence: Absence?
        /// Where the work itself stands; nil where there is none.
        package let operation: Operation.State?
        /// What they would like, having found no slot that suits them (RG-304); three at most.
        package let wishes: [String]
    }

    /// Why nobody can be placed now; nil where they can (RG-010, RG-110).
    package var obstacle: RefusalReason? {
        switch campaign.state {
        case .preparation, .finished, .archived: .closed
        case .upcoming, .inProgress: lead.places(in: campaign.mode) ? nil : .forbidden
        }
    }

    /// A member by identifier; nil for anybody else's agent (RG-124).
    package func member(_ id: Agent.ID) -> Member? { members.first { $0.agent.id == id } }

    static func load(_ lead: TeamLead, now: Instant, on connection: any SQLConnection) throws -> TeamView? {
        guard let campaign = try CampaignStore.load(lead.campaign, on: connection) else { return nil }
        let statements = TeamStatements.of(lead)
        let today = campaign.clock.day(now)
        let slots = Dictionary(
            try connection.query(statements.slots, lead.id).map(SlotStore.slot).map { ($0.id, $0) },
            uniquingKeysWith: { first, _ in first })
        let bookings = Dictionary(
            try connection.query(statements.bookings, lead.id).map(BookingStore.booking)
                .map { ($0.agent, $0) }, uniquingKeysWith: { first, _ in first })
        var operations: [Agent.ID: Operation.State] = [:]
        for row in try connection.query(statements.operations, lead.id) {
            operations[try row("agent_id")] = try row("state")
        }
        var wishes: [Agent.ID: [String]] = [:]
        for row in try connection.query(statements.wishes, lead.id) {
            wishes[try row("agent_id"), default: []].append(try row("words"))
        }
        let members = try connection.query(statements.agents, lead.id).map { row in
            let agent = try AgentStore.agent(row)
            let current = bookings[agent.id].flatMap { booking in
                slots[booking.slot].map {
                    AgentView.Current(
                        booking: booking, slot: $0, isLocked: $0.isLocked(in: campaign, at: now))
                }
            }
            return Member(
                agent: agent, current: current,
                absence: try AgentStore.absence(row).flatMap { $0.lasts(on: today, at: now) ? $0 : nil },
                operation: operations[agent.id], wishes: wishes[agent.id] ?? [])
        }
        let segments = Set(members.map(\.agent.segment))
        return TeamView(
            campaign: campaign, lead: lead, members: members,
            slots: try SlotStore.list(of: campaign.id, endingAfter: now, on: connection)
                .filter { slot in slot.starts > now && segments.contains { slot.isOpen(to: $0) } },
            segments: try SegmentStore.list(of: campaign.id, on: connection))
    }
}

/// What is read of a team, by whose it is; `$1` is who leads it.
private struct TeamStatements {
    let agents: String
    let bookings: String
    let slots: String
    let operations: String
    let wishes: String

    static func of(_ lead: TeamLead) -> TeamStatements {
        switch lead {
        case .manager: manager
        case .delegate: delegate
        }
    }

    /// RG-124.
    private static let manager = TeamStatements("agents.manager_id = $1")

    /// RG-114.
    private static let delegate = TeamStatements(
        """
        agents.campaign_id = (SELECT campaign_id FROM delegates WHERE id = $1)
            AND agents.folded_service IN (SELECT folded FROM delegate_services WHERE delegate_id = $1)
        """)

    private init(_ isTheirs: String) {
        agents = "SELECT * FROM agents WHERE \(isTheirs) ORDER BY folded_name, id"
        bookings = """
            SELECT bookings.* FROM bookings JOIN agents ON agents.id = bookings.agent_id
            WHERE \(isTheirs) AND bookings.state <> 'cancelled'
            """
        slots = """
            SELECT DISTINCT slots.* FROM slots
            JOIN bookings ON bookings.slot_id = slots.id
            JOIN agents ON agents.id = bookings.agent_id
            WHERE \(isTheirs) AND bookings.state <> 'cancelled'
            """
        operations = """
            SELECT operations.agent_id, operations.state FROM operations JOIN agents ON agents.id = operations.agent_id
            WHERE \(isTheirs) ORDER BY operations.id
            """
        wishes = """
            SELECT wishes.agent_id, wishes.words FROM wishes JOIN agents ON agents.id = wishes.agent_id
            WHERE \(isTheirs) ORDER BY wishes.agent_id, wishes.position
            """
    }
}
