import Core
import TestSupport
import Testing

@Suite("Bounces")
struct BounceDeskTests {
    private let now = SampleCampaign.now
    private let keys: SigningKeys

    init() throws { keys = try SigningKeys([1: [UInt8](repeating: 7, count: 32)]) }

    /// The addresses marked after a report on the first agent's mail.
    private func marked(_ bounces: [Bounce], on engine: Engine) async throws -> [String] {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database, agents: 3)
            _ = try await sample.slot()
            _ = try await Launch(database).invite(sample.id, by: .console, now: now)
            let row = try #require(try await sample.outbox().first { $0.agent == sample.agents[0] })
            let key = ReplyKey.key(
                handle: row.replyHandle, epoch: row.snapshot.link?.epoch ?? 0, keys: keys)
            let answer = IncomingAnswer(
                clues: AnswerClues(replyKeys: [try #require(key)], references: [], from: nil),
                content: .bounces(bounces), messageID: nil, mayBeAnswered: false)
            let (keys, now) = (keys, now)
            _ = try await database.transaction {
                try AnswerDesk.settle(answer, keys: keys, now: now, on: $0)
            }
            return try await database.read { connection in
                try connection.query("SELECT email FROM agents WHERE bounced_at IS NOT NULL ORDER BY email")
                    .map { try $0("email", as: String.self) }
            }
        }
    }

    private func failed(_ address: String?) -> Bounce {
        Bounce(
            address: address.flatMap { EmailAddress($0) }, status: "5.1.1", code: nil, permanent: true,
            diagnostic: "no")
    }

    @Test("each recipient of a report is marked by address", arguments: Engine.available)
    func several(_ engine: Engine) async throws {
        let found = try await marked(
            [failed("agent.1@agents.example"), failed("agent.2@agents.example")], on: engine)

        #expect(found == ["agent.1@agents.example", "agent.2@agents.example"])
    }

    @Test(
        "who was written to is marked where the report names nobody, or where their mail was forwarded",
        arguments: Engine.available, [String?.none, "elsewhere@forward.example"])
    func alias(_ engine: Engine, _ address: String?) async throws {
        #expect(try await marked([failed(address)], on: engine) == ["agent.0@agents.example"])
    }

    @Test("a stranger's address among several marks nobody in their place", arguments: Engine.available)
    func stranger(_ engine: Engine) async throws {
        let found = try await marked(
            [failed("elsewhere@forward.example"), failed("agent.2@agents.example")], on: engine)

        #expect(found == ["agent.2@agents.example"])
    }
}
