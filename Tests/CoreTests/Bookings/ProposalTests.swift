import Core
import TestSupport
import Testing

// RG-301
@Suite("Proposed slots")
struct ProposalTests {
    private let now = SampleCampaign.now

    /// Eight agents in two teams, and a slot for two on each of six days from the second Monday on.
    private func town(
        _ database: any SQLDatabase, mode: BookingMode = .agent, silence: Silence = .keep
    ) async throws -> SampleCampaign {
        let sample = try await SampleCampaign(on: database, mode: mode, agents: 8)
        for day in 7..<13 {
            _ = try await sample.slot(SampleCampaign.monday.adding(days: day), capacity: 2)
        }
        try await sample.change("UPDATE campaigns SET silence = '\(silence.rawValue)'")
        return sample
    }

    private func propose(_ sample: SampleCampaign, dryRun: Bool = false) async throws -> Launch.Proposed {
        try await Launch(sample.database).propose(sample.id, dryRun: dryRun, by: .console, now: now)
    }

    @Test(
        "everybody is held a slot and asked, once; days are even and teams apart", arguments: Engine.available
    )
    func proposes(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await town(database)

            let dry = try await propose(sample, dryRun: true)
            let before = try await sample.outbox().count
            let report = try await propose(sample)
            let again = try await propose(sample)

            #expect(dry == report)
            #expect(before == 0)
            #expect(report.proposed == 8)
            #expect(report.invited == 0)
            #expect(report.fullestCount == 2)
            #expect(again.proposed == 0)
            let rows = try await sample.outbox()
            #expect(rows.map(\.kind) == Array(repeating: .proposal, count: 8))
            for row in rows {
                guard
                    case .proposal(let held, let answerBy, silenceKeeps: true, let options) = row.snapshot
                        .message
                else {
                    Issue.record("\(row.snapshot.message)")
                    return
                }
                // Three days before: until the end of that day, local time.
                let clock = WallClock.paris
                #expect(answerBy == clock.start(of: clock.day(held.starts).adding(days: -2)))
                #expect(options.allSatisfy { $0.starts != held.starts })
                #expect(!options.isEmpty)
            }
            let placed = try await database.read { connection in
                try connection.query("SELECT placed_by, placed_way, state FROM bookings").map {
                    [try $0("placed_by", as: String.self), try $0("placed_way"), try $0("state")]
                }
            }
            #expect(Set(placed) == [["system", "console", "placed"]])
            // RG-017
            #expect(
                try await sample.count("SELECT count(*) AS n FROM operations WHERE state = 'planned'") == 8)
        }
    }

    @Test("who can be held no slot is invited to choose")
    func invitesTheRest() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await town(database)
            try await sample.change("UPDATE slots SET capacity = 1")

            let report = try await propose(sample)

            #expect(report.proposed == 6)
            #expect(report.invited == 2)
            #expect(report.unplaced == [.noRoom: 2])
            #expect(try await sample.outbox().count { $0.kind == .invitation } == 2)
        }
    }

    // RG-123
    @Test("a slot that locks before its agent could answer is proposed to nobody")
    func tooSoon() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database, agents: 1, lockDays: 5)
            _ = try await sample.slot(SampleCampaign.monday.adding(days: -3))
            let later = try await sample.slot(SampleCampaign.monday.adding(days: 3))

            let report = try await propose(sample)

            #expect(report.proposed == 1)
            #expect(try await sample.desk.view(of: sample.agents[0], now: now)?.current?.slot.id == later)
            guard
                case .proposal(let held, let answerBy, _, _) = try #require(try await sample.outbox().first)
                    .snapshot.message
            else { return }
            // The lock falls before the three days of the proposal.
            #expect(answerBy == WallClock.paris.start(of: WallClock.paris.day(held.starts).adding(days: -4)))
        }
    }

    // RG-110
    @Test(
        "where managers place alone, or named people do, proposing is refused",
        arguments: [
            (BookingMode.manager, CampaignRefusal.modeWithoutProposals), (.list, .nobodyNamed),
        ])
    func modes(_ mode: BookingMode, _ refusal: CampaignRefusal) async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await town(database, mode: mode)

            await #expect(throws: refusal) { try await propose(sample) }

            #expect(try await sample.outbox().isEmpty)
        }
    }

    @Test("accepting in the calendar, by a word or on the page is the whole answer")
    func accepted() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await town(database)
            _ = try await propose(sample)
            let answers = try Answers(sample)
            let rows = try await sample.outbox()
            func row(_ agent: Int) -> OutboxRow? { rows.first { $0.agent == sample.agents[agent] } }
            func uid(_ row: OutboxRow?) -> String {
                if case .proposal(let held, _, _, _) = row?.snapshot.message { held.uid } else { "" }
            }
            let held = try #require(try await answers.held(2))

            let calendar = try await answers.settle(Answers.calendar(uid(row(0)), "ACCEPTED"))
            let word = try await answers.settle(
                .text("oui", .accept), to: row(1), from: "agent.1@agents.example")
            let page = try await sample.desk.place(
                sample.agents[2], on: held.slot.id, by: sample.actor(sample.agents[2]), now: now)

            #expect([calendar, word].map(\.outcome) == [.confirmed, .confirmed])
            guard case .unchanged = page else {
                Issue.record("\(page)")
                return
            }
            #expect(
                try await sample.count("SELECT count(*) AS n FROM bookings WHERE state = 'confirmed'") == 3)
            // A calendar and a page show that they have accepted; who wrote it is told so, once.
            #expect(try await sample.outbox().count == 9)
            let told = try await answers.last()
            guard case .confirmation(let appointment, placed: false) = told.snapshot.message else {
                Issue.record("\(told.snapshot.message)")
                return
            }
            #expect(told.agent == sample.agents[1] && appointment.uid == uid(row(1)))

            let again = try await answers.settle(
                .text("oui", .accept), to: row(1), from: "agent.1@agents.example")

            #expect(again.outcome == .confirmed)
            #expect(try await sample.outbox().count == 9)
        }
    }

    @Test(
        "silence keeps the place or frees it, as the campaign says, and the agent is told",
        arguments: Engine.available, Silence.allCases)
    func silence(_ engine: Engine, _ silence: Silence) async throws {
        try await withDatabase(engine) { database in
            let sample = try await town(database, silence: silence)
            _ = try await propose(sample)
            let answers = try Answers(sample)
            // Two whose time comes last say something.
            var byTime: [(agent: Int, current: AgentView.Current)] = []
            for agent in 0..<8 { byTime.append((agent, try #require(try await answers.held(agent)))) }
            byTime.sort { $0.current.slot.starts > $1.current.slot.starts }
            let (accepted, hesitant) = (byTime[0], byTime[1])
            for (held, partstat) in [(accepted, "ACCEPTED"), (hesitant, "TENTATIVE")] {
                _ = try await answers.settle(
                    Answers.calendar(held.current.booking.uid, partstat),
                    from: "agent.\(held.agent)@agents.example")
            }
            let before = try await tick(database, at: SampleCampaign.at(4, "23:59"))
            // The first slots are on the Monday, and the time to answer is over on the Friday before.
            let settled = try await tick(database, at: SampleCampaign.at(5, "00:00"))
            let again = try await tick(database, at: SampleCampaign.at(5, "00:01"))

            let due = try await sample.count(
                silence == .keep
                    ? "SELECT count(*) AS n FROM outbox WHERE kind = 'confirmation'"
                    : "SELECT count(*) AS n FROM outbox WHERE kind = 'cancellation'")
            #expect([before, again] == [0, 0])
            #expect(settled == due)
            #expect(settled > 0)
            let rest = try await tick(database, at: SampleCampaign.at(11, "08:00"))
            switch silence {
            case .keep:
                #expect(
                    try await sample.count("SELECT count(*) AS n FROM bookings WHERE state = 'placed'") == 7)
                #expect(
                    try await sample.count(
                        "SELECT count(*) AS n FROM outbox WHERE kind = 'confirmation'") == settled + rest)
            case .free:
                #expect(try await sample.count("SELECT sum(taken) AS n FROM slots") == 8 - settled - rest)
                let told = try await sample.outbox().filter { $0.kind == .cancellation }
                #expect(told.count == settled + rest)
                guard
                    case .cancellation(_, byAgent: false, let options, bySilence: true) = told[0].snapshot
                        .message
                else {
                    Issue.record("\(told[0].snapshot.message)")
                    return
                }
                #expect(!options.isEmpty)
            }
            // Whoever said something is left alone.
            #expect(try await answers.held(accepted.agent)?.booking.state == .confirmed)
            #expect(try await answers.held(hesitant.agent)?.booking.id == hesitant.current.booking.id)
        }
    }

    @Test("declining a proposal frees it; proposing another time moves it")
    func declined() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await town(database)
            _ = try await propose(sample)
            let answers = try Answers(sample)
            let held = try #require(try await answers.held(0))
            let free = try await database.read { connection in
                try SlotStore.list(of: sample.id, on: connection).first { $0.left > 0 }
            }
            let starts = try #require(free?.starts)

            let moved = try await answers.settle(
                Answers.calendar(held.booking.uid, "TENTATIVE", method: "COUNTER", starts: starts))
            let declined = try await answers.settle(
                Answers.calendar(held.booking.uid, "DECLINED", sequence: 1))

            #expect([moved, declined].map(\.outcome) == [.moved, .declined])
            #expect(try await sample.outbox().suffix(2).map(\.kind) == [.change, .cancellation])
        }
    }

    private func tick(_ database: any SQLDatabase, at instant: Instant) async throws -> Int {
        try #require(try await Tick(database).run(now: instant)).proposals
    }
}
