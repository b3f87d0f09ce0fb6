// Answers to mails of ours, as the gateway hands them over.

import Core
import TestSupport

/// Whoever answers the mails of one campaign.
struct Answers {
    let sample: SampleCampaign
    let keys: SigningKeys

    init(_ sample: SampleCampaign) throws {
        self.sample = sample
        keys = try SigningKeys([1: [UInt8](repeating: 7, count: 32)])
    }

    static let agent = "agent.0@agents.example"
    static let manager = "chef.0@agents.example"
    static let stranger = "inconnu@ailleurs.example"

    /// What becomes of an answer to a row of the outbox, tied to it by its reply key.
    func settle(
        _ content: IncomingAnswer.Content, to row: OutboxRow? = nil, from: String = agent,
        messageID: String? = RandomToken.base32(bytes: 10), mayBeAnswered: Bool = true,
        authentication: IncomingAnswer.Authentication = .unknown, now: Instant = SampleCampaign.now
    ) async throws -> Settlement {
        let key = row.flatMap {
            ReplyKey.key(handle: $0.replyHandle, epoch: $0.snapshot.link?.epoch ?? 0, keys: keys)
        }
        let answer = IncomingAnswer(
            clues: AnswerClues(replyKeys: key.map { [$0] } ?? [], references: [], from: EmailAddress(from)),
            content: content, messageID: messageID, mayBeAnswered: mayBeAnswered,
            authentication: authentication)
        return try await sample.database.transaction { [keys] in
            try AnswerDesk.settle(answer, keys: keys, now: now, on: $0)
        }
    }

    /// A calendar's answer, with a later stamp each time unless it is given.
    static func calendar(
        _ uid: String, _ partstat: String?, method: String = "REPLY", sequence: Int = 0,
        stamp: Instant = SampleCampaign.now, attendee: String? = nil, starts: Instant? = nil,
        delegate: String? = nil
    ) -> IncomingAnswer.Content {
        .calendar(
            CalendarAnswer(
                method: method, uid: uid, sequence: sequence, stamp: stamp,
                attendee: attendee.flatMap { EmailAddress($0) }, partstat: partstat, comment: nil,
                starts: starts, ends: nil, delegate: delegate.flatMap { EmailAddress($0) }))
    }

    /// The last message left.
    func last() async throws -> OutboxRow {
        guard let row = try await sample.outbox().last else { throw SQLError.other("the outbox is empty") }
        return row
    }

    func kinds() async throws -> [Message.Kind] { try await sample.outbox().map(\.kind) }

    /// The slot that the first agent holds.
    func held(_ agent: Int = 0) async throws -> AgentView.Current? {
        try await sample.desk.view(of: sample.agents[agent], now: SampleCampaign.now)?.current
    }
}

extension SampleCampaign {
    /// A campaign whose first agent was placed by their manager, at nine on the Monday; Tuesday and Wednesday are free.
    static func placed(
        _ database: any SQLDatabase, mode: BookingMode = .mixed, coordinator: Bool = true
    ) async throws -> (sample: SampleCampaign, booking: Booking) {
        let sample = try await SampleCampaign(on: database, mode: mode)
        if coordinator {
            try await sample.change("UPDATE campaigns SET coordinator_email = 'coord@agents.example'")
        }
        let slot = try await sample.slot()
        _ = try await sample.slot(monday.adding(days: 1))
        _ = try await sample.slot(monday.adding(days: 2), "14:00")
        let result = try await sample.desk.place(sample.agents[0], on: slot, by: .console, now: now)
        guard case .booked(let booking, _) = result else { throw SQLError.other("\(result)") }
        return (sample, booking)
    }

    func change(_ sql: String) async throws {
        _ = try await database.transaction { try $0.execute(sql) }
    }

    static func at(_ day: Int, _ hour: String) -> Instant {
        WallClock.paris.instant(monday.adding(days: day), time(hour))
    }
}
