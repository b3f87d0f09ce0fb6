// What is done on a team's page: orders for one or several of its people, and their undoing.

/// The use cases of teams, each one transaction.
///
/// Each order is decided as if it came alone (RG-110, RG-120, RG-123, RG-124), and each agent is told by mail (RG-126).
package struct TeamActs: Sendable {
    package let database: any SQLDatabase

    package init(_ database: any SQLDatabase) { self.database = database }

    /// What became of some orders, in the order in which they were given.
    package struct Outcome: Sendable, Hashable {
        package let results: [TeamOrderResult]
        /// What can be undone; nil where nothing was changed.
        package let act: TeamAct?

        package var refused: [TeamOrderResult] { results.filter { $0.refusal != nil } }
    }

    /// Carries orders out. Where they hang `together`, as when one person gives another their place, either all are or none
    /// is.
    package func perform(
        _ orders: [TeamOrder], together: Bool = false, by lead: TeamLead, way: Actor.Way = .web, now: Instant
    ) async throws -> Outcome {
        do {
            return try await database.transaction { connection in
                let outcome = try Self.perform(
                    orders, by: lead, way: way, now: now, on: connection)
                if together, !outcome.refused.isEmpty { throw Undecided(outcome: outcome) }
                return outcome
            }
        } catch let undecided as Undecided {
            return Outcome(results: undecided.outcome.refused, act: nil)
        }
    }

    /// What somebody can still undo, the latest first.
    package func recent(by lead: TeamLead, now: Instant) async throws -> [TeamAct] {
        try await database.read {
            try TeamActStore.recent(by: lead, since: now - TeamAct.undoable, on: $0)
        }
    }

    /// Ends a transaction so that none of it stands.
    private struct Undecided: Error {
        let outcome: Outcome
    }

    private static func perform(
        _ orders: [TeamOrder], by lead: TeamLead, way: Actor.Way, now: Instant,
        on connection: any SQLConnection
    ) throws -> Outcome {
        let actor = lead.actor(by: way)
        var results: [Int: TeamOrderResult] = [:]
        var steps: [TeamAct.Step] = []
        for (index, order) in sequence(orders) {
            guard let state = try Placing.load(order.agent, for: actor, on: connection) else {
                results[index] = TeamOrderResult(order, .refused(Refusal(.forbidden)))
                continue
            }
            let result = TeamOrderResult(
                order, try carryOut(order, state, by: actor, now: now, on: connection))
            results[index] = result
            if let step = TeamAct.Step(result, before: state.current?.booking) { steps.append(step) }
        }
        let act = try TeamActStore.insert(steps, by: lead, now: now, on: connection)
        if act != nil {
            try passOn(results.values.compactMap(\.result.freed), of: lead, now: now, on: connection)
            try CampaignStore.touch(lead.campaign, on: connection)
        }
        return Outcome(results: orders.indices.compactMap { results[$0] }, act: act)
    }

    /// Offers what the orders together left free to those who wait for it (RG-303).
    static func passOn(
        _ freed: [Slot], of lead: TeamLead, now: Instant, on connection: any SQLConnection
    ) throws {
        guard !freed.isEmpty, let campaign = try CampaignStore.load(lead.campaign, on: connection) else {
            return
        }
        for slot in freed.sorted(by: { $0.id.text < $1.id.text }) {
            _ = try WaitingList.offer(slot.id, in: campaign, now: now, on: connection)
        }
    }

    static func carryOut(
        _ order: TeamOrder, _ state: PlacingState, by actor: Actor, now: Instant,
        on connection: any SQLConnection
    ) throws -> BookingResult {
        switch order.wish {
        case .place(let slot):
            try Placing.place(
                state, on: try SlotStore.load(slot, on: connection), by: actor, settles: false, now: now,
                on: connection)
        case .cancel: try Placing.cancel(state, by: actor, settles: false, now: now, on: connection)
        }
    }

    /// What frees places first; then slot by slot, always in the same order: two people who place many at once then wait
    /// for each other, rather than each for what the other holds.
    private static func sequence(_ orders: [TeamOrder]) -> [(offset: Int, element: TeamOrder)] {
        Array(orders.enumerated()).sorted {
            ($0.element.slotText, $0.offset) < ($1.element.slotText, $1.offset)
        }
    }
}

extension TeamOrder {
    fileprivate var slotText: String {
        if case .place(let slot) = wish { slot.text } else { "" }
    }
}
