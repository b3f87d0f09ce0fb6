import Core
import TestSupport
import Testing

@Suite("What the clock makes due")
struct ReminderTests {
    private func at(_ day: Int, _ hour: String) -> Instant {
        WallClock.paris.instant(SampleCampaign.monday.adding(days: day), SampleCampaign.time(hour))
    }

    // RG-141
    @Test(
        "a reminder leaves at nine, two days before, once, and still when a day was missed",
        arguments: Engine.available)
    func reminds(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database)
            let slot = try await sample.slot(SampleCampaign.monday.adding(days: 2), "10:00", capacity: 2)
            for agent in sample.agents.prefix(2) {
                _ = try await sample.desk.place(
                    agent, on: slot, by: sample.actor(agent), now: SampleCampaign.now)
            }

            let before = try await tick(database, at(0, "08:59"))
            let due = try await tick(database, at(0, "09:00"))
            let again = try await tick(database, at(0, "09:01"))

            #expect([before, due, again].map(\.reminders) == [0, 2, 0])
            let reminder = try #require(try await sample.outbox().last)
            // RG-123: that evening, at midnight, the lock falls; a reader of the reminder can still act.
            #expect(changeableUntil(reminder) == at(1, "00:00"))
        }
    }

    private func tick(_ database: any SQLDatabase, _ now: Instant) async throws -> Tick.Report {
        let report = try await Tick(database).run(now: now)
        return try #require(report)
    }

    private func changeableUntil(_ row: OutboxRow) -> Instant? {
        guard case .reminder(_, let until, _) = row.snapshot.message else { return nil }
        return until
    }

    // RG-141
    @Test("a missed day is caught up; what has begun is not reminded of")
    func catchesUp() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database)
            for (index, day) in [1, 2].enumerated() {
                let slot = try await sample.slot(SampleCampaign.monday.adding(days: day), "10:00")
                let agent = sample.agents[index]
                _ = try await sample.desk.place(
                    agent, on: slot, by: sample.actor(agent), now: SampleCampaign.now)
            }

            let late = try await tick(database, at(1, "11:00"))

            #expect(late.reminders == 1)
        }
    }

    // RG-141
    @Test("a moved appointment is reminded of again; one booked after the hour is not")
    func movesAndLate() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database, lockDays: 0)
            let first = try await sample.slot(SampleCampaign.monday.adding(days: 2), "10:00")
            let second = try await sample.slot(SampleCampaign.monday.adding(days: 8), "10:00")
            let third = try await sample.slot(SampleCampaign.monday.adding(days: 2), "14:00")
            let (agent, other) = (sample.agents[0], sample.agents[2])
            _ = try await sample.desk.place(
                agent, on: first, by: sample.actor(agent), now: SampleCampaign.now)
            let once = try await tick(database, at(0, "09:30"))
            _ = try await sample.desk.place(agent, on: second, by: sample.actor(agent), now: at(0, "10:00"))
            _ = try await sample.desk.place(other, on: third, by: sample.actor(other), now: at(0, "10:00"))

            let sameDay = try await tick(database, at(0, "10:30"))
            let later = try await tick(database, at(6, "09:00"))

            #expect([once, sameDay, later].map(\.reminders) == [1, 0, 1])
        }
    }

    // RG-010
    @Test("a campaign starts on its first day, also when the day was missed", arguments: Engine.available)
    func starts(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database)

            let early = try await tick(database, at(-1, "23:00"))
            let late = try await tick(database, at(3, "12:00"))

            #expect([early, late].map(\.started) == [0, 1])
            #expect(try await CampaignDesk(database).load(sample.id)?.state == .inProgress)
        }
    }
}
