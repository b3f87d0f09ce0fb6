import TestSupport
import Testing

@testable import Core

@Suite("Managers' lines")
struct TeamDeskTests {
    private static func agent(_ given: String, _ family: String, _ email: String = "") -> Agent {
        Agent(
            id: Agent.ID(), campaign: Campaign.ID(),
            email: EmailAddress(
                email.isEmpty ? "\(given).\(family)@x.example".folded.filter { $0 != " " } : email)
                ?? EmailAddress("a@x.example").unsafelyUnwrapped,
            givenName: given, familyName: family, service: "", manager: nil, segment: nil, language: nil,
            linkEpoch: 0, bouncedAt: nil)
    }

    private static let team = [
        agent("Marie", "Dupont"), agent("Paul", "Martin"), agent("Pierre", "Martin"),
        agent("Jean-Pierre", "Lefèvre"), agent("Zoé", "de La Tour"), agent("Loïc", "Le Goff"),
        agent("Anne", "Durand-Petit"), agent("Martin", "Paul"), agent("Élise", "N’Diaye"),
        agent("Marie", "Legrand", "m1@x.example"), agent("Marie", "Legrand", "m2@x.example"),
    ]

    @Test(
        "a name is found whatever its order, case, accents and particles",
        arguments: [
            ("DUPONT Marie", [0]), ("marie dupont", [0]), ("Mme Dupont", [0]), ("M. Dupont", [0]),
            ("Dupont M.", [0]), ("M Dupont", [0]), ("Dupond Marie", []), ("Marie", []), ("Dupont Jeanne", []),
            ("Martin", [1, 2]), ("P. Martin", [1, 2]), ("Pierre Martin", [2]), ("MARTIN PIERRE", [2]),
            ("Martin Paul", [1, 7]), ("Lefevre", [3]), ("LEFÈVRE Jean Pierre", [3]), ("J-P Lefevre", [3]),
            ("JP Lefèvre", [3]), ("Lefevre Jean", [3]), ("J. Lefevre", [3]), ("de la Tour Zoe", [4]),
            ("Tour Zoé", [4]), ("La Tour", [4]), ("LeGoff Loic", [5]), ("le goff", [5]), ("Goff Loïc", [5]),
            ("Durand", [6]), ("Petit Anne", []), ("DURAND PETIT Anne", [6]), ("N'Diaye Elise", [8]),
            ("Ndiaye Élise", [8]), ("Legrand Marie", [9, 10]), ("m2@x.example", [10]), ("", []), ("de", []),
            ("Inconnu", []), ("autre@x.example", []),
        ])
    func names(_ written: String, _ expected: [Int]) {
        let found: [Agent] =
            switch TeamNames(Self.team).find(written) {
            case .one(let agent): [agent]
            case .several(let agents): agents
            case .none: []
            }

        #expect(found.map(\.id) == expected.map { Self.team[$0].id })
    }

    /// A team of the first manager: agents 0, 2, 4 and 6, "Dupont 0", "Dupont 2" …
    private func team(
        _ database: any SQLDatabase, mode: BookingMode = .manager
    ) async throws -> (SampleCampaign, Answers, OutboxRow) {
        let sample = try await SampleCampaign(on: database, mode: mode, agents: 8)
        for day in 0..<4 { _ = try await sample.slot(SampleCampaign.monday.adding(days: day), capacity: 1) }
        _ = try await Launch(database).invite(sample.id, by: .console, now: SampleCampaign.now)
        let row = try #require(try await sample.outbox().first { $0.manager == sample.managers[0] })
        return (sample, try Answers(sample), row)
    }

    private func lines(_ lines: (String, PlacementLine.Choice)...) -> IncomingAnswer.Content {
        .text("…", .place(lines.map { PlacementLine(name: $0.0, choice: $0.1) }))
    }

    private func answer(_ answers: Answers) async throws -> TeamAnswer {
        guard case .teamAnswer(let answer) = try await answers.last().snapshot.message else {
            throw SQLError.other("\(try await answers.last().kind)")
        }
        return answer
    }

    // RG-110, RG-124, RG-125, RG-126
    @Test(
        "clear lines act as the manager, the others are asked back in one answer",
        arguments: Engine.available)
    func acts(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let (sample, answers, row) = try await team(database)
            #expect(row.snapshot.message.options.map(\.number) == [1, 2, 3, 4])

            let settled = try await answers.settle(
                lines(
                    ("DUPONT 0 Marie", .option(2)), ("dupont 2", .time(WrittenMoment(weekday: 1))),
                    ("Dupont 4", .option(2)), ("Dupont 1", .option(3)), ("Marie", .option(1)),
                    ("Dupont 6", .option(9)), ("Dupont", .option(1))), to: row, from: Answers.manager)

            #expect(settled.outcome == .booked)
            let told = try await answer(answers)
            #expect(told.lines.map(\.outcome.isDone) == [true, true, false, false, false, false, false])
            #expect(told.lines[2].outcome == .refused("Marie Dupont 4", .full))
            // RG-124: another team's agent is nobody.
            #expect(told.lines[3].outcome == .unknown)
            #expect(told.lines[5].outcome == .noSuchOption("Marie Dupont 6", 9))
            guard case .ambiguous(let people) = told.lines[6].outcome else {
                Issue.record("\(told.lines[6])")
                return
            }
            #expect(people.count == 4)
            #expect(told.unplaced == ["Marie Dupont 4", "Marie Dupont 6"])
            #expect(told.options.count == 2)
            let held = try await answers.held()
            #expect(held?.slot.starts == SampleCampaign.at(1, "09:00"))
            #expect(held?.booking.placedBy == Actor(.manager, id: sample.managers[0].text, by: .mail))
            #expect(try await answers.held(2)?.slot.starts == SampleCampaign.at(0, "09:00"))
            let agents = try await sample.outbox().filter { $0.kind == .confirmation }
            #expect(Set(agents.map(\.agent)) == [sample.agents[0], sample.agents[2]])
        }
    }

    // RG-123
    @Test("moving and cancelling by lines; what is locked stays")
    func movesAndCancels() async throws {
        try await withDatabase(.sqlite) { database in
            let (_, answers, row) = try await team(database)
            _ = try await answers.settle(
                lines(("Dupont 0", .option(1)), ("Dupont 2", .option(2))), to: row, from: Answers.manager)
            let late = SampleCampaign.at(0, "07:00")

            let moved = try await answers.settle(
                lines(("Dupont 2", .option(4))), to: row, from: Answers.manager)
            let cancelled = try await answers.settle(
                lines(("Dupont 2", .cancel), ("Dupont 0", .cancel)), to: row, from: Answers.manager, now: late
            )

            #expect([moved, cancelled].map(\.outcome) == [.moved, .cancelled])
            #expect(try await answer(answers).lines[1].outcome == .refused("Marie Dupont 0", .locked))
        }
    }

    @Test("two lines that differ about one person do nothing")
    func contradiction() async throws {
        try await withDatabase(.sqlite) { database in
            let (_, answers, row) = try await team(database)

            let settled = try await answers.settle(
                lines(("Dupont 0", .option(1)), ("Dupont 0 Marie", .option(2))), to: row,
                from: Answers.manager)

            #expect(settled.outcome == .clarified)
            #expect(try await answers.held() == nil)
            #expect(
                try await answer(answers).lines.map(\.outcome) == [
                    .contradictory("Marie Dupont 0"), .contradictory("Marie Dupont 0"),
                ])
        }
    }

    @Test(
        "a bare number names nobody, and other words are asked back",
        arguments: [Intent.choose(option: 1), .accept, .unclear])
    func askedBack(_ intent: Intent) async throws {
        try await withDatabase(.sqlite) { database in
            let (sample, answers, row) = try await team(database)

            let settled = try await answers.settle(.text("1", intent), to: row, from: Answers.manager)

            #expect(settled.outcome == .clarified)
            #expect(try await answer(answers).quoted == "1")
            #expect(try await sample.count("SELECT count(*) AS n FROM bookings") == 0)
        }
    }

    @Test("a mail without a line that can be read is answered once a day; lines are answered all the same")
    func notUnderstoodOnce() async throws {
        try await withDatabase(.sqlite) { database in
            let (sample, answers, row) = try await team(database)
            _ = try await answers.settle(.text("Demain.", .unclear), to: row, from: Answers.manager)
            let left = try await sample.outbox().count

            let second = try await answers.settle(.text("oui", .accept), to: row, from: Answers.manager)
            let after = try await sample.outbox().count
            let placed = try await answers.settle(
                lines(("Dupont 0", .option(1))), to: row, from: Answers.manager)

            #expect(second.outcome == .ignored)
            #expect(after == left)
            #expect(placed.outcome == .booked)
            #expect(try await answer(answers).lines.count == 1)
        }
    }

    @Test("lines from another address place nobody: the manager is sent the link")
    func stranger() async throws {
        try await withDatabase(.sqlite) { database in
            let (sample, answers, row) = try await team(database)

            let settled = try await answers.settle(
                lines(("Dupont 0", .option(1))), to: row, from: Answers.stranger)

            #expect(settled.outcome == .clarified)
            #expect(try await answers.last().recipient.text == Answers.manager)
            #expect(try await answer(answers).lines.map(\.outcome) == [.unproven])
            #expect(try await sample.count("SELECT count(*) AS n FROM bookings") == 0)
        }
    }

    // RG-127
    @Test("too much of a team on one day is said")
    func concentration() async throws {
        try await withDatabase(.sqlite) { database in
            let (sample, answers, row) = try await team(database)
            try await sample.change("UPDATE slots SET capacity = 9")

            _ = try await answers.settle(
                lines(("Dupont 0", .option(1)), ("Dupont 2", .option(1)), ("Dupont 4", .option(1))), to: row,
                from: Answers.manager)

            let peak = try #require(try await answer(answers).peak)
            #expect(peak == .init(day: SampleCampaign.monday, count: 3, percent: 75))
        }
    }

    // RG-127
    @Test(
        "how many of a team may be away at once, never above the threshold but for one",
        arguments: [
            (1, 50, 1), (2, 50, 1), (3, 50, 1), (4, 50, 2), (7, 50, 3), (8, 50, 4), (3, 33, 1), (10, 100, 10),
        ])
    func most(_ size: Int, _ percent: Int, _ most: Int) {
        #expect(Concentration.most(of: size, percent: percent) == most)
        let days = Array(repeating: SampleCampaign.monday, count: most + 1)
        #expect(
            size <= most
                || Concentration(of: days, size: size).map { $0.percent > percent } == true)
    }
}
