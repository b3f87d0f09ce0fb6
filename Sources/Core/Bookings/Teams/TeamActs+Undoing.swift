// Undoing what was done on a team's page: the inverse, through the same use cases.
//
// Nothing is held meanwhile: where the earlier place has gone, the refusal says so. Only what still stands is undone: an
// agent who has changed or cancelled since keeps what they chose.

extension TeamActs {
    /// What became of an undoing.
    package enum Undoing: Sendable, Hashable {
        case undone([Undone])
        /// Ten minutes are over, it was undone before, or it was somebody else's.
        case tooLate
    }

    package struct Undone: Sendable, Hashable {
        package enum Fate: Sendable, Hashable {
            /// As it was before.
            case restored
            /// Changed since by somebody: left as it is now.
            case changedSince
            /// What was before cannot be had again.
            case refused(Refusal)
        }

        package let agent: Agent.ID
        package let fate: Fate
    }

    /// Undoes an act as far as it still stands, the last step first.
    package func undo(
        _ id: TeamAct.ID, by lead: TeamLead, way: Actor.Way = .web, now: Instant
    ) async throws -> Undoing {
        try await database.transaction { connection in
            let since = now - TeamAct.undoable
            guard
                let act = try TeamActStore.takeBack(id, by: lead, since: since, now: now, on: connection)
            else { return .tooLate }
            let actor = lead.actor(by: way)
            var freed: [Slot] = []
            let undone = try act.steps.reversed().map { step in
                Undone(
                    agent: step.agent,
                    fate: try Self.undo(
                        step, of: act, by: actor, freed: &freed, now: now, on: connection))
            }
            try Self.passOn(freed, of: lead, now: now, on: connection)
            try Journal.append(
                "team act undone", subject: act.id.text, campaign: lead.campaign, by: actor,
                before: "\(act.steps.count)", after: "\(undone.count { $0.fate == .restored })", now: now,
                on: connection)
            try CampaignStore.touch(lead.campaign, on: connection)
            return .undone(undone.reversed())
        }
    }

    private static func undo(
        _ step: TeamAct.Step, of act: TeamAct, by actor: Actor, freed: inout [Slot], now: Instant,
        on connection: any SQLConnection
    ) throws -> Undone.Fate {
        guard let state = try Placing.load(step.agent, for: actor, on: connection), stands(step, in: state)
        else { return .changedSince }
        let wish: TeamOrder.Wish = step.from.map { .place($0) } ?? .cancel
        let order = TeamOrder(step.agent, wish)
        let result = try carryOut(order, state, by: actor, now: now, on: connection)
        if let refusal = TeamOrderResult(order, result).refusal { return .refused(refusal) }
        if let slot = result.freed { freed.append(slot) }
        try takeBackLetters(step, of: act, state, now: now, on: connection)
        return .restored
    }

    /// Whether nothing came after.
    private static func stands(_ step: TeamAct.Step, in state: PlacingState) -> Bool {
        switch step.kind {
        case .placed, .moved:
            state.current?.booking.id == step.booking && state.current?.booking.sequence == step.sequence
        case .cancelled: state.current == nil
        }
    }

    /// What has not left yet is overtaken. Who was never told of a place needs not be told that it is gone, and is invited as
    /// before. A cancellation leaves in any case: it takes the old appointment out of the agent's calendar.
    private static func takeBackLetters(
        _ step: TeamAct.Step, of act: TeamAct, _ state: PlacingState, now: Instant,
        on connection: any SQLConnection
    ) throws {
        let letters = Correspondence(state.campaign, on: connection)
        switch step.kind {
        case .placed:
            guard try letters.withdraw(.confirmation, of: step.booking, step.sequence, now: now) else {
                return
            }
            _ = try letters.withdraw(.cancellation, of: step.booking, step.sequence + 1, now: now)
            try letters.inviteAgain(step.agent, overtakenAt: act.doneAt)
        case .moved: _ = try letters.withdraw(.change, of: step.booking, step.sequence, now: now)
        case .cancelled: break
        }
    }
}
