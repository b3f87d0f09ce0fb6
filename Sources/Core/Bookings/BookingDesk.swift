// Where bookings are made, moved and cancelled, whoever asks: a page, a mail, a manager, a command.

/// The use cases of bookings, each one transaction.
package struct BookingDesk: Sendable {
    package let database: any SQLDatabase

    package init(_ database: any SQLDatabase) { self.database = database }

    /// Places an agent on a slot, or moves them to it where they hold another (RG-121, RG-122, RG-142).
    ///
    /// Asking again for the slot that they hold changes nothing and is no refusal.
    package func place(
        _ agent: Agent.ID, on slot: Slot.ID, by actor: Actor, now: Instant
    ) async throws -> BookingResult {
        try await database.transaction { connection in
            try Self.place(agent, on: slot, by: actor, now: now, on: connection)
        }
    }

    /// The same inside a transaction that others share.
    static func place(
        _ agent: Agent.ID, on slot: Slot.ID, by actor: Actor, now: Instant, on connection: any SQLConnection
    ) throws -> BookingResult {
        guard let state = try Placing.load(agent, for: actor, on: connection) else {
            return .refused(Refusal(.unavailable))
        }
        let slot = try SlotStore.load(slot, on: connection)
        return try Placing.place(state, on: slot, by: actor, now: now, on: connection)
    }

    /// Cancels an agent's active booking (RG-143). Cancelling when nothing is booked is refused as `nothingBooked`.
    package func cancel(_ agent: Agent.ID, by actor: Actor, now: Instant) async throws -> BookingResult {
        try await database.transaction { connection in
            guard let state = try Placing.load(agent, for: actor, on: connection) else {
                return .refused(Refusal(.unavailable))
            }
            return try Placing.cancel(state, by: actor, now: now, on: connection)
        }
    }

    /// What the agent's page shows; nil where there is no such agent.
    package func view(of agent: Agent.ID, now: Instant) async throws -> AgentView? {
        try await database.read { try AgentView.load(agent, now: now, on: $0) }
    }

    /// What is kept about the agent; nil where there is no such agent.
    package func record(of agent: Agent.ID) async throws -> PersonalRecord? {
        try await database.read { try PersonalRecord.load(agent, on: $0) }
    }

    /// Who of a campaign waits for a full day or has said what they would like, by name (RG-303, RG-304).
    package func longings(in campaign: Campaign.ID) async throws -> [Longing] {
        try await database.read { try Longing.list(of: campaign, on: $0) }
    }

    /// What tells whether agents' pages have changed since they were rendered, in one snapshot and a short query each;
    /// those that there are not are left out.
    package func versions(of agents: Set<Agent.ID>) async throws -> [Agent.ID: PageVersion] {
        try await database.read { connection in
            var versions: [Agent.ID: PageVersion] = [:]
            for agent in agents { versions[agent] = try PageVersion.load(agent, on: connection) }
            return versions
        }
    }

    /// The team of a link's subject and the slots it can be placed on; nil where nobody of that identifier leads one
    /// (RG-124, RG-114).
    package func team(of subject: String, now: Instant) async throws -> TeamView? {
        try await database.read { connection in
            try TeamLead.find(subject, on: connection).flatMap {
                try TeamView.load($0, now: now, on: connection)
            }
        }
    }
}

/// What became of a request.
package enum BookingResult: Sendable, Hashable {
    case booked(Booking, Slot)
    case moved(Booking, from: Slot, to: Slot)
    case cancelled(Slot)
    /// They held this slot already.
    case unchanged(Booking, Slot)
    case refused(Refusal)
}

extension BookingResult {
    /// The slot that has a place more than before.
    var freed: Slot? {
        switch self {
        case .moved(_, let from, _): from
        case .cancelled(let slot): slot
        case .booked, .unchanged, .refused: nil
        }
    }
}

/// Why something is not done, with what to do instead.
package struct Refusal: Sendable, Hashable {
    package let reason: RefusalReason
    /// Slots with free places that the agent may choose instead, nearest first; a few at most.
    package let alternatives: [Slot]

    package init(_ reason: RefusalReason, alternatives: [Slot] = []) {
        self.reason = reason
        self.alternatives = alternatives
    }
}
