// Open pages: a change reaches those who watch, is counted once, and streams end when they should.

import Core
import Foundation
import HummingbirdTesting
import Synchronization
import TestSupport
import Testing

@testable import Booking

@Suite("Live pages")
struct LiveTests {
    // RG-040
    @Test("five hundred who ask for a change at once cost one count", arguments: Engine.available)
    func onceAChange(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let town = try await Town(database)
            let marie = try await town.agent()
            try await town.operation(of: marie)
            let boards = ShareBoards(database, templates: try WebTemplates(folder: Town.templates))
            let id = town.campaign.id

            for change in 1...5 {
                try await town.raiseRevision()
                let revision = try #require(
                    try await database.read { try CampaignStore.revision(of: id, on: $0) })
                let versions = try await withThrowingTaskGroup(of: String.self) { group in
                    for watcher in 1...500 {
                        group.addTask {
                            try await boards.board(
                                of: id, at: revision, in: watcher % 2 == 0 ? .french : .english,
                                now: town.clock.now
                            ).version
                        }
                    }
                    return try await group.reduce(into: Set()) { $0.insert($1) }
                }
                #expect(versions.count == 1)
                #expect(await boards.counts == change)
            }
        }
    }

    // RG-040
    @Test("a change made anywhere is told, and the watch ends with its watchers", arguments: Engine.available)
    func changes(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let town = try await Town(database)
            let board = ChangeBoard(database)
            let id = town.campaign.id
            let heard = Mutex<[Int]>([])
            let watching = Task {
                for await revision in await board.revisions(of: id) {
                    let isOver = heard.withLock { heard in
                        if heard.last != revision { heard.append(revision) }
                        return heard.count == 2
                    }
                    if isOver { break }
                }
            }
            try await until { heard.withLock { $0.count == 1 } }

            try await town.raiseRevision()
            await watching.value

            let told = heard.withLock { $0 }
            #expect(told[0] + 1 == told[1])
            try await until { await board.watchers(of: id) == 0 }
        }
    }

    @Test("a visitor, and all together, may open so many streams and no more")
    func limits() {
        let limits = StreamLimits(total: 3, perVisitor: 2)
        #expect(limits.enter("a") && limits.enter("a"))
        #expect(!limits.enter("a") && limits.enter("b"))
        #expect(!limits.hasRoom(for: "c"))

        limits.leave("a")

        #expect(limits.enter("c"))
        #expect(limits.open == 3)
    }

    // RG-040, RG-041
    @Test("streams carry the page's region, and end when the link is revoked", arguments: Engine.available)
    func streams(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let town = try await Town(database)
            let marie = try await town.agent()
            try await town.operation(of: marie)
            let slot = try await town.slot(3)
            let path = try await town.share().replacing("/s/", with: "/events/")
            try await town.application(port: 0).test(.live) { client in
                let port = try #require(client.port)
                let streams = (1...20).map { _ in OpenStream(port: port, path: path) }
                try await until { streams.allSatisfy { $0.text.contains("event: change") } }

                try await town.book(marie, slot)
                try await until {
                    streams.allSatisfy { $0.text.contains("Un agent a choisi son rendez-vous.") }
                }

                _ = try await ShareDesk(database).revoke(town.campaign.id, by: .console, now: town.clock.now)
                town.clock.set("2026-01-26T09:00:10+01:00")
                try await town.raiseRevision()
                try await until { streams.allSatisfy { $0.text.contains("event: gone") && $0.isOver } }
            }
        }
    }
}

/// Waits for a condition that has a minute to come about: other tests take the machine.
func until(_ condition: () async -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while await !condition() {
        try #require(ContinuousClock.now < deadline, "it did not come about in a minute")
        try await Task.sleep(for: .milliseconds(20))
    }
}
