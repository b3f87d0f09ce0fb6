// SQLite by GRDB: one writer, many readers, in one file with a write-ahead log.

internal import Foundation
internal import GRDB
internal import NIOPosix

/// A SQLite file. Writers take turns, readers see snapshots beside them; no call blocks Swift's cooperative threads.
package struct SQLiteDatabase: SQLDatabase {
    package let dialect = SQLDialect.sqlite
    private let pool: DatabasePool
    private let threads: NIOThreadPool
    private let parameters = ParameterOrders()

    /// Opens or makes the file at `path`. Throws `SQLError.other` where it cannot be opened, or is no database.
    ///
    /// `durable` flushes every commit to the disk (`synchronous=FULL`); tests may do without.
    package init(path: String, durable: Bool = true) throws {
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(5)
        configuration.foreignKeysEnabled = true
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = \(durable ? "FULL" : "NORMAL")")
            // Room for the indexes that an import touches all over (16 MB), and a longer log between checkpoints
            // (40 MB): with SQLite's defaults, importing 100 000 people takes a sixth longer.
            try database.execute(sql: "PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 10000")
        }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
        } catch {
            throw SQLError(error)
        }
        threads = NIOThreadPool(numberOfThreads: 5)
        threads.start()
    }

    package func transaction<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> T
    ) async throws -> T {
        let (pool, parameters) = (pool, parameters)
        return try await Retry.transient {
            try await threads.runIfActive {
                try SQLError.translating {
                    // One writer by nature: IMMEDIATE asks for the place at once instead of failing half-way.
                    try pool.writeWithoutTransaction { database in
                        var result: T?
                        try database.inTransaction(.immediate) {
                            result = try body(SQLiteConnection(database: database, parameters: parameters))
                            return .commit
                        }
                        guard let result else { throw SQLError.other("the transaction gave no result") }
                        return result
                    }
                }
            }
        }
    }

    package func read<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> T
    ) async throws -> T {
        let (pool, parameters) = (pool, parameters)
        return try await Retry.transient {
            try await threads.runIfActive {
                try SQLError.translating {
                    try pool.read { try body(SQLiteConnection(database: $0, parameters: parameters)) }
                }
            }
        }
    }

    package func close() async {
        try? await threads.shutdownGracefully()
        try? pool.close()
    }

    /// Copies the whole database, as of now, into a new file: what the migrator does before it changes anything.
    package func copy(to path: String) async throws {
        let pool = pool
        try await threads.runIfActive {
            try SQLError.translating {
                let target = try DatabaseQueue(path: path)
                try pool.backup(to: target)
                try target.close()
            }
        }
    }
}

/// GRDB's handle for the length of one transaction.
private struct SQLiteConnection: SQLConnection {
    let dialect = SQLDialect.sqlite
    let database: Database
    let parameters: ParameterOrders

    func run(_ sql: String, _ values: [SQLValue]) throws -> [SQLRow] {
        var columns: SQLColumns?
        var rows: [SQLRow] = []
        try execute(sql, values) { row in
            let names = columns ?? row.columns
            columns = names
            rows.append(SQLRow(columns: names, values: row.values))
        }
        return rows
    }

    func change(_ sql: String, _ values: [SQLValue]) throws -> Int {
        try execute(sql, values) { _ in }
        return database.changesCount
    }

    private func execute(
        _ sql: String, _ values: [SQLValue], row: (SQLiteRow) -> Void
    ) throws {
        try SQLError.translating {
            let statement = try database.cachedStatement(sql: sql)
            let order = try parameters.order(of: statement, sql, count: values.count)
            try statement.run(values, order: order, row: row)
        }
    }
}

extension SQLError {
    fileprivate static func translating<T>(_ work: () throws -> T) throws -> T {
        do { return try work() } catch let error as DatabaseError { throw SQLError(error) }
    }

    fileprivate init(_ error: any Error) {
        guard let fault = error as? DatabaseError else {
            self = .other(String(describing: error))
            return
        }
        let message = "\(fault.message ?? "SQLite fault") (\(fault.extendedResultCode))"
        switch fault.extendedResultCode {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY: self = .uniqueViolation(message)
        default:
            // A disk that is full, or fails, is nobody's fault: there may be room again. SQLite tells a full disk by
            // either, by whether it is the log or the log's index that finds no room.
            let passes: [ResultCode] = [.SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_FULL, .SQLITE_IOERR]
            self = passes.contains(fault.resultCode) ? .transient(message) : .other(message)
        }
    }
}
