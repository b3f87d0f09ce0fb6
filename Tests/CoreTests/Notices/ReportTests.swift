import Core
import TestSupport
import Testing

@Suite("Reports to the coordinator")
struct ReportTests {
    private let coordinator = EmailAddress("coordination@agents.example")

    @Test(
        "lateness is told on the morning after the deadline and weekly while it lasts",
        arguments: Engine.available)
    func lateness(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database, coordinator: coordinator)
            let clock = Clock(database: database)
            let slot = try await sample.slot(SampleCampaign.monday.adding(days: 25), capacity: 4)
            _ = try await sample.desk.place(sample.agents[0], on: slot, by: .console, now: SampleCampaign.now)

            let before = try await clock.tick(1, "08:59")
            let due = try await clock.tick(1, "09:00")
            let again = try await clock.tick(5, "12:00")
            // The eighth day was missed.
            let week = try await clock.tick(10, "12:00")
            for agent in sample.agents.dropFirst() {
                _ = try await sample.desk.place(agent, on: slot, by: .console, now: Clock.at(11, "09:00"))
            }
            let over = try await clock.tick(16, "12:00")

            #expect([before, due, again, week, over].map(\.reports) == [0, 1, 0, 1, 0])
            let row = try #require(try await sample.messages(.lateness).first)
            #expect(row.recipient == coordinator && row.snapshot.link == nil)
            guard case .lateness(let report) = row.snapshot.message else { return }
            #expect((report.total, report.booked, report.unansweredTotal) == (4, 1, 3))
            #expect(report.unanswered == ["Marie Dupont 1", "Marie Dupont 2", "Marie Dupont 3"])
        }
    }

    @Test(
        "addresses that fail are told the next morning at nine, once, and again with the others when one is new",
        arguments: Engine.available)
    func bounces(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database, coordinator: coordinator)
            let clock = Clock(database: database)
            try await sample.bounce(sample.agents[0], at: Clock.at(-6, "15:00"))

            let sameDay = try await clock.tick(-6, "16:00")
            let morning = try await clock.tick(-5, "09:00")
            let again = try await clock.tick(-4, "09:00")
            try await sample.bounce(sample.agents[3], at: Clock.at(-4, "15:00"), reason: "5.2.1 disabled")
            // Two mornings were missed.
            let late = try await clock.tick(-1, "12:00")

            #expect([sameDay, morning, again, late].map(\.reports) == [0, 1, 0, 1])
            let row = try #require(try await sample.messages(.bounces).last)
            guard case .bounces(let report) = row.snapshot.message else { return }
            #expect(report.addresses.map(\.name) == ["Marie Dupont 3", "Marie Dupont 0"])
            #expect(report.addresses.first?.reason == "5.2.1 disabled")
        }
    }

    @Test("where a campaign has no coordinator, nobody is told")
    func nobody() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database)
            try await sample.bounce(sample.agents[0], at: Clock.at(-6, "15:00"))

            #expect(try await Clock(database: database).tick(1, "12:00").reports == 0)
            #expect(try await sample.outbox().isEmpty)
        }
    }
}
