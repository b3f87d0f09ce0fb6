import Core
import TestSupport
import Testing

@Suite("Campaigns")
struct CampaignTests {
    let now = SampleCampaign.now

    // RG-011
    @Test("a campaign needs a name, and an end that is not before its start")
    func drafts() throws {
        let monday = SampleCampaign.monday
        let cases: [(CampaignDraft, CampaignDraft.Fault?)] = [
            (CampaignDraft(name: " ", startsOn: monday, endsOn: monday, mode: .agent), .nameMissing),
            (
                CampaignDraft(name: "A", startsOn: monday, endsOn: monday.adding(days: -1), mode: .agent),
                .endBeforeStart
            ),
            (
                CampaignDraft(
                    name: String(repeating: "x", count: 201), startsOn: monday, endsOn: monday, mode: .agent),
                .nameTooLong
            ),
            (CampaignDraft(name: "A", startsOn: monday, endsOn: monday, mode: .agent), nil),
        ]
        for (draft, fault) in cases {
            if let fault {
                #expect(throws: fault) { try draft.campaign(now: now) }
            } else {
                #expect(try draft.campaign(now: now).state == .preparation)
            }
        }
    }

    // RG-010
    @Test(
        "preparation ends when there are people and slots; archiving can be undone",
        arguments: Engine.available)
    func states(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let desk = CampaignDesk(database)
            let empty = try await SampleCampaign(on: database, agents: 0, state: .preparation)
            let sample = try await SampleCampaign(on: database, state: .preparation)

            await #expect(throws: CampaignRefusal.nobody) {
                try await desk.open(empty.id, by: .console, now: now)
            }
            await #expect(throws: CampaignRefusal.noSlot) {
                try await desk.open(sample.id, by: .console, now: now)
            }
            _ = try await sample.slot()
            try await desk.open(sample.id, by: .console, now: now)
            #expect(try await desk.load(sample.id)?.state == .upcoming)
            try await desk.archive(sample.id, by: .console, now: now)
            #expect(try await desk.load(sample.id)?.state == .archived)
            try await desk.restore(sample.id, by: .console, now: now)
            #expect(try await desk.load(sample.id)?.state == .upcoming)
            await #expect(throws: CampaignRefusal.wrongState(.upcoming)) {
                try await desk.restore(sample.id, by: .console, now: now)
            }
            await #expect(throws: CampaignRefusal.unknown) {
                try await desk.open(Campaign.ID(), by: .console, now: now)
            }
        }
    }

    // RG-144, RG-110
    @Test(
        "invitations go to agents or to managers, by mode, once", arguments: Engine.available,
        [(BookingMode.agent, 600, 0), (.manager, 0, 2), (.mixed, 600, 2)])
    func invites(_ engine: Engine, _ expected: (mode: BookingMode, agents: Int, managers: Int)) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(
                on: database, mode: expected.mode, agents: 600, state: .preparation)
            for day in 0..<5 {
                for hour in 8..<20 {
                    _ = try await sample.slot(
                        SampleCampaign.monday.adding(days: day), "\(hour):00", minutes: 60)
                }
            }
            let launch = Launch(database)

            let dry = try await launch.invite(sample.id, dryRun: true, by: .console, now: now)
            let state = try await CampaignDesk(database).load(sample.id)?.state
            let first = try await launch.invite(sample.id, by: .console, now: now)
            let second = try await launch.invite(sample.id, by: .console, now: now)

            #expect(dry == expected.agents + expected.managers)
            #expect(state == .preparation)
            #expect(first == dry)
            #expect(second == 0)
            let rows = try await sample.outbox()
            #expect(rows.filter { $0.kind == .invitation }.count == expected.agents)
            #expect(rows.filter { $0.kind == .teamInvitation }.count == expected.managers)
            // Offers differ, so that the first sixty answers are not all for the same places.
            let offers = Set(rows.map { $0.snapshot.message.options.map(\.slot) })
            #expect(expected.agents == 0 || offers.count > 5)
        }
    }

    // RG-144
    @Test("only those who have not answered are asked again, once a day")
    func invitesAgain() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database)
            let slot = try await sample.slot()
            let launch = Launch(database)
            #expect(try await launch.invite(sample.id, .unanswered, by: .console, now: now) == 0)
            _ = try await launch.invite(sample.id, by: .console, now: now)
            let agent = sample.agents[0]
            _ = try await sample.desk.place(agent, on: slot, by: sample.actor(agent), now: now)

            let again = try await launch.invite(sample.id, .unanswered, by: .console, now: now + .days(1))
            let sameDay = try await launch.invite(sample.id, .unanswered, by: .console, now: now + .days(1))

            #expect((again, sameDay) == (3, 0))
        }
    }
}
