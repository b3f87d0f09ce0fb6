// Where agents ask to wait, decline what they are offered, and say what they wish; each one transaction.

/// The use cases of waiting lists (RG-303) and wishes (RG-304).
package struct WaitingDesk: Sendable {
    package let database: any SQLDatabase

    package init(_ database: any SQLDatabase) { self.database = database }

    /// Waits for a day that is full. Asking again keeps one's turn and is no refusal.
    ///
    /// Refused as `unavailable` where the agent may see no slot of that day that can still be taken (RG-120, RG-123), or
    /// holds one of that very day.
    package func wait(
        _ agent: Agent.ID, for day: Day, by actor: Actor, now: Instant
    ) async throws -> WaitResult {
        try await act(agent, by: actor, now: now) { state, connection in
            let campaign = state.campaign
            let slots = try SlotStore.open(
                to: state.agent.segment, in: campaign.id, from: now, on: connection
            ).filter { campaign.clock.day($0.starts) == day && !$0.isLocked(in: campaign, at: now) }
            let holdsOne = state.current.map { campaign.clock.day($0.slot.starts) == day } ?? false
            guard !slots.isEmpty, !holdsOne else { return .refused(Refusal(.unavailable)) }
            guard slots.allSatisfy({ $0.left == 0 }) else { return .roomLeft(day) }
            guard try WaitStore.insert(state.agent, day, now: now, on: connection) else {
                return .waiting(day)
            }
            try Journal.append(
                "wait asked", subject: agent.text, campaign: campaign.id, by: actor, after: day.description,
                now: now, on: connection)
            try CampaignStore.touch(campaign.id, on: connection)
            return .waiting(day)
        }
    }

    /// Gives up waiting for a day; what was held for it goes to the next. Doing it twice is no refusal.
    package func giveUp(
        _ agent: Agent.ID, waitingFor day: Day, by actor: Actor, now: Instant
    ) async throws -> WaitResult {
        try await end(agent, .withdrawn, by: actor, now: now) { $0.day == day }
    }

    /// Declines the place that is held, which goes to the next. Doing it twice is no refusal.
    package func decline(_ agent: Agent.ID, by actor: Actor, now: Instant) async throws -> WaitResult {
        try await end(agent, .declined, by: actor, now: now) { $0.hold != nil }
    }

    /// Keeps an agent's wishes in the place of those before (RG-304); none removes them.
    package func wish(
        _ agent: Agent.ID, _ wishes: Wishes, by actor: Actor, now: Instant
    ) async throws -> WaitResult {
        try await act(agent, by: actor, now: now) { state, connection in
            let before = try WishStore.wishes(of: agent, on: connection)
            guard before != wishes else { return .ended }
            try WishStore.replace(wishes, of: agent, now: now, on: connection)
            try Journal.append(
                "wishes kept", subject: agent.text, campaign: state.campaign.id, by: actor,
                before: before.words.isEmpty ? nil : before.words.joined(separator: " / "),
                after: wishes.words.joined(separator: " / "), now: now, on: connection)
            try CampaignStore.touch(state.campaign.id, on: connection)
            return .ended
        }
    }

    private func end(
        _ agent: Agent.ID, _ outcome: Wait.Outcome, by actor: Actor, now: Instant,
        where isMeant: @escaping @Sendable (Wait) -> Bool
    ) async throws -> WaitResult {
        try await act(agent, by: actor, now: now) { state, connection in
            for wait in try WaitStore.open(of: agent, on: connection) where isMeant(wait) {
                guard
                    try WaitingList.end(
                        wait, outcome, by: actor, in: state.campaign, now: now, on: connection)
                else { throw SQLError.transient("the wait changed meanwhile") }
            }
            return .ended
        }
    }

    /// Whoever may not choose a slot may not wait for one either.
    private func act(
        _ agent: Agent.ID, by actor: Actor, now: Instant,
        _ body: @escaping @Sendable (PlacingState, any SQLConnection) throws -> WaitResult
    ) async throws -> WaitResult {
        try await database.transaction { connection in
            guard let state = try Placing.load(agent, on: connection) else {
                return .refused(Refusal(.unavailable))
            }
            if let obstacle = state.obstacleToMoving(by: actor, now: now) {
                return .refused(Refusal(obstacle))
            }
            return try body(state, connection)
        }
    }
}
