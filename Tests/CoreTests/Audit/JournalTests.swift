import Core
import TestSupport
import Testing

@Suite("The audit journal")
struct JournalTests {
    // RG-070, RG-072
    @Test("the chain holds until one entry is altered, and names it", arguments: Engine.available)
    func chain(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            for index in 1...5 {
                try await database.transaction { connection in
                    try Journal.append(
                        "tested", subject: "\(index)", campaign: nil, by: .console, after: "value \(index)",
                        now: Instant(milliseconds: Int64(index)), on: connection)
                }
            }
            let sealed = try await database.transaction { try Journal.seal(on: $0) }
            let whole = try await database.read { try Journal.verify(on: $0) }
            try await database.transaction { connection in
                _ = try connection.execute("UPDATE journal SET after = 'value 9' WHERE position = 4")
            }

            let broken = try await database.read { try Journal.verify(on: $0) }

            #expect(sealed == 5)
            #expect(whole.sealed == 5)
            #expect(whole.broken == nil)
            #expect(broken.broken == 4)
        }
    }

    @Test("an entry goes when its transaction does")
    func rollsBack() async throws {
        struct Fault: Error {}
        try await withDatabase(.sqlite) { database in
            await #expect(throws: Fault.self) {
                try await database.transaction { connection in
                    try Journal.append(
                        "tested", subject: "1", campaign: nil, by: .console, now: .now(), on: connection)
                    throw Fault()
                }
            }
            let count = try await database.read {
                try $0.query("SELECT count(*) AS n FROM journal")[0]("n", as: Int.self)
            }
            #expect(count == 0)
        }
    }
}
