// Orders for several people at once, and their undoing.

import TestSupport
import Testing

@testable import Core

@Suite("What is done on a team's page")
struct TeamActsTests {
    private let now = SampleCampaign.now

    private func lead(_ sample: SampleCampaign, _ index: Int = 0) async throws -> TeamLead {
        let id = sample.managers[index]
        return .manager(try #require(try await sample.database.read { try ManagerStore.load(id, on: $0) }))
    }

    /// The slot that an agent holds.
    private func held(_ agent: Agent.ID, _ sample: SampleCampaign) async throws -> Slot.ID? {
        try await sample.desk.view(of: agent, now: now)?.current?.slot.id
    }

    private func waiting(_ kind: Message.Kind, _ sample: SampleCampaign) async throws -> Int {
        try await sample.outbox().count { $0.kind == kind && $0.state == .pending }
    }

    @Test(
        "several are placed on one slot at once, each told and recorded", arguments: Engine.available)
    func several(_ engine: Engine) async throws {  // RG-125, RG-126
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database, mode: .manager, agents: 6)
            let lead = try await lead(sample)
            let slot = try await sample.slot(capacity: 3)
            let team = [sample.agents[0], sample.agents[2], sample.agents[4]]
            let acts = TeamActs(database)

            let outcome = try await acts.perform(
                team.map { TeamOrder($0, .place(slot)) }, by: lead, now: now)

            #expect(outcome.refused.isEmpty)
            #expect(outcome.act?.steps.count == 3)
            #expect(try await waiting(.confirmation, sample) == 3)
            let placed = try await sample.count(
                "SELECT count(*) AS n FROM bookings WHERE placed_by = 'manager' AND placed_way = 'web'")
            #expect(placed == 3)
            #expect(try await sample.count("SELECT taken AS n FROM slots") == 3)
        }
    }

    @Test("who finds no place is refused alone, and told what is left", arguments: Engine.available)
    func partly(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database, mode: .manager, agents: 6)
            let lead = try await lead(sample)
            let slot = try await sample.slot(capacity: 2)
            let other = try await sample.slot(SampleCampaign.monday, "14:00")
            let team = [sample.agents[0], sample.agents[2], sample.agents[4]]

            let outcome = try await TeamActs(database).perform(
                team.map { TeamOrder($0, .place(slot)) }, by: lead, now: now)

            #expect(outcome.refused.count == 1)
            #expect(outcome.refused.first?.refusal?.reason == .full)
            #expect(outcome.refused.first?.refusal?.alternatives.map(\.id) == [other])
            #expect(outcome.act?.steps.count == 2)
        }
    }

    @Test(
        "one person takes the place of another in one go, or neither changes", arguments: Engine.available)
    func replacing(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database, mode: .manager, agents: 4)
            let lead = try await lead(sample)
            let (marie, paul) = (sample.agents[0], sample.agents[2])
            let slot = try await sample.slot(capacity: 1)
            let acts = TeamActs(database)
            _ = try await acts.perform([TeamOrder(marie, .place(slot))], by: lead, now: now)

            // Given in any order, the place is freed first.
            let exchange = [TeamOrder(paul, .place(slot)), TeamOrder(marie, .cancel)]
            let done = try await acts.perform(exchange, together: true, by: lead, now: now)
            #expect(done.refused.isEmpty)
            #expect(try await held(paul, sample) == slot)
            #expect(try await held(marie, sample) == nil)

            // Somebody of another team cannot take it: Paul keeps it.
            let foreign = [TeamOrder(sample.agents[1], .place(slot)), TeamOrder(paul, .cancel)]
            let refused = try await acts.perform(foreign, together: true, by: lead, now: now)
            #expect(refused.refused.first?.refusal?.reason == .forbidden)  // RG-124
            #expect(refused.act == nil)
            #expect(try await held(paul, sample) == slot)
        }
    }

    @Test("whoever waits for the day does not come between, when one gives another their place")
    func replacingBeforeWhoWaits() async throws {  // RG-303
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database, mode: .mixed, agents: 6, state: .inProgress)
            let lead = try await lead(sample)
            let (marie, paul, emma) = (sample.agents[0], sample.agents[2], sample.agents[4])
            let slot = try await sample.slot(capacity: 1)
            let acts = TeamActs(database)
            _ = try await acts.perform([TeamOrder(marie, .place(slot))], by: lead, now: now)
            _ = try await WaitingDesk(database).wait(
                emma, for: SampleCampaign.monday, by: sample.actor(emma), now: now)

            let done = try await acts.perform(
                [TeamOrder(marie, .cancel), TeamOrder(paul, .place(slot))], together: true, by: lead, now: now
            )

            #expect(done.refused.isEmpty)
            #expect(try await held(paul, sample) == slot)
            #expect(try await waiting(.placeOffer, sample) == 0)

            // Undone, the place goes back to Marie, not to who waits.
            _ = try await acts.undo(try #require(done.act).id, by: lead, now: now)
            #expect(try await held(marie, sample) == slot)
            #expect(try await waiting(.placeOffer, sample) == 0)
        }
    }

    @Test("an act is undone within ten minutes, once, and by whoever did it", arguments: Engine.available)
    func undoing(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database, mode: .manager, agents: 4)
            let (lead, other) = (try await lead(sample), try await lead(sample, 1))
            let (marie, paul) = (sample.agents[0], sample.agents[2])
            let (first, second) = (
                try await sample.slot(), try await sample.slot(SampleCampaign.monday, "14:00")
            )
            let acts = TeamActs(database)
            _ = try await acts.perform([TeamOrder(marie, .place(first))], by: lead, now: now)
            let act = try #require(
                try await acts.perform(
                    [TeamOrder(marie, .place(second)), TeamOrder(paul, .place(first))], by: lead, now: now
                ).act?.id)

            #expect(try await acts.undo(act, by: other, now: now) == .tooLate)
            #expect(try await acts.undo(act, by: lead, now: now + .minutes(10)) == .tooLate)
            let undone = try await acts.undo(act, by: lead, now: now + .minutes(9))

            guard case .undone(let fates) = undone else {
                Issue.record("\(undone)")
                return
            }
            #expect(fates.allSatisfy { $0.fate == .restored })
            #expect(try await held(marie, sample) == first)
            #expect(try await held(paul, sample) == nil)
            #expect(try await acts.undo(act, by: lead, now: now) == .tooLate)
            #expect(try await sample.count("SELECT sum(taken) AS n FROM slots") == 1)
        }
    }

    @Test("what has changed since, and what has gone, is left and said", arguments: Engine.available)
    func undoingPartly(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database, mode: .mixed, agents: 6)
            let lead = try await lead(sample)
            let (marie, paul, emma) = (sample.agents[0], sample.agents[2], sample.agents[4])
            let first = try await sample.slot(capacity: 1)
            let second = try await sample.slot(SampleCampaign.monday, "14:00", capacity: 2)
            let third = try await sample.slot(SampleCampaign.monday, "16:00", capacity: 1)
            let acts = TeamActs(database)
            _ = try await acts.perform([TeamOrder(marie, .place(first))], by: lead, now: now)
            let act = try #require(
                try await acts.perform(
                    [TeamOrder(marie, .place(second)), TeamOrder(paul, .place(second))], by: lead, now: now
                ).act?.id)
            // Paul chooses another slot, and Emma takes the place that Marie left.
            _ = try await sample.desk.place(paul, on: third, by: sample.actor(paul), now: now)
            _ = try await sample.desk.place(emma, on: first, by: sample.actor(emma), now: now)

            guard case .undone(let fates) = try await acts.undo(act, by: lead, now: now) else {
                Issue.record("not undone")
                return
            }

            #expect(fates.first { $0.agent == paul }?.fate == .changedSince)
            guard case .refused(let refusal) = fates.first(where: { $0.agent == marie })?.fate else {
                Issue.record("\(fates)")
                return
            }
            #expect(refusal.reason == .full)
            #expect(try await held(marie, sample) == second)
            #expect(try await held(paul, sample) == third)
        }
    }

    @Test("a confirmation that has not left is overtaken, and the invitation waits again")
    func letters() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(
                on: database, mode: .mixed, agents: 2, state: .preparation)
            let lead = try await lead(sample)
            let slot = try await sample.slot()
            _ = try await Launch(database).invite(sample.id, by: .console, now: now)
            let invited = try await waiting(.invitation, sample)
            let acts = TeamActs(database)
            let act = try #require(
                try await acts.perform([TeamOrder(sample.agents[0], .place(slot))], by: lead, now: now).act)
            #expect(try await waiting(.invitation, sample) == invited - 1)

            _ = try await acts.undo(act.id, by: lead, now: now)

            #expect(try await waiting(.confirmation, sample) == 0)
            #expect(try await waiting(.cancellation, sample) == 0)
            #expect(try await waiting(.invitation, sample) == invited)
        }
    }

    @Test("a confirmation that has left is followed by a cancellation")
    func lettersThatLeft() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database, mode: .manager, agents: 2)
            let lead = try await lead(sample)
            let slot = try await sample.slot()
            let acts = TeamActs(database)
            let act = try #require(
                try await acts.perform([TeamOrder(sample.agents[0], .place(slot))], by: lead, now: now).act)
            _ = try await database.transaction {
                try $0.execute("UPDATE outbox SET state = 'sent' WHERE kind = 'confirmation'")
            }

            _ = try await acts.undo(act.id, by: lead, now: now)

            #expect(try await waiting(.cancellation, sample) == 1)
        }
    }

    @Test(
        "a manager, a delegate and an agent on the last place: one wins, the others are told what is left",
        arguments: Engine.available)
    func race(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database, mode: .mixed, agents: 6)
            let manager = try await lead(sample)
            let named = try await Delegates(database).add(
                try #require(EmailAddress("adjointe@agents.example")), name: "", services: ["Comptabilité"],
                to: sample.id, by: .console, now: now)
            let last = try await sample.slot(capacity: 1)
            let left = try await sample.slot(SampleCampaign.monday, "14:00", capacity: 4)
            let acts = TeamActs(database)
            let (first, second, third) = (sample.agents[0], sample.agents[2], sample.agents[3])
            let (desk, now, actor) = (sample.desk, now, sample.actor(third))

            async let one = acts.perform([TeamOrder(first, .place(last))], by: manager, now: now)
            async let two = acts.perform(
                [TeamOrder(second, .place(last))], by: .delegate(named.delegate), now: now)
            async let three = desk.place(third, on: last, by: actor, now: now)
            let results = try await [
                one.results[0], two.results[0], TeamOrderResult(TeamOrder(third, .place(last)), three),
            ]

            let refusals = results.compactMap(\.refusal)
            #expect(refusals.count == 2)
            #expect(refusals.allSatisfy { $0.reason == .full && $0.alternatives.map(\.id) == [left] })
            #expect(try await sample.count("SELECT count(*) AS n FROM bookings") == 1)
        }
    }
}
