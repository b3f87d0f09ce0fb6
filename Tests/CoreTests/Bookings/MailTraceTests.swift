import Core
import TestSupport
import Testing

@Suite("Tracing a message")
struct MailTraceTests {
    let now = SampleCampaign.now

    @Test(
        "One name finds a message, what it answers and what answers it; an address, all mail with a person",
        arguments: Engine.available)
    func thread(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database)
            let slot = try await sample.slot()
            _ = try await Launch(database).invite(sample.id, by: .console, now: now)
            let invitation = try #require(try await sample.outbox().first { $0.agent == sample.agents[0] })
            let later = now + .minutes(5)
            try await database.transaction { connection in
                let id = try #require(
                    try Inbox.store([1], source: "lmtp", now: later, on: connection))
                var settlement = Settlement(.booked, "booked by mail", agent: sample.agents[0].text)
                settlement.answers = invitation.id.text
                _ = try Inbox.finish(
                    id, settlement, messageID: "reply@agents.example",
                    sender: EmailAddress("agent.0@agents.example"), now: later, on: connection)
            }
            _ = try await sample.desk.place(
                sample.agents[0], on: slot, by: sample.actor(sample.agents[0], by: .mail), now: later)
            let names = [
                "<\(invitation.messageLocalPart)@ops.example>", "reply@agents.example",
                "Agent.0@agents.example",
            ]

            let traces = try await database.read { connection in
                try names.map { try MailTrace.find($0, on: connection).entries }
            }

            #expect(traces[0].map(\.what) == ["invitation", "booked"])
            #expect(traces[1].map(\.what) == ["invitation", "booked"])
            #expect(traces[2].map(\.what) == ["invitation", "booked", "confirmation"])
            #expect(traces[2].map(\.direction) == [.out, .incoming, .out])
            #expect(traces[0][1].detail == "booked by mail")
            #expect(traces[0][1].source == "lmtp")
            #expect(traces[0][0].state == "cancelled" && traces[0][0].due == nil)
        }
    }

    @Test(
        "A name that nobody bears, or that could be an injection, finds nothing", arguments: Engine.available)
    func nothing(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database)
            _ = try await sample.slot()
            _ = try await Launch(database).invite(sample.id, by: .console, now: now)

            for name in ["", "<>", "nobody@agents.example", "' OR '1'='1", "%"] {
                #expect(try await database.read { try MailTrace.find(name, on: $0) }.entries.isEmpty)
            }
        }
    }
}
