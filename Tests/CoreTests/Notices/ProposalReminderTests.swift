import Core
import TestSupport
import Testing

// RG-301
@Suite("Reminders of proposals")
struct ProposalReminderTests {
    @Test(
        "a proposal without an answer is sent once more, a week before the time to answer is over",
        arguments: Engine.available)
    func reminds(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database, agents: 4)
            // Held on 22 March: to be answered until the end of the 19th.
            for hour in ["09:00", "14:00"] {
                _ = try await sample.slot(SampleCampaign.monday.adding(days: 14), hour, capacity: 4)
            }
            _ = try await Launch(database).propose(sample.id, by: .console, now: SampleCampaign.now)
            let proposals = try await sample.messages(.proposal)
            let (answered, failing) = (try #require(proposals[0].agent), try #require(proposals[1].agent))
            _ = try await database.transaction {
                try $0.execute(
                    "UPDATE bookings SET state = 'confirmed', answer = 'accepted' WHERE agent_id = $1",
                    answered)
            }
            try await sample.bounce(failing, at: SampleCampaign.now)
            let clock = Clock(database: database)

            let before = try await clock.tick(4, "08:59")
            let due = try await clock.tick(4, "09:00")
            let again = try await clock.tick(5, "09:00")

            #expect([before, due, again].map(\.answerReminders) == [0, proposals.count - 2, 0])
            let rows = try await sample.messages(.proposal)
            #expect(rows.count == proposals.count + proposals.count - 2)
            let reminded = Set(rows.dropFirst(proposals.count).compactMap(\.agent))
            #expect(!reminded.contains(answered) && !reminded.contains(failing))
        }
    }
}
