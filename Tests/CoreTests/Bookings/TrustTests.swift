import Core
import TestSupport
import Testing

@Suite("Whose word an answer is")
struct TrustTests {
    @Test(
        "from another address nothing is moved or freed: the agent is asked whether it was them",
        arguments: Engine.available,
        [
            (IncomingAnswer.Content.text("2", .choose(option: 2)), true),
            (.text("mercredi 14h", .chooseTime(WrittenMoment(weekday: 3, time: TimeOfDay("14:00")))), true),
            (.text("annulez", .cancel), false), (.text("non", .decline), false),
        ])
    func strangers(_ engine: Engine, _ asked: (content: IncomingAnswer.Content, choosing: Bool)) async throws
    {
        try await withDatabase(engine) { database in
            let (sample, booking) = try await SampleCampaign.placed(database)
            let answers = try Answers(sample)
            // A mail that numbers slots and tells the appointment as it stands.
            _ = try await answers.settle(.text("?", .unclear), to: try await answers.last())
            let told = try await answers.last()

            let settled = try await answers.settle(asked.content, to: told, from: Answers.stranger)

            #expect(settled.outcome == .clarified)
            #expect(try await answers.held()?.booking.sequence == booking.sequence)
            let question = try await answers.last()
            #expect(question.recipient.text == Answers.agent)
            guard case .verification(let what, let from, _) = question.snapshot.message else {
                Issue.record("\(question.kind)")
                return
            }
            #expect(from.text == Answers.stranger)
            switch what {
            case .choose: #expect(asked.choosing)
            case .cancel: #expect(!asked.choosing)
            }
        }
    }

    @Test("from another address a calendar's refusal and proposal change nothing either")
    func strangersCalendar() async throws {
        try await withDatabase(.sqlite) { database in
            let (sample, booking) = try await SampleCampaign.placed(database)
            let answers = try Answers(sample)

            let declined = try await answers.settle(
                Answers.calendar(booking.uid, "DECLINED"), from: Answers.stranger)
            let counter = try await answers.settle(
                Answers.calendar(
                    booking.uid, "TENTATIVE", method: "COUNTER", starts: SampleCampaign.at(1, "09:00")),
                from: Answers.stranger)

            #expect([declined, counter].map(\.outcome) == [.clarified, .clarified])
            #expect(try await answers.held()?.booking == booking)
            #expect(try await answers.kinds() == [.confirmation, .verification, .verification])
        }
    }

    @Test("an acceptance stands, whoever sent it")
    func acceptance() async throws {
        try await withDatabase(.sqlite) { database in
            let (sample, _) = try await SampleCampaign.placed(database)
            let answers = try Answers(sample)

            let settled = try await answers.settle(
                .text("oui", .accept), to: try await answers.last(), from: Answers.stranger)

            #expect(settled.outcome == .confirmed)
            #expect(try await answers.held()?.booking.state == .confirmed)
        }
    }

    // RG-124, RG-125, RG-126
    @Test(
        "a manager speaks for their agent where managers place, and it is kept as theirs",
        arguments: [(BookingMode.mixed, true), (.agent, false)])
    func manager(_ mode: BookingMode, _ isBelieved: Bool) async throws {
        try await withDatabase(.sqlite) { database in
            let (sample, booking) = try await SampleCampaign.placed(database, mode: mode)
            let answers = try Answers(sample)
            _ = try await answers.settle(.text("?", .unclear), to: try await answers.last())

            let settled = try await answers.settle(
                .text("1", .choose(option: 1)), to: try await answers.last(), from: Answers.manager)

            let held = try #require(try await answers.held())
            if isBelieved {
                #expect(settled.outcome == .moved)
                #expect(held.booking.placedBy == Actor(.manager, id: sample.managers[0].text, by: .mail))
                #expect(held.booking.state == .placed)
                #expect(try await answers.kinds().suffix(2) == [.change, .teamAnswer])
                #expect(try await answers.last().recipient.text == Answers.manager)
            } else {
                #expect(settled.outcome == .clarified)
                #expect(held.booking == booking)
                #expect(try await answers.last().kind == .verification)
            }
        }
    }

    // RG-124
    @Test("another team's manager is a stranger")
    func otherManager() async throws {
        try await withDatabase(.sqlite) { database in
            let (sample, booking) = try await SampleCampaign.placed(database)
            let answers = try Answers(sample)

            _ = try await answers.settle(
                Answers.calendar(booking.uid, "DECLINED"), from: "chef.1@agents.example")

            #expect(try await answers.held()?.booking == booking)
            #expect(try await answers.last().kind == .verification)
        }
    }

    @Test("who fails authentication is set aside with the server's words, and let through by a person")
    func authentication() async throws {
        try await withDatabase(.sqlite) { database in
            let (sample, booking) = try await SampleCampaign.placed(database)
            let answers = try Answers(sample)
            let content = Answers.calendar(booking.uid, "DECLINED")

            let failed = try await answers.settle(content, authentication: .fail("dmarc=fail"))
            let vouched = try await answers.settle(content, authentication: .pass)

            #expect(failed.outcome == .quarantined)
            #expect(failed.reason.contains("dmarc=fail"))
            #expect(vouched.outcome == .declined)
        }
    }

    @Test("the same message by another way acts once")
    func repeated() async throws {
        try await withDatabase(.sqlite) { database in
            let (sample, _) = try await SampleCampaign.placed(database)
            let answers = try Answers(sample)
            let row = try await answers.last()
            let agent = sample.agents[0]
            try await database.transaction { connection in
                let id = try #require(
                    try Inbox.store([1], source: "test", now: SampleCampaign.now, on: connection))
                let settled = Settlement(.confirmed, "accepted", agent: agent.text)
                _ = try Inbox.finish(id, settled, messageID: "a@x", now: SampleCampaign.now, on: connection)
            }

            let again = try await answers.settle(.text("annulez", .cancel), to: row, messageID: "a@x")

            #expect(again.outcome == .duplicate)
            #expect(try await answers.held() != nil)
        }
    }
}
