// A kept page is never older than the last change.

import Core
import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing

@Suite struct CacheTests {
    @Test("A page shows a change as soon as it is committed, whoever made it", arguments: Engine.available)
    func fresh(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let town = try await Town(database)
            let marie = try await town.agent()
            let slot = try await town.slot(3, capacity: 9)
            try await town.visit { visitor in
                for left in stride(from: 9, through: 2, by: -1) {
                    for _ in 1...2 {
                        #expect(try await visitor.get(town.path(marie)).text.contains("\(left) places"))
                    }
                    try await town.book(try await town.agent("Paul Durand"), slot)
                }
                #expect(try await visitor.get(town.path(marie)).text.contains("1 place<"))
                #expect(try await visitor.get(town.path(marie) + "?lang=en").text.contains("1 place left"))
                try await town.book(marie, slot)
                #expect(try await visitor.get(town.path(marie)).text.contains("Confirmé"))
            }
        }
    }

    @Test("A page that was kept does not outlive the lock of a slot")  // RG-123
    func clock() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let marie = try await town.agent()
            let slot = try await town.slot(3)
            try await town.slot(12)
            try await town.visit { visitor in
                town.clock.set("2026-02-01T23:59:59+01:00")
                for _ in 1...2 {
                    let page = try await visitor.get(town.path(marie))
                    #expect(page.text.contains(slot.text))
                }
                town.clock.set("2026-02-02T00:00:00+01:00")
                let page = try await visitor.get(town.path(marie))
                #expect(!page.text.contains(slot.text))
            }
        }
    }

    @Test(
        "Readers beside writers never see more places than there were when they asked",
        arguments: Engine.available)
    func concurrent(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let town = try await Town(database)
            let marie = try await town.agent()
            let slot = try await town.slot(3, capacity: 60)
            var team: [Agent.ID] = []
            for number in 1...20 { team.append(try await town.agent("Agent N\(number)")) }
            let agents = team
            try await town.visit { visitor in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { for agent in agents { try await town.book(agent, slot) } }
                    for _ in 1...3 {
                        group.addTask {
                            for _ in 1...25 {
                                let before = try await left(slot, in: database)
                                let page = try await visitor.get(town.path(marie)).text
                                let after = try await left(slot, in: database)
                                let shown = try #require(page.firstMatch(of: #/(\d+) places?</#)).1
                                #expect(try (after...before).contains(#require(Int(shown))))
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
        }
    }

    private func left(_ slot: Slot.ID, in database: any SQLDatabase) async throws -> Int {
        try await database.read { try SlotStore.load(slot, on: $0)?.left ?? -1 }
    }
}
