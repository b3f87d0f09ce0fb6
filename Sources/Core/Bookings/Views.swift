// What pages show of bookings, read in one snapshot.

/// The agent's page.
package struct AgentView: Sendable, Hashable {
    package let campaign: Campaign
    package let agent: Agent
    /// The active booking and its slot.
    package let current: Current?
    /// The slots that they may see (RG-120) from now on, by time, full and locked ones included.
    package let slots: [Slot]

    package struct Current: Sendable, Hashable {
        package let booking: Booking
        package let slot: Slot
        package let isLocked: Bool
    }

    /// The language the page is in unless the reader asks for another.
    package var language: Language { agent.language ?? campaign.language }

    /// Why the agent can book nothing now; nil where they can.
    package func obstacle(at now: Instant) -> RefusalReason? {
        switch campaign.state {
        case .preparation, .finished, .archived: .closed
        case .upcoming, .inProgress:
            if !campaign.mode.agentsChoose {
                .forbidden
            } else if current?.isLocked == true {
                .locked
            } else {
                nil
            }
        }
    }
}

/// What an agent's page was rendered from, to compare with what it would be rendered from now.
package struct PageVersion: Sendable, Hashable {
    package let linkEpoch: Int
    package let revision: Int
}

/// A manager's team.
package struct TeamView: Sendable, Hashable {
    package let campaign: Campaign
    package let manager: Manager
    /// The team by name (RG-124).
    package let members: [Member]
    /// Slots from now on that some member may see.
    package let slots: [Slot]

    package struct Member: Sendable, Hashable {
        package let agent: Agent
        package let current: AgentView.Current?
    }
}

extension AgentView {
    static func load(_ id: Agent.ID, now: Instant, on connection: any SQLConnection) throws -> AgentView? {
        guard let state = try Placing.load(id, on: connection) else { return nil }
        return AgentView(
            campaign: state.campaign, agent: state.agent,
            current: state.current.map {
                Current(
                    booking: $0.booking, slot: $0.slot,
                    isLocked: $0.slot.isLocked(in: state.campaign, at: now))
            },
            slots: try SlotStore.open(
                to: state.agent.segment, in: state.campaign.id, from: now, on: connection))
    }
}

extension PageVersion {
    static func load(_ id: Agent.ID, on connection: any SQLConnection) throws -> PageVersion? {
        try connection.query(
            """
            SELECT agents.link_epoch, campaigns.revision
            FROM agents JOIN campaigns ON campaigns.id = agents.campaign_id
            WHERE agents.id = $1
            """, id
        ).first.map { PageVersion(linkEpoch: try $0("link_epoch"), revision: try $0("revision")) }
    }
}

extension TeamView {
    static func load(_ id: Manager.ID, now: Instant, on connection: any SQLConnection) throws -> TeamView? {
        guard let manager = try ManagerStore.load(id, on: connection),
            let campaign = try CampaignStore.load(manager.campaign, on: connection)
        else { return nil }
        let agents = try AgentStore.team(of: id, on: connection)
        let bookings = try connection.query(activeOfTeam, id).map(BookingStore.booking)
        let slots = try connection.query(slotsOfTeam, id).map(SlotStore.slot)
        let slotByID = Dictionary(slots.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let bookingByAgent = Dictionary(
            bookings.map { ($0.agent, $0) }, uniquingKeysWith: { first, _ in first })
        let segments = Set(agents.map(\.segment))
        return TeamView(
            campaign: campaign, manager: manager,
            members: agents.map { agent in
                let current = bookingByAgent[agent.id].flatMap { booking in
                    slotByID[booking.slot].map {
                        AgentView.Current(
                            booking: booking, slot: $0, isLocked: $0.isLocked(in: campaign, at: now))
                    }
                }
                return Member(agent: agent, current: current)
            },
            slots: try SlotStore.list(of: campaign.id, endingAfter: now, on: connection)
                .filter { slot in slot.starts > now && segments.contains { slot.isOpen(to: $0) } })
    }

    private static let activeOfTeam = """
        SELECT bookings.* FROM bookings JOIN agents ON agents.id = bookings.agent_id
        WHERE agents.manager_id = $1 AND bookings.state <> 'cancelled'
        """

    private static let slotsOfTeam = """
        SELECT DISTINCT slots.* FROM slots
        JOIN bookings ON bookings.slot_id = slots.id
        JOIN agents ON agents.id = bookings.agent_id
        WHERE agents.manager_id = $1 AND bookings.state <> 'cancelled'
        """
}
