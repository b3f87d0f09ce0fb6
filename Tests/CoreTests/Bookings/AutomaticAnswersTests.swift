import Core
import TestSupport
import Testing

@Suite("How often an address is answered")
struct AutomaticAnswersTests {
    private let now = SampleCampaign.now

    @Test(
        "five answers an hour: what explains is left out, what confirms an act waits",
        arguments: Engine.available)
    func hourly(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database, agents: 1)
            for day in 0..<3 { _ = try await sample.slot(SampleCampaign.monday.adding(days: day)) }
            _ = try await Launch(database).invite(sample.id, by: .console, now: now)
            let answers = try Answers(sample)
            let invitation = try await answers.last()
            let slots = invitation.snapshot.message.options

            for index in 0..<7 {
                let settled = try await answers.settle(
                    .text("…", .choose(option: index % 3 + 1)), to: invitation, now: now + .minutes(index))
                #expect([.booked, .moved].contains(settled.outcome))
            }
            let unclear = try await answers.settle(
                .text("?", .unclear), to: invitation, now: now + .minutes(10))

            #expect(unclear.outcome == .ignored)
            // The acts stand, whenever they are told.
            #expect(try await answers.held()?.slot.id.text == slots[0].slot)
            let due = try await database.read { connection in
                try connection.query("SELECT due_at FROM outbox WHERE kind <> 'invitation' ORDER BY due_at")
                    .map {
                        try $0("due_at", as: Instant.self)
                    }
            }
            #expect(due.count == 7)
            for start in due { #expect(due.count { $0 >= start && $0 < start + .hours(1) } <= 5) }
        }
    }

    @Test("the same refusal is told twice a day, and no more")
    func refusals() async throws {
        try await withDatabase(.sqlite) { database in
            let (sample, _) = try await SampleCampaign.placed(database)
            let answers = try Answers(sample)
            let row = try await answers.last()
            _ = try await answers.settle(.text("annulez", .cancel), to: row)

            var outcomes: [MailOutcome] = []
            for hour in 0..<4 {
                outcomes.append(
                    try await answers.settle(
                        .text("annulez", .cancel), to: row, now: now + .hours(hour * 3)
                    ).outcome)
            }

            #expect(outcomes == [.clarified, .clarified, .ignored, .ignored])
        }
    }

    @Test("a campaign that answers too many stops, says so loudly, and goes on the hour after")
    func flood() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database, agents: 60)
            try await sample.change("UPDATE campaigns SET coordinator_email = 'coord@agents.example'")
            _ = try await sample.slot()
            _ = try await Launch(database).invite(sample.id, by: .console, now: now)
            let answers = try Answers(sample)
            let rows = try await sample.outbox()

            var settled: [Settlement] = []
            for row in rows {
                settled.append(
                    try await answers.settle(.text("?", .unclear), to: row, from: row.recipient.text))
            }
            let later = try await answers.settle(
                .text("?", .unclear), to: rows[59], from: rows[59].recipient.text, now: now + .minutes(61))

            // A fifth of 60 is less than the 50 that any campaign may have.
            #expect(settled.count { $0.outcome == .clarified } == 50)
            #expect(settled.count { $0.outcome == .ignored } == 10)
            #expect(settled.compactMap(\.alarm).count == 1)
            #expect(later.outcome == .clarified)
            let alerts = try await sample.outbox().filter { $0.kind == .alert }
            #expect(alerts.map(\.recipient.text) == ["coord@agents.example"])
            #expect(
                try await sample.count(
                    "SELECT count(*) AS n FROM journal WHERE action = 'automatic answers stopped'") == 1)
        }
    }
}
