import Core
import TestSupport
import Testing

@Suite("Reminders to answer")
struct AnswerReminderTests {
    @Test(
        "those who have not answered are asked again at nine, a week before the deadline, once; nobody else is",
        arguments: Engine.available)
    func reminds(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database, agents: 5)
            let clock = Clock(database: database)
            let slot = try await sample.slot(capacity: 3)
            try await sample.invite()
            let (booked, failing, away) = (sample.agents[0], sample.agents[1], sample.agents[2])
            _ = try await sample.desk.place(
                booked, on: slot, by: sample.actor(booked), now: SampleCampaign.now)
            try await sample.bounce(failing, at: SampleCampaign.now)
            try await sample.absent(away, until: SampleCampaign.monday.adding(days: -5))

            let before = try await clock.tick(-7, "08:59")
            let due = try await clock.tick(-7, "09:00")
            let again = try await clock.tick(-7, "09:01")
            let returned = try await clock.tick(-5, "07:00")
            let over = try await clock.tick(1, "09:00")

            let counts = [before, due, again, returned, over].map(\.answerReminders)
            #expect(counts == [0, 2, 0, 1, 0])
            let rows = try await sample.messages(.answerReminder)
            #expect(rows.map(\.agent) == [sample.agents[3], sample.agents[4], away])
            guard case .answerReminder(let options, let answerBy) = try #require(rows.first).snapshot.message
            else { return }
            #expect(answerBy == SampleCampaign.monday)
            #expect(options.map(\.slot) == [slot.text])
        }
    }

    @Test("a missed day is caught up until the deadline; who was invited since the hour is not asked again")
    func catchesUp() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database, agents: 2)
            let clock = Clock(database: database)
            _ = try await sample.slot(capacity: 3)
            try await sample.invite()
            _ = try await database.transaction { connection in
                try connection.execute(
                    "UPDATE agents SET invited_at = $2 WHERE id = $1", sample.agents[1], Clock.at(-6, "10:00")
                )
            }

            let late = try await clock.tick(0, "23:30")

            #expect(late.answerReminders == 1)
            #expect(try await sample.messages(.answerReminder).map(\.agent) == [sample.agents[0]])
        }
    }

    @Test("more agents than a batch holds are all reminded")
    func batches() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database, agents: 1_001)
            _ = try await sample.slot(capacity: 3)
            try await sample.invite()

            let report = try await Clock(database: database).tick(-3, "12:00")

            #expect(report.answerReminders == 1_001)
        }
    }

    @Test("a reminder that waits is overtaken by a booking")
    func overtaken() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database, agents: 1)
            let slot = try await sample.slot()
            try await sample.invite()
            _ = try await Clock(database: database).tick(-7, "09:00")

            _ = try await sample.desk.place(
                sample.agents[0], on: slot, by: sample.actor(sample.agents[0]), now: Clock.at(-7, "09:01"))

            #expect(try await sample.messages(.answerReminder).map(\.state) == [.cancelled])
        }
    }

    @Test("where managers place, agents are not asked")
    func managersPlace() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database, mode: .manager)
            _ = try await sample.slot()
            try await sample.invite()

            #expect(try await Clock(database: database).tick(-7, "09:00").answerReminders == 0)
        }
    }
}
