// Databases for tests: real ones, a fresh one each, on both engines.

package import Core
import Foundation

/// The engines that every storage test runs on.
package enum Engine: String, CaseIterable, Sendable, CustomStringConvertible {
    case sqlite, postgres

    package var description: String { rawValue }

    /// Where the test PostgreSQL answers, as `scripts/test` sets it: a libpq connection string.
    package static let postgresAddress = ProcessInfo.processInfo.environment["OPSTRACKER_TEST_POSTGRES"]

    /// Both, unless the machine was given no PostgreSQL; `scripts/test` always gives one, and checks that it was used.
    package static let available: [Engine] = postgresAddress == nil ? [.sqlite] : [.sqlite, .postgres]
}

/// Runs `body` on a fresh, migrated database of an engine, and removes it afterwards.
package func withDatabase<T>(
    _ engine: Engine, migrated: Bool = true, _ body: (any SQLDatabase) async throws -> T
) async throws -> T {
    let name = "test_" + RandomToken.base32(bytes: 10)
    switch engine {
    case .sqlite:
        return try await withTemporaryFolder { folder in
            let database = try SQLiteDatabase(path: folder + "/test.db", durable: false)
            return try await use(database, migrated: migrated, body)
        }
    case .postgres:
        let address = Engine.postgresAddress ?? ""
        let administration = try PostgresDatabase(address: address, connections: 1)
        _ = try await administration.transaction { try $0.execute("CREATE SCHEMA \(name)") }
        let result: Result<T, any Error>
        do {
            let database = try PostgresDatabase(address: address + " options='-c search_path=\(name)'")
            result = .success(try await use(database, migrated: migrated, body))
        } catch {
            result = .failure(error)
        }
        _ = try await administration.transaction { try $0.execute("DROP SCHEMA \(name) CASCADE") }
        await administration.close()
        return try result.get()
    }
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
