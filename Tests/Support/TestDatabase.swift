// Databases for tests: real ones, a fresh one each, on both engines.

package import Core
import Foundation

/// The engines that every storage test runs on.
package enum Engine: String, CaseIterable, Sendable, CustomStringConvertible {
    case sqlite, postgres

    package var description: String { rawValue }

    /// Where the test PostgreSQL answers, as `scripts/test` sets it: a libpq connection string.
    package static let postgresAddress = ProcessInfo.processInfo.environment["OPSTRACKER_TEST_POSTGRES"]

    /// The same as a URL.
    fileprivate static func postgresURL() throws -> String {
        let words = (postgresAddress ?? "").split(separator: " ").map {
            $0.split(separator: "=", maxSplits: 1)
        }
        let parts = Dictionary(words.map { ($0[0], $0.last ?? "") }, uniquingKeysWith: { first, _ in first })
        guard let host = parts["host"], let port = parts["port"], let user = parts["user"],
            let name = parts["dbname"]
        else { throw SQLError.other("OPSTRACKER_TEST_POSTGRES needs host, port, user and dbname") }
        return "postgresql://\(user)@\(host):\(port)/\(name)"
    }

    /// Both, unless the machine was given no PostgreSQL; `scripts/test` always gives one, and checks that it was used.
    package static let available: [Engine] = postgresAddress == nil ? [.sqlite] : [.sqlite, .postgres]
}

/// Runs `body` on a fresh, migrated database of an engine, and removes it afterwards.
package func withDatabase<T>(
    _ engine: Engine, migrated: Bool = true, _ body: (any SQLDatabase) async throws -> T
) async throws -> T {
    try await withDatabaseAddress(engine) { address in
        let database: any SQLDatabase =
            switch DatabaseAddress(address) {
            case .sqlite(let path): try SQLiteDatabase(path: path, durable: false)
            case .postgres(let url): try PostgresDatabase(address: url)
            case nil: throw SQLError.other("no database: \(address)")
            }
        return try await use(database, migrated: migrated, body)
    }
}

/// Runs `body` with the address of a database of an engine that holds nothing yet, as `OPSTRACKER_DATABASE` spells it:
/// a file, or a schema of its own in the test server.
package func withDatabaseAddress<T>(
    _ engine: Engine, _ body: (String) async throws -> T
) async throws -> T {
    guard engine == .postgres else {
        return try await withTemporaryFolder { try await body("sqlite:\($0)/test.db") }
    }
    let schema = "test_" + RandomToken.base32(bytes: 10)
    let url = try Engine.postgresURL()
    let administration = try PostgresDatabase(address: url, connections: 1)
    _ = try await administration.transaction { try $0.execute("CREATE SCHEMA \(schema)") }
    let result: Result<T, any Error>
    do {
        result = .success(try await body(url + "?options=-c%20search_path%3D\(schema)"))
    } catch {
        result = .failure(error)
    }
    _ = try await administration.transaction { try $0.execute("DROP SCHEMA \(schema) CASCADE") }
    await administration.close()
    return try result.get()
}

private func use<T>(
    _ database: any SQLDatabase, migrated: Bool, _ body: (any SQLDatabase) async throws -> T
) async throws -> T {
    do {
        if migrated { try await Migrator().migrate(database) }
        let result = try await body(database)
        await database.close()
        return result
    } catch {
        await database.close()
        throw error
    }
}

/// Runs `body` with the path of a new folder, which is removed afterwards.
package func withTemporaryFolder<T>(_ body: (String) async throws -> T) async throws -> T {
    let folder = NSTemporaryDirectory() + "opstracker-" + RandomToken.base32(bytes: 10)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
}
