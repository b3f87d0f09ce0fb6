import Core
import TestSupport
import Testing

@Suite("Answers of calendars")
struct CalendarAnswerTests {
    @Test("people who were never invited change nothing, an attendee by another name does")
    func attendees() async throws {
        try await withDatabase(.sqlite) { database in
            let (sample, booking) = try await SampleCampaign.placed(database)
            let answers = try Answers(sample)
            let colleague = try await answers.settle(
                Answers.calendar(booking.uid, "ACCEPTED", attendee: "collegue@agents.example"),
                from: "collegue@agents.example")
            let alias = try await answers.settle(
                Answers.calendar(booking.uid, "ACCEPTED", attendee: "prenom.nom@agents.example"))

            #expect([colleague, alias].map(\.outcome) == [.ignored, .confirmed])
        }
    }

    @Test("neither a number nor a clock that is ahead silences the answers after it")
    func aheadOfTime() async throws {
        try await withDatabase(.sqlite) { database in
            let (sample, booking) = try await SampleCampaign.placed(database)
            let answers = try Answers(sample)
            let now = SampleCampaign.now

            let first = try await answers.settle(
                Answers.calendar(booking.uid, "TENTATIVE", sequence: 5, stamp: now + .days(900)))
            let older = try await answers.settle(
                Answers.calendar(booking.uid, "DECLINED", stamp: now - .hours(1)))
            let second = try await answers.settle(
                Answers.calendar(booking.uid, "ACCEPTED", stamp: now + .hours(1)), now: now + .hours(1))

            #expect([first, older, second].map(\.outcome) == [.tentative, .ignored, .confirmed])
        }
    }

    // RG-123
    @Test(
        "declining what is locked frees nothing; agent, manager and coordinator are told",
        arguments: Engine.available)
    func declinedWhenLocked(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let (sample, booking) = try await SampleCampaign.placed(database)
            let answers = try Answers(sample)
            let late = SampleCampaign.at(0, "07:00")

            let settled = try await answers.settle(
                Answers.calendar(booking.uid, "DECLINED", stamp: late), now: late)

            #expect(settled.outcome == .clarified)
            #expect(try await answers.held()?.booking.state == .placed)
            #expect(try await answers.held()?.booking.answer == .declined)
            let told = try await sample.outbox().dropFirst()
            #expect(
                Set(told.map { "\($0.kind.rawValue) \($0.recipient)" }) == [
                    "refusal \(Answers.agent)", "alert \(Answers.manager)", "alert coord@agents.example",
                ])
            let again = try await answers.settle(
                Answers.calendar(booking.uid, "DECLINED", stamp: late + .minutes(5)), now: late + .minutes(5))
            #expect(again.outcome == .clarified)
            #expect(try await sample.outbox().count { $0.kind == .alert } == 2)
        }
    }

    @Test("a proposal of another time is declined with the three nearest, and the reason")
    func counters() async throws {
        try await withDatabase(.sqlite) { database in
            let (sample, booking) = try await SampleCampaign.placed(database)
            let answers = try Answers(sample)
            for hour in ["10:00", "11:00", "15:00", "16:00"] {
                _ = try await sample.slot(SampleCampaign.monday.adding(days: 3), hour, minutes: 30)
            }
            func counter(_ starts: Instant) -> IncomingAnswer.Content {
                Answers.calendar(booking.uid, "TENTATIVE", method: "COUNTER", starts: starts)
            }

            let nowhere = try await answers.settle(counter(SampleCampaign.at(3, "12:00")))

            #expect(nowhere.outcome == .counterDeclined)
            guard
                case .refusal(.unavailable, let options, let current, declinesCounter: true) =
                    try await answers.last().snapshot.message
            else {
                Issue.record("\(try await answers.last().snapshot.message)")
                return
            }
            #expect(options.map(\.starts) == ["10:00", "11:00", "15:00"].map { SampleCampaign.at(3, $0) })
            #expect(current?.uid == booking.uid)
            let same = try await answers.settle(counter(SampleCampaign.at(0, "09:00")))
            let free = try await answers.settle(counter(SampleCampaign.at(3, "15:00")))
            #expect([same, free].map(\.outcome) == [.tentative, .moved])
            #expect(try await answers.held()?.slot.starts == SampleCampaign.at(3, "15:00"))
        }
    }

    // RG-110, RG-123
    @Test("a proposal that could move nothing says why")
    func hopelessCounters() async throws {
        try await withDatabase(.sqlite) { database in
            let (sample, booking) = try await SampleCampaign.placed(database, mode: .manager)
            let answers = try Answers(sample)
            let late = SampleCampaign.at(0, "07:00")
            func counter(now: Instant) async throws -> RefusalReason? {
                _ = try await answers.settle(
                    Answers.calendar(
                        booking.uid, "TENTATIVE", method: "COUNTER", stamp: now,
                        starts: SampleCampaign.at(1, "09:00")), now: now)
                guard
                    case .refusal(let reason, _, _, declinesCounter: true) =
                        try await answers.last().snapshot.message
                else { return nil }
                return reason
            }

            #expect(try await counter(now: SampleCampaign.now) == .forbidden)
            #expect(try await counter(now: late) == .locked)
        }
    }

    @Test("passing the appointment on is told to the manager, and the booking stays")
    func delegated() async throws {
        try await withDatabase(.sqlite) { database in
            let (sample, booking) = try await SampleCampaign.placed(database)
            let answers = try Answers(sample)

            let settled = try await answers.settle(
                Answers.calendar(booking.uid, "DELEGATED", delegate: "remplacant@agents.example"))

            #expect(settled.outcome == .ignored)
            #expect(try await answers.held()?.booking.state == .placed)
            let row = try await answers.last()
            #expect(row.recipient.text == Answers.manager)
            guard case .alert(let alert) = row.snapshot.message else {
                Issue.record("\(row.kind)")
                return
            }
            #expect(alert.reason == .delegated)
            #expect(alert.delegate?.text == "remplacant@agents.example")
            #expect(alert.appointment?.uid == booking.uid)
        }
    }

    @Test("a calendar that asks is sent the appointment as it stands, once a message")
    func refresh() async throws {
        try await withDatabase(.sqlite) { database in
            let (sample, booking) = try await SampleCampaign.placed(database)
            let answers = try Answers(sample)
            let refresh = Answers.calendar(booking.uid, nil, method: "REFRESH")

            for _ in 0..<2 { _ = try await answers.settle(refresh, messageID: "refresh@x") }

            let sent = try await sample.outbox().compactMap { row in
                if case .confirmation(let appointment, _) = row.snapshot.message { appointment } else { nil }
            }
            #expect(sent.map(\.sequence) == [0, 0])
            #expect(Set(sent.map(\.uid)) == [booking.uid])
        }
    }

    // RG-016
    @Test(
        "a campaign that is over says so to every answer",
        arguments: [("REPLY", "TENTATIVE"), ("REPLY", "DECLINED"), ("COUNTER", "TENTATIVE"), ("REFRESH", "")])
    func closed(_ method: String, _ partstat: String) async throws {
        try await withDatabase(.sqlite) { database in
            let (sample, booking) = try await SampleCampaign.placed(database)
            let answers = try Answers(sample)
            try await sample.change("UPDATE campaigns SET state = 'finished'")

            _ = try await answers.settle(
                Answers.calendar(
                    booking.uid, partstat, method: method, starts: SampleCampaign.at(1, "09:00")))

            guard case .refusal(.closed, _, _, _) = try await answers.last().snapshot.message else {
                Issue.record("not told")
                return
            }
            #expect(try await answers.held()?.booking == booking)
        }
    }

    @Test("an acceptance costs few statements")
    func statements() async throws {
        try await withDatabase(.sqlite) { database in
            let (sample, booking) = try await SampleCampaign.placed(database)
            let row = try #require(try await sample.outbox().last)
            let keys = try SigningKeys([1: [UInt8](repeating: 7, count: 32)])
            let key = try #require(ReplyKey.key(handle: row.replyHandle, epoch: 0, keys: keys))
            guard case .calendar(let calendar) = Answers.calendar(booking.uid, "ACCEPTED") else { return }
            let answer = IncomingAnswer(
                clues: AnswerClues(replyKeys: [key], references: [], from: EmailAddress(Answers.agent)),
                content: .calendar(calendar), messageID: "a@x", mayBeAnswered: true)

            let count = try await database.transaction { connection in
                let counting = CountingConnection(connection)
                _ = try AnswerDesk.settle(answer, keys: keys, now: SampleCampaign.now, on: counting)
                return counting.count
            }

            // The mail, the booking, its agent, campaign and slot; the answer, the journal, the revision.
            #expect(count == 8)
        }
    }
}

/// Counts the statements that pass through it.
private final class CountingConnection: SQLConnection {
    private let connection: any SQLConnection
    private(set) var count = 0

    init(_ connection: any SQLConnection) { self.connection = connection }

    var dialect: SQLDialect { connection.dialect }

    func run(_ sql: String, _ values: [SQLValue]) throws -> [SQLRow] {
        count += 1
        return try connection.run(sql, values)
    }

    func change(_ sql: String, _ values: [SQLValue]) throws -> Int {
        count += 1
        return try connection.change(sql, values)
    }
}
