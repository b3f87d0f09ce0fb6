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
