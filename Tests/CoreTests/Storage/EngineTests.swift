// What both engines promise to those who write stores.

import Core
import Synchronization
import TestSupport
import Testing

@Suite struct EngineTests {
    @Test(
        "What fails behind a savepoint is undone alone, and the transaction goes on",
        arguments: Engine.available)
    func savepoint(_ engine: Engine) async throws {
        try await withDatabase(engine, migrated: false) { database in
            _ = try await database.transaction {
                try $0.execute("CREATE TABLE things (name TEXT PRIMARY KEY)")
            }

            try await database.transaction { connection in
                for name in ["a", "b", "a", "c"] {
                    try? connection.attempt {
                        _ = try connection.execute("INSERT INTO things VALUES ($1)", name)
                    }
                }
            }

            let names = try await database.read { try $0.query("SELECT name FROM things ORDER BY name") }
            #expect(names.map { $0["name"] } == [.text("a"), .text("b"), .text("c")])
        }
    }

    @Test(
        "Values are bound by number, in whatever order and however often they appear",
        arguments: Engine.available)
    func bindingOrder(_ engine: Engine) async throws {
        try await withDatabase(engine, migrated: false) { database in
            let row = try await database.transaction { connection in
                try connection.query(
                    """
                    SELECT CAST($3 AS TEXT) AS c, CAST($1 AS TEXT) AS a, CAST($2 AS BIGINT) AS b,
                        CAST($1 AS TEXT) AS again
                    """, "first", 2, "third")[0]
            }

            #expect(try row("a", as: String.self) == "first")
            #expect(try row("b", as: Int.self) == 2)
            #expect(try row("c", as: String.self) == "third")
            #expect(try row("again", as: String.self) == "first")
        }
    }

    @Test("More than nine values keep their places", arguments: Engine.available)
    func manyValues(_ engine: Engine) async throws {
        try await withDatabase(engine, migrated: false) { database in
            let numbers = (1...200).reversed().map { "CAST($\($0) AS BIGINT) AS n\($0)" }.joined(
                separator: ", ")
            let row = try await database.transaction { connection in
                try connection.run("SELECT \(numbers)", (1...200).map { SQLValue.integer($0) })[0]
            }

            let read = try (1...200).map { try row("n\($0)", as: Int.self) }
            #expect(read == Array(1...200))
        }
    }

    @Test("Each kind of value comes back as it went in", arguments: Engine.available)
    func roundTrip(_ engine: Engine) async throws {
        try await withDatabase(engine, migrated: false) { database in
            let values: [SQLValue] = [
                .text("l’été 🚲 'quoted' \"twice\" \\"), .text(""), .integer(.min), .integer(.max), .real(0.1),
                .null,
                .blob([0, 1, 39, 92, 255]), .blob([]),
            ]
            let blob = engine == .sqlite ? "BLOB" : "BYTEA"
            let stored = try await database.transaction { connection in
                try connection.execute(
                    """
                    CREATE TABLE kinds (a TEXT, b TEXT, c BIGINT, d BIGINT, e DOUBLE PRECISION, f TEXT, g \(blob),
                        h \(blob))
                    """)
                _ = try connection.change("INSERT INTO kinds VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", values)
                let row = try connection.query("SELECT * FROM kinds")[0]
                return ["a", "b", "c", "d", "e", "f", "g", "h"].map { row[$0] }
            }

            #expect(stored == values)
        }
    }

    @Test("A body that throws leaves nothing", arguments: Engine.available)
    func rollback(_ engine: Engine) async throws {
        try await withTable(engine) { database in
            await #expect(throws: Interruption.self) {
                try await database.transaction { connection in
                    try connection.execute("INSERT INTO things VALUES ($1, $2)", "a", 1)
                    throw Interruption()
                }
            }

            let left = try await Self.count(database)
            #expect(left == 0)
        }
    }

    @Test(
        "A row that is there already is told as such, and the connection works on",
        arguments: Engine.available)
    func uniqueViolation(_ engine: Engine) async throws {
        try await withTable(engine) { database in
            try await Self.insert("a", database)
            do {
                try await Self.insert("a", database)
                Issue.record("the second row was taken")
            } catch SQLError.uniqueViolation {
                // As it should be.
            }

            try await Self.insert("b", database)
            #expect(try await Self.count(database) == 2)
        }
    }

    @Test("A broken statement is a fault of another kind", arguments: Engine.available)
    func broken(_ engine: Engine) async throws {
        try await withTable(engine) { database in
            do {
                _ = try await database.transaction { try $0.execute("SELECT nothing FROM nowhere") }
                Issue.record("the statement ran")
            } catch SQLError.other {
                // As it should be.
            }
        }
    }

    @Test("Changes are counted, and RETURNING gives rows", arguments: Engine.available)
    func changes(_ engine: Engine) async throws {
        try await withTable(engine) { database in
            for name in ["a", "b", "c"] { try await Self.insert(name, database) }

            let (changed, returned) = try await database.transaction { connection in
                (
                    try connection.execute("UPDATE things SET number = 7 WHERE name <> $1", "a"),
                    try connection.query("UPDATE things SET number = 8 WHERE number = 7 RETURNING name")
                )
            }

            #expect(changed == 2)
            let names = try returned.map { try $0("name", as: String.self) }
            #expect(Set(names) == ["b", "c"])
        }
    }

    @Test("A transient fault is tried again from the start, and at last told", arguments: Engine.available)
    func transient(_ engine: Engine) async throws {
        try await withTable(engine) { database in
            let tries = Tries()
            try await database.transaction { connection in
                try connection.execute("INSERT INTO things VALUES ($1, $2)", "a", 1)
                if tries.next() < 3 { throw SQLError.transient("lost a race") }
            }
            #expect(tries.count == 3)
            #expect(try await Self.count(database) == 1)

            await #expect(throws: SQLError.transient("always")) {
                try await database.transaction { _ in throw SQLError.transient("always") }
            }
        }
    }

    @Test("Writers at once lose no update", arguments: Engine.available)
    func contention(_ engine: Engine) async throws {
        try await withTable(engine) { database in
            try await Self.insert("a", database)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        _ = try await database.transaction {
                            try $0.execute("UPDATE things SET number = number + 1 WHERE name = $1", "a")
                        }
                    }
                }
                try await group.waitForAll()
            }

            let number = try await database.read {
                try $0.query("SELECT number FROM things")[0]("number", as: Int.self)
            }
            #expect(number == 20)
        }
    }

    @Test("A read cannot write", arguments: Engine.available)
    func readOnly(_ engine: Engine) async throws {
        try await withTable(engine) { database in
            await #expect(throws: SQLError.self) {
                try await database.read { _ = try $0.execute("DELETE FROM things") }
            }
        }
    }

    private struct Interruption: Error {}

    /// Counts the tries of a body from outside, where nothing rolls it back.
    private final class Tries: Sendable {
        private let made = Mutex(0)

        var count: Int { made.withLock { $0 } }

        func next() -> Int {
            made.withLock {
                $0 += 1
                return $0
            }
        }
    }

    private func withTable(_ engine: Engine, _ body: (any SQLDatabase) async throws -> Void) async throws {
        try await withDatabase(engine, migrated: false) { database in
            _ = try await database.transaction {
                try $0.execute("CREATE TABLE things (name TEXT PRIMARY KEY, number BIGINT NOT NULL)")
            }
            try await body(database)
        }
    }

    private static func insert(_ name: String, _ database: any SQLDatabase) async throws {
        _ = try await database.transaction { try $0.execute("INSERT INTO things VALUES ($1, $2)", name, 0) }
    }

    private static func count(_ database: any SQLDatabase) async throws -> Int {
        try await database.read { try $0.query("SELECT count(*) AS n FROM things")[0]("n", as: Int.self) }
    }
}
