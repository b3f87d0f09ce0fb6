// The promises of the inbox, kept while things break: the built executable, a real Postfix, a real Dovecot.

import Core
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("What comes in, while things break", .serialized)
struct IncomingPromisesTests {
    @Test("Killed at any instant, each answer is acted on exactly once", arguments: Engine.available)
    func kills(engine: Engine) async throws {
        let kills = Effort.count(4, full: 50)
        let count = Effort.count(60, full: 2_000)
        var random = SeededRandom(seed: 20_270_301)
        try await withDatabaseAddress(engine) { address in
            try await AnsweringTown.with(address, agents: count) { town in
                for round in 0..<kills {
                    try town.send((round * count / kills)..<((round + 1) * count / kills))
                    let process = try town.launch()
                    // An instant like any other, from the first look into the mailbox to long after: that is the point.
                    try await Task.sleep(for: .milliseconds(Int.random(in: 50...1_500, using: &random)))
                    process.kill()
                    #expect(await process.status() == -9)
                }

                try await town.serving { _ in try await town.settled(count) }

                try await town.checkAll()
            }
        }
    }

    @Test("A database that is locked for longer than it is waited for delays, and loses nothing")
    func locked() async throws {
        try await withDatabaseAddress(.sqlite) { address in
            try await AnsweringTown.with(address, agents: 6) { town in
                try await town.serving { _ in
                    let (released, release) = AsyncStream.makeStream(of: Void.self)
                    async let lock: Void = hold(town.database, until: release, released)
                    try town.send(0..<6)
                    // Longer than SQLite's five seconds.
                    try await Task.sleep(for: .seconds(7))
                    #expect(try town.postfix.queued() == 3)
                    #expect(try town.unmarked == 3)
                    release.finish()
                    try await lock

                    try await town.settled(6)
                }
                try await town.checkAll()
            }
        }
    }

    @Test("On a full disk nothing is acknowledged, and all comes when there is room again")
    func fullDisk() async throws {
        try await SmallDisk.with(megabytes: 16) { disk in
            try await AnsweringTown.with("sqlite:\(disk.folder)/town.db", agents: 12) { town in
                try await town.serving { process in
                    try town.send(0..<4)
                    try await town.settled(4)
                    try await disk.fill(for: [process.number])
                    try town.send(4..<12)
                    try await eventually("Postfix is told to keep its mails") {
                        town.postfix.log.contains("451 4.3.0")
                    }
                    #expect(try town.postfix.queued() == 4)
                    #expect(try town.unmarked == 4)
                    try await disk.free(for: [process.number])

                    try await town.settled(12)
                }
                try await town.checkAll()
            }
        }
    }

    @Test("A PostgreSQL that is cut off and comes back costs no answer")
    func postgresRestarts() async throws {
        try await PostgresServer.with { server in
            try await AnsweringTown.with(server.address, agents: 24) { town in
                try await town.serving { _ in
                    try town.send(0..<8)
                    try await server.stop()
                    try town.send(8..<16)
                    try await eventually("Postfix is told to keep its mails") {
                        town.postfix.log.contains("451 4.3.0")
                    }
                    try await server.start()
                    try town.send(16..<24)

                    try await town.settled(24)
                }
                try await town.checkAll()
            }
        }
    }

    /// Holds SQLite's only place for a writer.
    private func hold(
        _ database: any SQLDatabase, until release: AsyncStream<Void>.Continuation,
        _ released: AsyncStream<Void>
    ) async throws {
        let gate = DispatchSemaphore(value: 0)
        async let opened: Void = {
            for await _ in released {}
            gate.signal()
        }()
        _ = try await database.transaction { _ in gate.wait() }
        await opened
    }
}
