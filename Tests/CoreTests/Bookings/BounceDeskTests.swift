import Core
import TestSupport
import Testing

@Suite("Bounces")
struct BounceDeskTests {
    private let now = SampleCampaign.now
    private let keys: SigningKeys

    init() throws { keys = try SigningKeys([1: [UInt8](repeating: 7, count: 32)]) }

    /// What a report may bear to show that its sender has our mail to the first agent.
    enum Proof {
        case replyKey, messageID, guess, none
    }

    /// A campaign whose agents have all been written to but the last.
    private func written(on database: any SQLDatabase) async throws -> SampleCampaign {
        let sample = try await SampleCampaign(on: database, agents: 4)
        _ = try await sample.slot()
        _ = try await Launch(database).invite(sample.id, by: .console, now: now)
        let last = sample.agents[3]
        try await database.transaction { connection in
            _ = try connection.execute(
                "UPDATE outbox SET attempts = 1, state = 'sent' WHERE agent_id <> $1", last)
        }
        return sample
    }

    @discardableResult
    private func report(
        _ bounces: [Bounce], _ proof: Proof, _ sample: SampleCampaign, now: Instant? = nil
    ) async throws -> Settlement {
        let row = try #require(try await sample.outbox().first { $0.agent == sample.agents[0] })
        let key = ReplyKey.key(handle: row.replyHandle, epoch: row.snapshot.link?.epoch ?? 0, keys: keys)
        let answer = IncomingAnswer(
            clues: AnswerClues(
                replyKeys: proof == .replyKey ? [try #require(key)] : proof == .guess ? ["raaaaaaaa"] : [],
                references: proof == .messageID ? [row.messageLocalPart + "@ops.example"] : [], from: nil),
            content: .bounces(bounces), messageID: nil, mayBeAnswered: false)
        let (keys, now) = (keys, now ?? self.now)
        return try await sample.database.transaction {
            try AnswerDesk.settle(answer, keys: keys, now: now, on: $0)
        }
    }

    private func marked(_ sample: SampleCampaign) async throws -> [String] {
        try await sample.database.read { connection in
            try connection.query("SELECT email FROM agents WHERE bounced_at IS NOT NULL ORDER BY email")
                .map { try $0("email", as: String.self) }
        }
    }

    private func failed(_ address: String?, permanent: Bool = true) -> Bounce {
        Bounce(
            address: address.flatMap { EmailAddress($0) }, status: permanent ? "5.1.1" : "4.2.2", code: nil,
            permanent: permanent, diagnostic: "no")
    }

    @Test(
        "our reply key or our Message-ID proves a report",
        arguments: Engine.available, [Proof.replyKey, .messageID])
    func proven(_ engine: Engine, _ proof: Proof) async throws {
        try await withDatabase(engine) { database in
            let sample = try await written(on: database)

            let settlement = try await report([failed("agent.0@agents.example")], proof, sample)

            #expect(try await marked(sample) == ["agent.0@agents.example"])
            #expect(settlement.outcome == .bounced)
            #expect(settlement.agent == sample.agents[0].text)
        }
    }

    @Test(
        "a report that anybody could have written is kept, said to be unproven, and changes nothing",
        arguments: Engine.available, [Proof.none, .guess])
    func forged(_ engine: Engine, _ proof: Proof) async throws {
        try await withDatabase(engine) { database in
            let sample = try await written(on: database)

            let settlement = try await report(
                [failed("agent.1@agents.example"), failed(nil)], proof, sample)

            #expect(settlement.outcome == .bounced)
            #expect(settlement.reason.hasPrefix("unproven"))
            #expect(try await marked(sample).isEmpty)
            #expect(try await sample.outbox().allSatisfy { $0.state != .cancelled })
        }
    }

    @Test("each recipient of a report to whom the campaign wrote is marked", arguments: Engine.available)
    func several(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await written(on: database)
            // Nobody has written to the last one, nor to anybody of another campaign.
            let other = try await SampleCampaign(on: database, agents: 2)

            try await report(
                ["agent.0", "agent.1", "agent.2", "agent.3", "elsewhere"].map {
                    failed("\($0)@agents.example")
                }, .replyKey, sample)

            #expect(try await marked(sample) == (0...2).map { "agent.\($0)@agents.example" })
            #expect(
                try await other.count(
                    "SELECT count(*) AS n FROM agents WHERE bounced_at IS NOT NULL AND campaign_id = '\(other.id)'"
                ) == 0)
        }
    }

    @Test(
        "who was written to is marked where the report names nobody, or where their mail was forwarded",
        arguments: Engine.available, [String?.none, "elsewhere@forward.example", "agent.1@agents.example"])
    func alias(_ engine: Engine, _ address: String?) async throws {
        try await withDatabase(engine) { database in
            let sample = try await written(on: database)

            try await report([failed(address)], .replyKey, sample)

            #expect(try await marked(sample) == ["agent.0@agents.example"])
        }
    }

    @Test("a report that names somebody thrice counts once", arguments: Engine.available)
    func once(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await written(on: database)
            let thrice = [failed, failed, failed].map { $0("agent.0@agents.example", false) }

            try await report(thrice, .replyKey, sample)
            let first = try await marked(sample)
            try await report(thrice, .replyKey, sample, now: now + .days(1))
            try await report(thrice, .replyKey, sample, now: now + .days(2))

            #expect(first.isEmpty)
            #expect(try await marked(sample) == ["agent.0@agents.example"])
        }
    }

    @Test("our own server's refusal is believed, in every campaign", arguments: Engine.available)
    func refused(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await written(on: database)
            _ = try await SampleCampaign(on: database, agents: 2)
            let address = try #require(EmailAddress("agent.1@agents.example"))
            let now = now

            try await database.transaction {
                try RefusedAddress.settle(address, reply: "550 5.1.1 unknown", now: now, on: $0)
            }

            #expect(try await marked(sample) == ["agent.1@agents.example", "agent.1@agents.example"])
        }
    }
}
