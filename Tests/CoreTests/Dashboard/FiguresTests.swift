import Core
import TestSupport
import Testing

@Suite("Figures of a campaign")
struct FiguresTests {
    let now = SampleCampaign.now

    // RG-040, RG-203
    @Test(
        "after any act the figures are what a recount of the rows says, and the revision has risen",
        arguments: Engine.available)
    func recount(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database, mode: .mixed, agents: 12)
            var random = SeededRandom(seed: 41)
            var slots: [Slot.ID] = []
            for day in 0..<5 {
                slots.append(try await sample.slot(SampleCampaign.monday.adding(days: day), capacity: 3))
            }
            var shown = try await figures(sample, database)

            for step in 1...60 {
                let agent = try #require(sample.agents.randomElement(using: &random))
                let slot = try #require(slots.randomElement(using: &random))
                let actor =
                    Bool.random(using: &random) ? sample.actor(agent) : Actor(.coordinator, by: .console)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: _ = try await sample.desk.cancel(agent, by: actor, now: now)
                case 1:
                    _ = try await Assigning(database).assign(
                        .all, of: sample.id, to: try #require(EmailAddress("t\(step % 3)@agents.example")),
                        name: "Technicien \(step % 3)", by: actor, now: now)
                default: _ = try await sample.desk.place(agent, on: slot, by: actor, now: now)
                }

                let next = try await figures(sample, database)
                try await compare(next, with: database)
                // Whoever keeps figures by revision must never keep wrong ones.
                if next.revision == shown.revision { #expect(next == shown) }
                shown = next
            }
            #expect(shown.revision > 20)
        }
    }

    private func figures(_ sample: SampleCampaign, _ database: any SQLDatabase) async throws -> Figures {
        let (id, now) = (sample.id, now)
        return try #require(try await database.read { try Figures.load(id, now: now, on: $0) })
    }

    /// Row by row, by no statement of the product's.
    private func compare(_ figures: Figures, with database: any SQLDatabase) async throws {
        let operations = try await database.read { try $0.query("SELECT * FROM operations") }
        let bookings = try await database.read {
            try $0.query("SELECT * FROM bookings WHERE state <> 'cancelled'")
        }
        #expect(figures.states.total == operations.count)
        for state in Operation.State.allCases {
            #expect(figures.states[state] == operations.count { $0["state"] == .text(state.rawValue) })
        }
        #expect(figures.segments.map(\.states.total).reduce(0, +) == operations.count)
        let planned = operations.count { $0["state"] == .text("planned") }
        #expect(figures.segments.map { $0.states[.planned] }.reduce(0, +) == planned)
        if !figures.technicians.isEmpty {
            #expect(figures.technicians.map(\.states.total).reduce(0, +) == operations.count)
        }
        #expect(figures.answers.total == bookings.count)
        #expect(figures.answers.byWay[.link] ?? 0 == bookings.count { $0["answered_by"] == .text("link") })
    }

    // RG-203, RG-302
    @Test(
        "the curve follows the campaign's clock, and presence what technicians noted",
        arguments: Engine.available)
    func curve(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database, agents: 6)
            let today = WallClock.paris.day(now)
            let moments = [
                // Twenty days ago; yesterday a minute before midnight; today a minute after it; today, now.
                now - .days(20),
                WallClock.paris.start(of: today) - .minutes(1),
                WallClock.paris.start(of: today) + .minutes(1), now,
            ]
            let slot = try await sample.slot(capacity: 6)
            for agent in sample.agents.prefix(3) {
                _ = try await sample.desk.place(agent, on: slot, by: sample.actor(agent), now: now)
            }
            try await database.transaction { [sample] connection in
                for (agent, moment) in zip(sample.agents, moments) {
                    try connection.execute(
                        "UPDATE operations SET state = 'done', changed_at = $2 WHERE agent_id = $1", agent,
                        moment)
                }
                for (agent, outcome) in zip(sample.agents, ["present", "missed", "present"]) {
                    try connection.execute(
                        """
                        INSERT INTO attendance (campaign_id, operation_id, booking_id, slot_id, agent_id, outcome, noted_at)
                        SELECT operations.campaign_id, operations.id, bookings.id, bookings.slot_id, operations.agent_id, $2, 0
                        FROM operations JOIN bookings ON bookings.agent_id = operations.agent_id
                        WHERE operations.agent_id = $1
                        """, agent, outcome)
                }
            }

            let figures = try await figures(sample, database)

            #expect(figures.days.count == 14)
            #expect(figures.days.first.map { [$0.done, $0.total] } == [0, 1])
            #expect(figures.days.suffix(2).map { [$0.done, $0.total] } == [[1, 2], [2, 4]])
            #expect(figures.days.last?.day == today)
            #expect((figures.presence.present, figures.presence.missed) == (2, 1))
            #expect(figures.presence.percent == 66)
        }
    }

    // RG-125
    @Test("each appointment counts once, by the way of its last answer", arguments: Engine.available)
    func ways(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database, mode: .mixed, agents: 5)
            let slot = try await sample.slot(capacity: 9)
            let manager = Actor(.manager, id: sample.managers[0].text, by: .web)
            let agents = sample.agents
            _ = try await sample.desk.place(agents[0], on: slot, by: manager, now: now)
            _ = try await sample.desk.place(agents[1], on: slot, by: sample.actor(agents[1]), now: now)
            _ = try await sample.desk.place(
                agents[3], on: slot, by: sample.actor(agents[3], by: .mail), now: now)
            _ = try await sample.desk.place(agents[4], on: slot, by: manager, now: now)
            #expect(try await figures(sample, database).answers.byWay == [.manager: 2, .link: 1, .reply: 1])

            // The agent says yes to what their manager has placed.
            _ = try await sample.desk.place(agents[4], on: slot, by: sample.actor(agents[4]), now: now)

            #expect(try await figures(sample, database).answers.byWay == [.manager: 1, .link: 2, .reply: 1])
        }
    }

    // RG-202
    @Test("the five latest actions are told, newest first, without what is for coordinators alone")
    func latest() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database, agents: 8)
            let slot = try await sample.slot(capacity: 9)
            for (minute, agent) in sample.agents.enumerated() {
                _ = try await sample.desk.place(
                    agent, on: slot, by: sample.actor(agent), now: now + .minutes(minute))
            }
            _ = try await ShareDesk(database).share(
                sample.id, label: "", until: nil, by: .console, now: now + .minutes(30))

            let latest = try await figures(sample, database).latest

            #expect(latest.map(\.at) == [7, 6, 5, 4, 3].map { now + .minutes($0) })
            #expect(Set(latest.map(\.kind)) == [.placed])
        }
    }
}
