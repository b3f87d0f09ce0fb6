// The promise of the outbox: after a crash at any instant nothing is lost, and at most one message per open connection is
// sent twice, with the same Message-ID.

import Core
import TestSupport
import Testing

@Suite("The sender is killed", .serialized)
struct KilledSenderTests {
    private static let connections = 4

    @Test("again and again, and every invitation arrives, hardly any twice", arguments: Engine.available)
    func killed(engine: Engine) async throws {
        let (count, kills) = (Effort.count(300, full: 5_000), Effort.count(5, full: 50))
        try await withDatabaseAddress(engine) { address in
            try await withInvitations(count, at: address) { database in
                try await MoodySink.with({ _ in .late(milliseconds: 5) }) { sink in
                    try await withTemporaryFolder { folder in
                        let program = Self.program(folder, address, sink)
                        var seed = SeededRandom(seed: 620_070)
                        // What was taken up to each kill.
                        var eras: [Int] = []

                        for kill in 0..<kills {
                            // `serve` and `mail send` by turns.
                            let process = try program.begin(
                                kill % 2 == 0 ? ["serve", "--role", "gateway"] : ["mail", "send"])
                            let more = Int.random(in: 0...(count / kills), using: &seed)
                            let target = min(sink.taken.count + more, count - 1)
                            try await eventually("it sends") { sink.taken.count >= target }
                            try await Task.sleep(for: .microseconds(Int.random(in: 0...20_000, using: &seed)))
                            process.kill()
                            _ = await process.status()
                            try await eventually("its connections are gone") { sink.connections == 0 }
                            eras.append(sink.taken.count)
                            try await database.letLeasesRunOut()
                        }
                        let last = try await program.run(["mail", "send"])

                        #expect(last.status == 0)
                        try await Self.expectWhole(database, sink.taken, count, eras)
                    }
                }
            }
        }
    }

    private static func expectWhole(
        _ database: any SQLDatabase, _ taken: [MoodySink.Taken], _ count: Int, _ eras: [Int]
    ) async throws {
        let rows = try await database.read { try Outbox.list(on: $0) }
        #expect(rows.filter { $0.state == .sent }.count == count)
        // Nothing is lost: each recipient has theirs, under the Message-ID of its row.
        let identifiers = Set(rows.map { $0.messageLocalPart + "@ops.example" })
        #expect(Set(taken.map(\.messageID)) == identifiers)
        #expect(Set(taken).count == count)
        // What was taken before a kill and again after it: one message a connection at the most.
        for (era, end) in eras.enumerated() {
            let before = Set(taken[(era == 0 ? 0 : eras[era - 1])..<end])
            #expect(before.intersection(taken[end...]).count <= connections)
        }
        #expect(taken.count - count <= connections * eras.count)
    }

    private static func program(_ folder: String, _ database: String, _ sink: MoodySink) -> Program {
        Program([
            "OPSTRACKER_DATABASE": database, "OPSTRACKER_SECRETS": folder + "/secrets",
            "OPSTRACKER_SMTP": "smtp://127.0.0.1:\(sink.port)?connections=\(connections)",
            "OPSTRACKER_MAIL_FROM": "OpsTracker <rdv@ops.example>",
            "OPSTRACKER_TEMPLATES": Repository.root + "/templates",
        ])
    }
}
