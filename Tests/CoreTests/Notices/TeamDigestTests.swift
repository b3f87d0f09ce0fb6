import Core
import TestSupport
import Testing

@Suite("Digests for managers")
struct TeamDigestTests {
    @Test(
        "a manager with somebody to place is told on the reminder's morning and each Monday, until all are placed",
        arguments: Engine.available)
    func tells(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database, mode: .mixed)
            let clock = Clock(database: database)
            let slot = try await sample.slot(SampleCampaign.monday.adding(days: 20), capacity: 4)
            try await sample.invite()

            let before = try await clock.tick(-7, "08:59")
            let both = try await clock.tick(-7, "09:00")
            let again = try await clock.tick(-6, "09:00")
            for agent in [sample.agents[0], sample.agents[2]] {
                _ = try await sample.desk.place(agent, on: slot, by: .console, now: Clock.at(-6, "10:00"))
            }
            try await sample.absent(sample.agents[1], until: SampleCampaign.monday.adding(days: 12))
            // Monday's nine o'clock was missed.
            let monday = try await clock.tick(8, "11:00")
            let tuesday = try await clock.tick(9, "11:00")

            #expect([before, both, again, monday, tuesday].map(\.digests) == [0, 2, 0, 1, 0])
            let row = try #require(try await sample.messages(.teamDigest).last)
            #expect(row.manager == sample.managers[1])
            guard case .teamDigest(let digest) = row.snapshot.message else { return }
            #expect(digest.unplaced == ["Marie Dupont 1", "Marie Dupont 3"])
            #expect(digest.absent.map(\.until) == [SampleCampaign.monday.adding(days: 12)])
            #expect(digest.total == 2 && digest.placed.isEmpty)
            #expect(digest.options.map(\.slot) == [slot.text])
        }
    }

    @Test("a digest tells who is placed, and whether they have accepted")
    func placed() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database, mode: .mixed, agents: 6)
            let slot = try await sample.slot(SampleCampaign.monday.adding(days: 20), capacity: 4)
            try await sample.invite()
            let (chosen, placed) = (sample.agents[0], sample.agents[2])
            _ = try await sample.desk.place(placed, on: slot, by: .console, now: SampleCampaign.now)
            _ = try await sample.desk.place(
                chosen, on: slot, by: sample.actor(chosen), now: SampleCampaign.now)

            _ = try await Clock(database: database).tick(-7, "09:00")

            let row = try await sample.messages(.teamDigest).first { $0.manager == sample.managers[0] }
            guard case .teamDigest(let digest) = row?.snapshot.message else {
                Issue.record("no digest")
                return
            }
            #expect(digest.placed.map(\.name) == ["Marie Dupont 0", "Marie Dupont 2"])
            #expect(digest.placed.map(\.isConfirmed) == [true, false])
            #expect(digest.unplaced == ["Marie Dupont 4"])
        }
    }

    @Test("a manager is told also where the campaign sends managers no invitation")
    func withoutInvitation() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database, mode: .mixed)
            _ = try await sample.slot(SampleCampaign.monday.adding(days: 20), capacity: 4)
            _ = try await CampaignMail(database).set(
                .teamInvitation, isOn: false, delay: nil, in: sample.id, by: .console, now: SampleCampaign.now
            )
            try await sample.invite()

            #expect(try await Clock(database: database).tick(-7, "09:00").digests == 2)
            #expect(try await sample.messages(.teamInvitation).isEmpty)
        }
    }

    @Test(
        "where nobody was invited, and where agents choose, managers are told nothing",
        arguments: [true, false])
    func untold(isInvited: Bool) async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database, mode: isInvited ? .agent : .manager)
            _ = try await sample.slot()
            if isInvited { try await sample.invite() }

            #expect(try await Clock(database: database).tick(0, "09:00").digests == 0)
        }
    }
}
