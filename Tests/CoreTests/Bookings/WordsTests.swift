import Core
import TestSupport
import Testing

@Suite("What agents write")
struct WordsTests {
    private static func moment(
        _ weekday: Int? = nil, day: Int? = nil, month: Int? = nil, _ time: String? = nil
    ) -> WrittenMoment {
        WrittenMoment(
            weekday: weekday, dayOfMonth: day, month: month, time: time.flatMap { TimeOfDay($0) })
    }

    /// Slots from Monday 8 March 2027: Monday 9:00 full, Tuesday 9:00 and 14:00, Wednesday 9:00, Thursday 9:00 of
    /// another segment, Friday 9:00 in two places.
    private func week(_ database: any SQLDatabase) async throws -> SampleCampaign {
        let sample = try await SampleCampaign(on: database, agents: 3)
        let monday = SampleCampaign.monday
        let full = try await sample.slot()
        _ = try await sample.slot(monday.adding(days: 1), "09:00", capacity: 3)
        _ = try await sample.slot(monday.adding(days: 1), "14:00", capacity: 3)
        _ = try await sample.slot(monday.adding(days: 2), "09:00", capacity: 3)
        _ = try await sample.slot(monday.adding(days: 3), "09:00", segment: sample.segments[1])
        for place in ["Salle 1", "Salle 2"] {
            _ = try await sample.slot(monday.adding(days: 4), "09:00", place: place)
        }
        _ = try await sample.desk.place(sample.agents[2], on: full, by: .console, now: SampleCampaign.now)
        return sample
    }

    private enum Expected: Sendable {
        case booked(Int, String)
        case asked(Int)
        case refused(RefusalReason)
    }

    // RG-120
    @Test(
        "a day and an hour mean the one free slot that fits, or are asked back, or refused",
        arguments: [
            (moment(2, "14:00"), Expected.booked(1, "14:00")),
            (moment(day: 10, month: 3), .booked(2, "09:00")),
            (moment(nil, "14:00"), .booked(1, "14:00")),
            (moment(2), .asked(2)),
            (moment(nil, "09:00"), .asked(4)),
            (moment(5, "09:00"), .asked(2)),
            (moment(1, "09:00"), .refused(.full)),
            (moment(4, "09:00"), .refused(.unavailable)),
            (moment(2, "16:30"), .refused(.unavailable)),
        ])
    private func moments(_ moment: WrittenMoment, _ expected: Expected) async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await week(database)
            let answers = try Answers(sample)
            try await sample.change("DELETE FROM outbox")
            _ = try await Launch(database).invite(sample.id, by: .console, now: SampleCampaign.now)
            let invitation = try #require(try await sample.outbox().first { $0.agent == sample.agents[0] })

            let settled = try await answers.settle(.text("…", .chooseTime(moment)), to: invitation)

            let held = try await answers.held()
            let told = try await answers.last().snapshot.message
            switch (expected, told) {
            case (.booked(let day, let hour), _):
                #expect(settled.outcome == .booked)
                #expect(held?.slot.starts == SampleCampaign.at(day, hour))
            case (.asked(let count), .clarification(_, let options, _)):
                #expect(held == nil)
                #expect(options.count == count)
                #expect(options.map(\.number) == Array(1...count))
            case (.refused(let reason), .refusal(let told, let options, _, _)):
                #expect(held == nil)
                #expect(told == reason)
                #expect(options.count == 3)
            default: Issue.record("\(told)")
            }
        }
    }

    @Test("of several slots that fit, the one that the mail offered is meant")
    func offeredFirst() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await week(database)
            let answers = try Answers(sample)
            _ = try await answers.settle(
                Answers.calendar("none@opstracker", "DECLINED"))
            let tuesday = try await database.read { connection in
                try SlotStore.list(of: sample.id, on: connection).filter {
                    $0.starts == SampleCampaign.at(1, "14:00")
                }
            }[0]
            let asked = Message.clarification(
                quoted: "", options: [SlotOption(tuesday)], current: nil)
            let row = try await sample.leave(asked, for: 0)

            let settled = try await answers.settle(.text("mardi", .chooseTime(Self.moment(2))), to: row)

            #expect(settled.outcome == .booked)
            #expect(try await answers.held()?.slot.id == tuesday.id)
        }
    }

    @Test("an answer to a mail about an older time or another booking is asked back, a named slot is not")
    func olderMails() async throws {
        try await withDatabase(.sqlite) { database in
            let (sample, _) = try await SampleCampaign.placed(database)
            let answers = try Answers(sample)
            let confirmation = try await answers.last()
            let slots = try await database.read { try SlotStore.list(of: sample.id, on: $0) }
            _ = try await sample.desk.place(
                sample.agents[0], on: slots[1].id, by: .console, now: SampleCampaign.now + .minutes(1))

            for (index, words) in [
                IncomingAnswer.Content.text("oui", .accept), .text("annulez", .cancel),
                .text("non", .decline),
            ].enumerated() {
                let settled = try await answers.settle(
                    words, to: confirmation, now: SampleCampaign.now + .days(index))
                #expect([.clarified, .ignored].contains(settled.outcome))
            }
            #expect(try await answers.held()?.booking.state == .placed)
            #expect(try await answers.held()?.slot.id == slots[1].id)
            let change = try #require(try await sample.outbox().first { $0.kind == .change })
            #expect(try await answers.settle(.text("annulez", .cancel), to: change).outcome == .cancelled)
        }
    }

    @Test(
        "an absence is told to the manager once, and answered never",
        arguments: Engine.available)
    func absences(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let (sample, booking) = try await SampleCampaign.placed(database)
            let answers = try Answers(sample)
            let row = try await answers.last()
            let until = Day("2027-03-15")
            let contents: [IncomingAnswer.Content] = [
                .automatic(text: "Absente", returns: until), .automatic(text: "Absente", returns: until),
                .text("Je serai absente jusqu'au 15", .absent(until: until)),
            ]

            for content in contents {
                #expect(try await answers.settle(content, to: row).outcome == .absent)
            }

            let alerts = try await sample.outbox().filter { $0.id != row.id }
            #expect(alerts.map(\.recipient.text) == [Answers.manager])
            guard case .alert(let alert) = try #require(alerts.first).snapshot.message else {
                Issue.record("no alert")
                return
            }
            #expect(alert.reason == .absent)
            #expect(alert.until == until)
            #expect(alert.appointment?.uid == booking.uid)
            #expect(try await answers.held()?.booking == booking)
            // Another absence is another alert; one without a day is one for a fortnight.
            for (days, count) in [(1, 2), (2, 2), (20, 3)] {
                _ = try await answers.settle(
                    .automatic(text: "Absent", returns: nil), to: row, now: SampleCampaign.now + .days(days))
                #expect(try await sample.outbox().count { $0.kind == .alert } == count)
            }
        }
    }

    @Test("a list's mail is not acted on")
    func lists() async throws {
        try await withDatabase(.sqlite) { database in
            let (sample, booking) = try await SampleCampaign.placed(database)
            let answers = try Answers(sample)

            let settled = try await answers.settle(
                .text("annulez", .cancel), to: try await answers.last(), mayBeAnswered: false)

            #expect(settled.outcome == .ignored)
            #expect(try await answers.held()?.booking == booking)
        }
    }
}

extension SlotOption {
    init(_ slot: Slot, number: Int = 1) {
        self.init(
            number: number, slot: slot.id.text, starts: slot.starts, ends: slot.ends, place: slot.place)
    }
}

extension SampleCampaign {
    /// Leaves a message for an agent or, where there is none of that number, the first manager.
    func leave(_ message: Message, for agent: Int? = nil) async throws -> OutboxRow {
        let (id, agents, managers) = (id, agents, managers)
        try await database.transaction { connection in
            guard let campaign = try CampaignStore.load(id, on: connection),
                let recipient = EmailAddress(
                    agent.map { "agent.\($0)@agents.example" } ?? "chef.0@agents.example")
            else { throw SQLError.other("no campaign") }
            let facts = CampaignFacts(
                name: campaign.name, type: campaign.type, description: "", preparation: "", contact: "",
                timeZone: "Europe/Paris")
            let link = LinkGrant(
                purpose: agent == nil ? .team : .agent,
                subject: agent.map { agents[$0].text } ?? managers[0].text, epoch: 0,
                expires: campaign.linksExpireAt)
            try Outbox.enqueue(
                MessageSnapshot(
                    recipient: recipient, name: "", language: .french, campaign: facts, link: link,
                    message: message), purpose: RandomToken.base32(bytes: 10), campaign: id,
                agent: agent.map { agents[$0] }, manager: agent == nil ? managers[0] : nil,
                now: SampleCampaign.now, on: connection)
        }
        guard let row = try await outbox().last(where: { $0.snapshot.message == message }) else {
            throw SQLError.other("nothing left")
        }
        return row
    }
}
