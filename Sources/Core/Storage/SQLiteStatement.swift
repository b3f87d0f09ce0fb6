// Running one statement of SQLite. GRDB keeps the connection and the compiled statements; binding and stepping go
// straight to the library, since an import binds a million and a half values.

internal import GRDB
internal import GRDBSQLite
internal import Synchronization

extension Statement {
    /// Binds `values`, the one of `$n` at `n - 1`, and calls `row` at each row of the answer. Throws `DatabaseError`.
    ///
    /// `order` holds the `n` of each parameter as SQLite counts them.
    func run(_ values: [SQLValue], order: [Int], row: (SQLiteRow) -> Void) throws {
        // One buffer for all texts and blobs: SQLite reads them where they are until the last step.
        var pool: [UInt8] = [0]
        var starts: [Int] = []
        starts.reserveCapacity(values.count)
        for value in values {
            starts.append(pool.count)
            switch value {
            case .text(var text): text.withUTF8 { pool.append(contentsOf: $0) }
            case .blob(let bytes): pool.append(contentsOf: bytes)
            case .null, .integer, .real: break
            }
        }
        starts.append(pool.count)
        try pool.withUnsafeBytes { buffer in
            defer {
                sqlite3_reset(sqliteStatement)
                sqlite3_clear_bindings(sqliteStatement)
            }
            for (index, number) in order.enumerated() {
                let bytes = UnsafeRawBufferPointer(rebasing: buffer[starts[number - 1]..<starts[number]])
                try check(bind(values[number - 1], bytes, in: buffer, at: Int32(index + 1)))
            }
            while true {
                let code = sqlite3_step(sqliteStatement)
                guard code == SQLITE_ROW else { return try check(code) }
                row(SQLiteRow(handle: sqliteStatement))
            }
        }
    }

    private func bind(
        _ value: SQLValue, _ bytes: UnsafeRawBufferPointer, in buffer: UnsafeRawBufferPointer, at index: Int32
    ) -> Int32 {
        // A null pointer would bind NULL: an empty value points at the buffer's beginning.
        let start = bytes.baseAddress ?? buffer.baseAddress
        return switch value {
        case .null: sqlite3_bind_null(sqliteStatement, index)
        case .integer(let number): sqlite3_bind_int64(sqliteStatement, index, number)
        case .real(let number): sqlite3_bind_double(sqliteStatement, index, number)
        case .text:
            sqlite3_bind_text(
                sqliteStatement, index, start?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), nil)
        case .blob: sqlite3_bind_blob(sqliteStatement, index, start, Int32(bytes.count), nil)
        }
    }

    private func check(_ code: Int32) throws {
        guard code != SQLITE_OK, code != SQLITE_DONE else { return }
        let connection = sqlite3_db_handle(sqliteStatement)
        throw DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
            message: String(cString: sqlite3_errmsg(connection)))
    }
}

/// The row that a statement stands on, until its next step.
struct SQLiteRow {
    fileprivate let handle: OpaquePointer

    var columns: SQLColumns {
        SQLColumns(
            (0..<sqlite3_column_count(handle)).map { column in
                sqlite3_column_name(handle, column).map { String(cString: $0) } ?? ""
            })
    }

    var values: [SQLValue] { (0..<sqlite3_column_count(handle)).map(value) }

    private func value(_ column: Int32) -> SQLValue {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: .integer(sqlite3_column_int64(handle, column))
        case SQLITE_FLOAT: .real(sqlite3_column_double(handle, column))
        case SQLITE_TEXT: .text(String(decoding: bytes(column), as: UTF8.self))
        case SQLITE_BLOB: .blob([UInt8](bytes(column)))
        default: .null
        }
    }

    /// The bytes of a text or a blob, which live until the next step.
    private func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(handle, column)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
    }
}

/// The numbers of each statement's `$n` in the order in which SQLite counts them, found once a statement.
///
/// In SQLite `$2` is a *name*, and names are counted by first appearance: bound by position, values would be swapped.
final class ParameterOrders: Sendable {
    private let known = Mutex<[String: [Int]]>([:])

    /// Throws `SQLError.other` where the statement asks for more than `count` values.
    func order(of statement: Statement, _ sql: String, count: Int) throws -> [Int] {
        let kept = known.withLock { $0[sql] }
        let order = kept ?? find(statement)
        guard order.allSatisfy({ (1...max(count, 1)).contains($0) }), order.isEmpty || count > 0 else {
            throw SQLError.other("a statement of \(order.count) parameters was given \(count) values")
        }
        if kept == nil { known.withLock { $0[sql] = order } }
        return order
    }

    private func find(_ statement: Statement) -> [Int] {
        (0..<sqlite3_bind_parameter_count(statement.sqliteStatement)).map { index in
            sqlite3_bind_parameter_name(statement.sqliteStatement, index + 1)
                .flatMap { Int(String(cString: $0 + 1)) } ?? 0
        }
    }
}
