import Core
import TestSupport
import Testing

@Suite("Answers by mail")
struct AnswerDeskTests {
    let now = SampleCampaign.now
    let keys: SigningKeys

    init() throws { keys = try SigningKeys([1: [UInt8](repeating: 7, count: 32)]) }

    /// An answer to a row of the outbox, tied to it by its reply key.
    private func answer(
        _ row: OutboxRow?, _ content: IncomingAnswer.Content, from: String = "agent.0@agents.example",
        mayBeAnswered: Bool = true, messageID: String = RandomToken.base32(bytes: 10)
    ) -> IncomingAnswer {
        let key = row.flatMap {
            ReplyKey.key(handle: $0.replyHandle, epoch: $0.snapshot.link?.epoch ?? 0, keys: keys)
        }
        return IncomingAnswer(
            clues: AnswerClues(replyKeys: key.map { [$0] } ?? [], references: [], from: EmailAddress(from)),
            content: content, messageID: messageID, mayBeAnswered: mayBeAnswered)
    }

    private func settle(_ answer: IncomingAnswer, _ sample: SampleCampaign, now: Instant? = nil) async throws
        -> Settlement
    {
        let (keys, now) = (keys, now ?? self.now)
        return try await sample.database.transaction {
            try AnswerDesk.settle(answer, keys: keys, now: now, on: $0)
        }
    }

    private func calendar(
        _ uid: String, _ partstat: String?, sequence: Int = 0, stamp: Int64 = 1_000, method: String = "REPLY",
        starts: Instant? = nil
    ) -> IncomingAnswer.Content {
        .calendar(
            CalendarAnswer(
                method: method, uid: uid, sequence: sequence, stamp: Instant(milliseconds: stamp),
                attendee: nil,
                partstat: partstat, comment: nil, starts: starts, ends: nil))
    }

    /// A campaign whose first agent was placed by their manager.
    private func placed(_ database: any SQLDatabase) async throws -> (SampleCampaign, uid: String) {
        let sample = try await SampleCampaign(on: database, mode: .mixed)
        let slot = try await sample.slot()
        _ = try await sample.slot(SampleCampaign.monday.adding(days: 1))
        let result = try await sample.desk.place(
            sample.agents[0], on: slot, by: Actor(.manager, id: sample.managers[0].text, by: .web), now: now)
        guard case .booked(let booking, _) = result else { throw SQLError.other("\(result)") }
        return (sample, booking.uid)
    }

    @Test(
        "accepting, hesitating and declining in a calendar",
        arguments: Engine.available,
        [
            ("ACCEPTED", MailOutcome.confirmed, "confirmed", "accepted"),
            ("TENTATIVE", .tentative, "placed", "tentative"),
        ])
    func calendarAnswers(
        _ engine: Engine, _ expected: (partstat: String, outcome: MailOutcome, state: String, answer: String)
    ) async throws {
        try await withDatabase(engine) { database in
            let (sample, uid) = try await placed(database)

            let settled = try await settle(answer(nil, calendar(uid, expected.partstat)), sample)

            #expect(settled.outcome == expected.outcome)
            let row = try await database.read { try $0.query("SELECT state, answer FROM bookings")[0] }
            #expect(try row("state", as: String.self) == expected.state)
            #expect(try row("answer", as: String.self) == expected.answer)
            #expect(try await sample.outbox().count == 1)
        }
    }

    // RG-143
    @Test(
        "declining frees the place, cancels in the calendar and offers to choose again",
        arguments: Engine.available)
    func declines(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let (sample, uid) = try await placed(database)

            let settled = try await settle(answer(nil, calendar(uid, "DECLINED")), sample)

            #expect(settled.outcome == .declined)
            #expect(try await sample.count("SELECT sum(taken) AS n FROM slots") == 0)
            let last = try #require(try await sample.outbox().last)
            guard
                case .cancellation(let appointment, byAgent: true, let options, bySilence: false) = last
                    .snapshot.message
            else {
                Issue.record("\(last.snapshot.message)")
                return
            }
            #expect(appointment.sequence == 1)
            #expect(options.map(\.number) == [1, 2])
        }
    }

    // RG-123
    @Test("declining what is locked changes nothing, and says whom to call")
    func declinesLocked() async throws {
        try await withDatabase(.sqlite) { database in
            let (sample, uid) = try await placed(database)
            let late = WallClock.paris.instant(SampleCampaign.monday, SampleCampaign.time("07:00"))

            let settled = try await settle(answer(nil, calendar(uid, "DECLINED")), sample, now: late)

            #expect(settled.outcome == .clarified)
            #expect(try await sample.count("SELECT sum(taken) AS n FROM slots") == 1)
            guard
                case .refusal(.locked, _, _, _) = try #require(try await sample.outbox().last).snapshot
                    .message
            else {
                Issue.record("not told")
                return
            }
        }
    }

    @Test("only the newest answer of a calendar counts")
    func staleAnswers() async throws {
        try await withDatabase(.sqlite) { database in
            let (sample, uid) = try await placed(database)

            let first = try await settle(answer(nil, calendar(uid, "ACCEPTED", stamp: 5_000)), sample)
            let older = try await settle(answer(nil, calendar(uid, "DECLINED", stamp: 4_000)), sample)
            let stranger = try await settle(answer(nil, calendar("nobody@opstracker", "DECLINED")), sample)
            let newer = try await settle(answer(nil, calendar(uid, "TENTATIVE", stamp: 6_000)), sample)

            #expect(
                [first, older, stranger, newer].map(\.outcome) == [
                    .confirmed, .ignored, .ignored, .tentative,
                ])
        }
    }

    @Test("a counter-proposal moves to a free slot at that time, or names the nearest")
    func counters() async throws {
        try await withDatabase(.sqlite) { database in
            let (sample, uid) = try await placed(database)
            let free = WallClock.paris.instant(
                SampleCampaign.monday.adding(days: 1), SampleCampaign.time("09:00"))

            let nowhere = try await settle(
                answer(nil, calendar(uid, "TENTATIVE", method: "COUNTER", starts: free + .hours(1))), sample)
            let moved = try await settle(
                answer(nil, calendar(uid, "TENTATIVE", method: "COUNTER", starts: free)), sample)

            #expect(nowhere.outcome == .counterDeclined)
            #expect(moved.outcome == .moved)
        }
    }

    // RG-125, RG-144
    @Test(
        "the number of a slot in the invitation books it, on behalf of the agent", arguments: Engine.available
    )
    func choosesByNumber(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database, agents: 2)
            _ = try await sample.slot()
            let second = try await sample.slot(SampleCampaign.monday.adding(days: 1))
            #expect(try await Launch(database).invite(sample.id, by: .console, now: now) == 2)
            let invitation = try #require(try await sample.outbox().first { $0.agent == sample.agents[0] })

            let settled = try await settle(answer(invitation, .text("Le 2 svp", .choose(option: 2))), sample)

            #expect(settled.outcome == .booked)
            let view = try #require(try await sample.desk.view(of: sample.agents[0], now: now))
            #expect(view.current?.slot.id == second)
            #expect(view.current?.booking.placedBy == Actor(.agent, id: sample.agents[0].text, by: .mail))
            let confirmation = try #require(try await sample.outbox().last)
            #expect(confirmation.kind == .confirmation)
            #expect(confirmation.snapshot.inReplyTo != nil)
            let cancelled = try await settle(answer(confirmation, .text("annulez", .cancel)), sample)
            #expect(cancelled.outcome == .cancelled)
        }
    }

    @Test("what is not understood is answered once a day; automatic mail never")
    func clarifies() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database, agents: 1)
            _ = try await sample.slot()
            _ = try await Launch(database).invite(sample.id, by: .console, now: now)
            let invitation = try #require(try await sample.outbox().first)
            let unclear = IncomingAnswer.Content.text("Bonjour ?", .unclear)

            let list = try await settle(answer(invitation, unclear, mayBeAnswered: false), sample)
            let first = try await settle(answer(invitation, unclear), sample)
            let second = try await settle(answer(invitation, unclear), sample)
            let tomorrow = try await settle(answer(invitation, unclear), sample, now: now + .hours(25))

            #expect(
                [list, first, second, tomorrow].map(\.outcome) == [
                    .ignored, .clarified, .ignored, .clarified,
                ])
            #expect(try await sample.outbox().filter { $0.kind == .clarification }.count == 2)
        }
    }

    @Test("a change asked for from another address is not made: the agent is sent the link")
    func otherSender() async throws {
        try await withDatabase(.sqlite) { database in
            let (sample, uid) = try await placed(database)

            let stranger = try await settle(
                answer(nil, calendar(uid, "DECLINED"), from: "inconnu@ailleurs.example"), sample)
            let manager = try await settle(
                answer(nil, calendar(uid, "DECLINED", stamp: 9_000), from: "chef.0@agents.example"), sample)

            #expect(stranger.outcome == .clarified)
            #expect(manager.outcome == .declined)
        }
    }

    @Test("a revoked or invented reply key ties an answer to nobody")
    func revokedKeys() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database, agents: 1)
            _ = try await sample.slot()
            _ = try await Launch(database).invite(sample.id, by: .console, now: now)
            let invitation = try #require(try await sample.outbox().first)
            let agent = sample.agents[0]
            try await database.transaction { try AgentStore.revokeLinks(of: agent, on: $0) }

            let settled = try await settle(answer(invitation, .text("1", .choose(option: 1))), sample)

            #expect(settled.outcome == .ignored)
            #expect(try await sample.count("SELECT count(*) AS n FROM bookings") == 0)
        }
    }

    @Test(
        "a permanent bounce marks the address, three temporary ones in a week mark it too",
        arguments: Engine.available)
    func bounces(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database, agents: 3)
            _ = try await sample.slot()
            _ = try await Launch(database).invite(sample.id, by: .console, now: now)
            func bounce(_ index: Int, permanent: Bool) -> IncomingAnswer.Content {
                .bounces([
                    Bounce(
                        address: EmailAddress("agent.\(index)@agents.example"),
                        status: permanent ? "5.1.1" : "4.2.2",
                        code: nil, permanent: permanent, diagnostic: "no")
                ])
            }

            let rows = try await sample.outbox()
            func row(_ index: Int) -> OutboxRow? { rows.first { $0.agent == sample.agents[index] } }

            let permanent = try await settle(answer(row(0), bounce(0, permanent: true)), sample)
            for day in 0..<3 {
                _ = try await settle(
                    answer(row(1), bounce(1, permanent: false)), sample, now: now + .days(day))
            }
            for day in 0..<3 {
                _ = try await settle(
                    answer(row(2), bounce(2, permanent: false)), sample, now: now + .days(day * 5))
            }

            #expect(permanent.outcome == .bounced)
            let marked = try await database.read { connection in
                try connection.query("SELECT email FROM agents WHERE bounced_at IS NOT NULL ORDER BY email")
                    .map { try $0("email", as: String.self) }
            }
            #expect(marked == ["agent.0@agents.example", "agent.1@agents.example"])
            let board = try #require(try await Dashboard.load(sample.id, now: now, from: database))
            #expect(board.bounced == 2)
            #expect(board.unanswered == 1)
            #expect(try await sample.outbox().filter { $0.state == .cancelled }.count == 2)
        }
    }

    // RG-016
    @Test("an answer to a campaign that is archived says so, and changes nothing")
    func archived() async throws {
        try await withDatabase(.sqlite) { database in
            let (sample, uid) = try await placed(database)
            let row = try #require(try await sample.outbox().first)
            try await CampaignDesk(database).archive(sample.id, by: .console, now: now)

            let accepted = try await settle(answer(nil, calendar(uid, "ACCEPTED")), sample)
            let words = try await settle(answer(row, .text("oui", .accept)), sample)

            #expect([accepted, words].map(\.outcome) == [.clarified, .clarified])
            #expect(try await sample.count("SELECT count(*) AS n FROM bookings WHERE state = 'placed'") == 1)
        }
    }

    @Test("an absence is kept and changes nothing")
    func absences() async throws {
        try await withDatabase(.sqlite) { database in
            let (sample, _) = try await placed(database)
            let row = try #require(try await sample.outbox().first)

            let settled = try await settle(
                answer(row, .automatic(text: "Absente", returns: Day("2027-03-15"))), sample)

            #expect(settled.outcome == .absent)
            #expect(try await sample.count("SELECT sum(taken) AS n FROM slots") == 1)
            #expect(
                try await sample.count(
                    "SELECT count(*) AS n FROM agents WHERE absent_until = '2027-03-15'") == 1)
        }
    }
}
