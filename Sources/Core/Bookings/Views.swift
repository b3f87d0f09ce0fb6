// What pages show of bookings, read in one snapshot.

/// The agent's page.
package struct AgentView: Sendable, Hashable {
    package let campaign: Campaign
    package let agent: Agent
    /// The active booking and its slot.
    package let current: Current?
    /// The slots that they may see (RG-120) from now on, by time, full and locked ones included.
    package let slots: [Slot]
    /// What they wait for (RG-303), by day.
    package let waits: [Wait]
    /// The place of an offer that they let pass in the last days (RG-303); nil where there is none.
    package let lapsed: Wait?
    /// What they would like (RG-304).
    package let wishes: Wishes

    /// The place that is held for them, where one is (RG-303).
    package var offer: (slot: Slot, until: Instant)? {
        waits.compactMap(\.hold).first.flatMap { hold in
            slots.first { $0.id == hold.slot }.map { ($0, hold.until) }
        }
    }

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
                to: state.agent.segment, in: state.campaign.id, from: now, on: connection),
            waits: try WaitStore.open(of: id, on: connection),
            lapsed: try WaitStore.lapsed(of: id, since: now - .days(3), on: connection),
            wishes: try WishStore.wishes(of: id, on: connection))
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
