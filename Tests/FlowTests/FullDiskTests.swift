// The disk fills while mail leaves: what the database cannot take is not forgotten, and not sent twice.

import Core
import Foundation
import TestSupport
import Testing

@Suite("The disk fills while mail leaves", .serialized)
struct FullDiskTests {
    @Test("sending waits, and goes on when there is room again")
    func full() async throws {
        let count = 120
        try await withDatabaseAddress(.sqlite) { address in
            try await withInvitations(count, at: address) { database in
                try await MoodySink.with({ _ in .late(milliseconds: 2) }) { sink in
                    try await withTemporaryFolder { folder in
                        let program = Program([
                            "OPSTRACKER_DATABASE": address, "OPSTRACKER_SECRETS": folder + "/secrets",
                            "OPSTRACKER_SMTP": "smtp://127.0.0.1:\(sink.port)?connections=2",
                            "OPSTRACKER_MAIL_FROM": "OpsTracker <rdv@ops.example>",
                            "OPSTRACKER_TEMPLATES": Repository.root + "/templates",
                        ])
                        let log = address.dropFirst("sqlite:".count) + "-wal"
                        let size =
                            try FileManager.default.attributesOfItem(atPath: String(log))[.size] as? Int ?? 0

                        // A limit on the size of files, which lets the database's log grow a little, and can be raised.
                        let kilobytes = size / 1024 + 400
                        let process = try program.begin(
                            ["mail", "send"], after: "trap '' XFSZ; ulimit -S -f \(kilobytes)")
                        try await eventually("nothing leaves any more") {
                            let before = sink.taken.count
                            try await Task.sleep(for: .seconds(1))
                            return before > 0 && sink.taken.count == before
                        }
                        let taken = sink.taken.count
                        let marked = try await database.sent()
                        let raised = try ChildProcess(
                            "/usr/bin/prlimit", ["--pid", String(process.number), "--fsize=unlimited:"])
                        #expect(await raised.status() == 0)
                        let status = await process.status()

                        #expect(taken < count)
                        // At most one a connection that is sent and not marked, and never the reverse.
                        #expect((0...2).contains(taken - marked))
                        #expect(status == 0)
                        #expect(try await database.sent() == count)
                        #expect(sink.taken.count == count)
                        #expect(Set(sink.taken.map(\.messageID)).count == count)
                    }
                }
            }
        }
    }
}

extension SQLDatabase {
    /// How many rows are marked as sent.
    fileprivate func sent() async throws -> Int {
        try await read { try Outbox.list(on: $0) }.filter { $0.state == .sent }.count
    }
}
