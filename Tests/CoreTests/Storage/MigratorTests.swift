// Bringing a schema up to date, once, whoever asks and however often.

import TestSupport
import Testing

@testable import Core

@Suite struct MigratorTests {
    static let steps = [
        Migration(
            name: "things",
            sql: """
                CREATE TABLE things (
                    name TEXT PRIMARY KEY,
                    body JSONB NOT NULL -- postgres
                    body TEXT NOT NULL -- sqlite
                );
                INSERT INTO things VALUES ('a', '{}');
                """),
        Migration(name: "more things", sql: "INSERT INTO things VALUES ('b', '[]');"),
    ]

    @Test("Each step is applied once; a second run finds nothing to do", arguments: Engine.available)
    func twice(_ engine: Engine) async throws {
        try await withDatabase(engine, migrated: false) { database in
            let first = try await Migrator(Self.steps).migrate(database)
            let second = try await Migrator(Self.steps).migrate(database)

            #expect(first == ["things", "more things"])
            #expect(second == [])
            #expect(try await Self.things(database) == 2)
        }
    }

    @Test("An older schema gets the steps that it lacks", arguments: Engine.available)
    func upgrade(_ engine: Engine) async throws {
        try await withDatabase(engine, migrated: false) { database in
            try await Migrator([Self.steps[0]]).migrate(database)

            #expect(try await Migrator(Self.steps).pending(in: database) == ["more things"])
            #expect(try await Migrator(Self.steps).migrate(database) == ["more things"])
            #expect(try await Self.things(database) == 2)
        }
    }

    @Test("Those who migrate at once apply each step once", arguments: Engine.available)
    func atOnce(_ engine: Engine) async throws {
        try await withDatabase(engine, migrated: false) { database in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 { group.addTask { _ = try await Migrator(Self.steps).migrate(database) } }
                try await group.waitForAll()
            }

            #expect(try await Self.things(database) == 2)
            #expect(try await Migrator(Self.steps).pending(in: database) == [])
        }
    }

    @Test("A step that fails leaves nothing of itself", arguments: Engine.available)
    func failure(_ engine: Engine) async throws {
        try await withDatabase(engine, migrated: false) { database in
            let broken = Migration(
                name: "broken", sql: "INSERT INTO things VALUES ('c', '1');\nDROP TABLE nowhere;")
            await #expect(throws: SQLError.self) {
                try await Migrator([Self.steps[0], broken]).migrate(database)
            }

            let left = try await Self.things(database)
            #expect(left == 1)
            #expect(try await Migrator([Self.steps[0], broken]).pending(in: database) == ["broken"])
        }
    }

    @Test("The schema of this build applies to both engines", arguments: Engine.available)
    func schema(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let pending = try await Migrator().pending(in: database)
            #expect(pending == [])
        }
    }

    private static func things(_ database: any SQLDatabase) async throws -> Int {
        try await database.read { try $0.query("SELECT count(*) AS n FROM things")[0]("n", as: Int.self) }
    }
}
