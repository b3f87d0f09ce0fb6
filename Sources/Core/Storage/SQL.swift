// What a store says to a database, whichever engine answers.

/// A value that both engines keep.
package enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])
}

/// The few words that the two engines do not share.
package enum SQLDialect: String, Sendable {
    case sqlite
    case postgres

    /// For a claim's inner `SELECT`: PostgreSQL passes over rows that another claimer holds; SQLite has one writer.
    package var skipLocked: String { self == .postgres ? "FOR UPDATE SKIP LOCKED" : "" }
}

/// What a statement can be given as `$1`, `$2`, ….
package protocol SQLBindable {
    var sqlValue: SQLValue { get }
}

/// What a column can be read as.
package protocol SQLReadable {
    /// Nil where the stored value is none of this type's.
    init?(sqlValue: SQLValue)
}

/// A fault of the storage, as callers may need to tell it.
package enum SQLError: Error, Sendable, Hashable {
    /// A `UNIQUE` constraint refused the row. Never caught inside a transaction: use `ON CONFLICT`.
    case uniqueViolation(String)
    /// Busy, deadlock, serialisation failure, a lost connection or a full disk: the same transaction may pass on another
    /// try.
    case transient(String)
    /// Anything else: a broken statement, a broken file.
    case other(String)
}

/// A connection inside a transaction, confined to the thread that runs the transaction's body.
package protocol SQLConnection {
    var dialect: SQLDialect { get }

    /// Runs one statement with `$1`… bound to `values`, and returns its rows. Throws `SQLError`.
    func run(_ sql: String, _ values: [SQLValue]) throws -> [SQLRow]

    /// Runs one statement and tells how many rows it changed. Throws `SQLError`.
    func change(_ sql: String, _ values: [SQLValue]) throws -> Int
}

extension SQLConnection {
    /// Runs one statement with its arguments bound in order to `$1`, `$2`, … and returns its rows.
    @discardableResult
    package func query(_ sql: String, _ arguments: (any SQLBindable)?...) throws -> [SQLRow] {
        try run(sql, arguments.map { $0?.sqlValue ?? .null })
    }

    /// Runs one statement and tells how many rows it changed.
    @discardableResult
    package func execute(_ sql: String, _ arguments: (any SQLBindable)?...) throws -> Int {
        try change(sql, arguments.map { $0?.sqlValue ?? .null })
    }
}

extension SQLConnection {
    /// Runs `body` so that, where it throws, what it has done is undone and the transaction can go on without it.
    package func attempt<T>(_ body: () throws -> T) throws -> T {
        try execute("SAVEPOINT attempt")
        do {
            let result = try body()
            try execute("RELEASE SAVEPOINT attempt")
            return result
        } catch {
            try execute("ROLLBACK TO SAVEPOINT attempt")
            try execute("RELEASE SAVEPOINT attempt")
            throw error
        }
    }
}

/// A database: whole transactions in, values out.
package protocol SQLDatabase: Sendable {
    var dialect: SQLDialect { get }

    /// Runs `body` in one read-write transaction and commits it; rolls back when `body` throws.
    ///
    /// A transient fault is tried again from the start, which is safe because the body sees only the connection:
    /// a body has no effect outside it.
    func transaction<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws
        -> T

    /// Runs `body` on one consistent snapshot, beside writers. A body that writes fails.
    func read<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T

    /// Lets transactions under way finish, then closes every connection. The last call.
    func close() async
}

/// One row of an answer, read by column name.
package struct SQLRow: Sendable {
    let columns: SQLColumns
    let values: [SQLValue]

    package subscript(_ column: String) -> SQLValue {
        guard let index = columns.index[column] else { return .null }
        return values[index]
    }

    /// The column as a `T`. Throws `SQLError.other` where it is null or not a `T`: a schema and its reader disagree.
    package func callAsFunction<T: SQLReadable>(_ column: String, as type: T.Type = T.self) throws -> T {
        guard let value = T(sqlValue: self[column]) else {
            throw SQLError.other("column \(column) does not hold \(T.self)")
        }
        return value
    }

    /// The column as a `T`, or nil where it is null.
    package func optional<T: SQLReadable>(_ column: String, as type: T.Type = T.self) throws -> T? {
        guard self[column] != .null else { return nil }
        return try self(column, as: T.self)
    }
}

/// The column names of a statement, shared by its rows.
final class SQLColumns: Sendable {
    let index: [String: Int]

    init(_ names: some Sequence<String>) {
        index = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }
}
