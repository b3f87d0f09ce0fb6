// "Place the others for me": a spread that keeps every day at or under the threshold.

import TestSupport
import Testing

@testable import Core

@Suite("Proposals for a team")
struct TeamProposalTests {
    private let now = SampleCampaign.now

    /// A manager's team of four, in two segments' campaign, and slots of five days.
    private func town(
        _ database: any SQLDatabase, days: Int = 5, capacity: Int = 8
    ) async throws -> SampleCampaign {
        let sample = try await SampleCampaign(on: database, mode: .manager, agents: 8)
        for day in 0..<days {
            _ = try await sample.slot(SampleCampaign.monday.adding(days: day), capacity: capacity)
        }
        return sample
    }

    private func view(_ sample: SampleCampaign) async throws -> TeamView {
        try #require(try await sample.desk.team(of: sample.managers[0].text, now: now))
    }

    @Test("everybody is proposed a slot, and no day is above the threshold")  // RG-127
    func spread() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await town(database, days: 2)
            let view = try await view(sample)

            let proposal = TeamProposal(for: Set(view.members.map(\.agent.id)), of: view, now: now)

            #expect(proposal.orders.count == 4)
            #expect(proposal.unplaced.isEmpty)
            let after = view.shares(after: proposal.orders)
            #expect(after.counts.values.sorted() == [2, 2])
            #expect(view.daysAbove(after: proposal.orders).isEmpty)
            // Nothing was held for it.
            #expect(try await sample.count("SELECT sum(taken) AS n FROM slots") == 0)
        }
    }

    @Test("where one day is left, half of the team is proposed, and the rest is told why")  // RG-127
    func threshold() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await town(database, days: 1)
            let view = try await view(sample)

            let proposal = TeamProposal(for: Set(view.members.map(\.agent.id)), of: view, now: now)

            #expect(proposal.orders.count == 2)
            #expect(proposal.unplaced.map(\.reason) == [.teamTogether, .teamTogether])
        }
    }

    @Test("who is away is proposed a day after the return, or none")
    func absence() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await town(database, days: 3)
            let (marie, paul) = (sample.agents[0], sample.agents[2])
            let monday = SampleCampaign.monday
            _ = try await database.transaction { connection in
                try AgentStore.noteAbsence(
                    of: marie, until: monday.adding(days: 2), note: "", now: SampleCampaign.now,
                    on: connection)
                try AgentStore.noteAbsence(
                    of: paul, until: monday.adding(days: 20), note: "", now: SampleCampaign.now,
                    on: connection)
            }
            let view = try await view(sample)

            let proposal = TeamProposal(for: Set(view.members.map(\.agent.id)), of: view, now: now)

            let slots = Dictionary(uniqueKeysWithValues: view.slots.map { ($0.id, $0) })
            let days = proposal.orders.compactMap { order -> Day? in
                guard case .place(let slot) = order.wish, order.agent == marie else { return nil }
                return slots[slot].map { view.campaign.clock.day($0.starts) }
            }
            #expect(days == [monday.adding(days: 2)])
            #expect(proposal.unplaced == [Spread.Unplaced(agent: paul, reason: .away)])
        }
    }

    @Test(
        "a share is told in whole percent, shown from 30 % on, and warned of above the threshold",
        arguments: [
            (1, 1, 100, false, false), (1, 3, 33, false, false), (2, 8, 25, false, false),
            (3, 8, 37, true, false), (4, 8, 50, true, false), (5, 8, 62, true, true), (2, 3, 66, true, true),
        ])  // RG-127
    func shares(_ count: Int, _ size: Int, _ percent: Int, _ isShown: Bool, _ isAbove: Bool) {
        let day = SampleCampaign.monday
        let shares = DayShares(size: size, threshold: 50, counts: [day: count])

        #expect(shares.percent(on: day) == percent)
        #expect(shares.isShown(on: day) == isShown)
        #expect(shares.isAbove(on: day) == isAbove)
    }
}
