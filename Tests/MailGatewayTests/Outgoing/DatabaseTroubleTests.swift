// The database is away while mail leaves: nothing is marked that is not sent, and work goes on when it is back.

import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Core
@testable import MailGateway

@Suite("The database is away while mail leaves", .serialized)
struct DatabaseTroubleTests {
    @Test("A database that somebody has locked holds sending up, and no more")
    func locked() async throws {
        try await withTemporaryFolder { folder in
            let database = try SQLiteDatabase(path: folder + "/test.db")
            let other = try SQLiteDatabase(path: folder + "/test.db")
            try await Migrator().migrate(database)
            try await OutboxSamples.fill(database, 200)
            try await MoodySink.with { sink in
                let service = try OutboxSamples.service(
                    database, try OutboxSamples.smtp(sink.port, "connections=4"))

                async let report = service.drain()
                try await eventually("it sends") { sink.taken.count > 20 }
                let held = try await Self.hold(other, sink)

                // Each connection sends the one message that it has, and waits.
                #expect(held.after - held.before <= 4)
                #expect(try await report == OutboxReport(sent: 200))
                #expect(Set(sink.taken.map(\.messageID)).count == 200)
                #expect(sink.taken.count == 200)
            }
            await other.close()
            await database.close()
        }
    }

    /// Holds the database for a second and a half; what had been taken when it was held, and before it was let go.
    private static func hold(
        _ database: any SQLDatabase, _ sink: MoodySink
    ) async throws -> (before: Int, after: Int) {
        try await database.transaction { connection in
            try connection.execute("UPDATE campaigns SET revision = revision + 1")
            // What was committed before is being sent meanwhile.
            Thread.sleep(forTimeInterval: 0.3)
            let before = sink.taken.count
            Thread.sleep(forTimeInterval: 1.2)
            return (before, sink.taken.count)
        }
    }

    @Test("PostgreSQL restarts, and every message leaves once")
    func restarts() async throws {
        try await PostgresServer.with { server in
            let database = try PostgresDatabase(address: server.address)
            try await Migrator().migrate(database)
            try await OutboxSamples.fill(database, 200)
            try await MoodySink.with({ _ in .late(milliseconds: 2) }) { sink in
                let clock = OutboxSamples.Clock()
                let service = try OutboxSamples.service(
                    database, try OutboxSamples.smtp(sink.port, "connections=4"), clock)

                async let report = service.drain()
                try await eventually("it sends") { sink.taken.count > 40 }
                try await server.stop()
                // Each connection sends what it has; without a database there is no next.
                let atMost = sink.taken.count + 4
                try await Task.sleep(for: .seconds(1))
                #expect(sink.taken.count <= atMost)
                try await server.start()
                #expect(try await report.trouble == nil)
                // A claim whose confirmation was lost with the server is due again when its lease has run out.
                clock.advance(.minutes(6))
                _ = try await service.drain()

                #expect(sink.taken.count == 200)
                #expect(Set(sink.taken.map(\.messageID)).count == 200)
            }
            let rows = try await OutboxSamples.rows(database)
            #expect(rows.allSatisfy { $0.state == .sent })
            await database.close()
        }
    }
}
