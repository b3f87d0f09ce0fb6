// PostgreSQL by libpq: as many threads as connections, so that a body never waits for either.

internal import CPostgres
internal import Foundation
internal import NIOPosix
internal import Synchronization

/// A PostgreSQL database, reached by a URL or a libpq connection string.
package final class PostgresDatabase: SQLDatabase {
    package let dialect = SQLDialect.postgres
    private let address: String
    private let threads: NIOThreadPool
    private let idle = Mutex<[PostgresConnection]>([])

    /// Opens one connection to prove that the server answers; others are opened as they are needed, up to
    /// `connections`. Throws `SQLError.transient` where the server cannot be reached.
    package init(address: String, connections: Int = 8) throws {
        self.address = address
        threads = NIOThreadPool(numberOfThreads: connections)
        let first = try PostgresConnection(address: address)
        idle.withLock { $0.append(first) }
        threads.start()
    }

    package func transaction<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> T
    ) async throws -> T {
        try await run("BEGIN", body)
    }

    package func read<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> T
    ) async throws -> T {
        try await run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", body)
    }

    package func close() async {
        try? await threads.shutdownGracefully()
        idle.withLock { $0.removeAll() }
    }

    private func run<T: Sendable>(
        _ begin: String, _ body: @escaping @Sendable (any SQLConnection) throws -> T
    ) async throws -> T {
        try await Retry.transient {
            try await threads.runIfActive { [self] in
                let connection = try take(begin)
                do {
                    let result = try body(connection)
                    try connection.command("COMMIT")
                    put(back: connection)
                    return result
                } catch {
                    // A connection that cannot roll back is broken: it is dropped, and closes itself.
                    if (try? connection.command("ROLLBACK")) != nil { put(back: connection) }
                    throw error
                }
            }
        }
    }

    /// A connection with a transaction begun. Those that died with their server are let go on the way: they have done
    /// nothing yet, so a restart costs no attempt.
    private func take(_ begin: String) throws -> PostgresConnection {
        while let connection = idle.withLock({ $0.popLast() }) {
            if (try? connection.command(begin)) != nil { return connection }
        }
        let connection = try PostgresConnection(address: address)
        try connection.command(begin)
        return connection
    }

    private func put(back connection: PostgresConnection) {
        idle.withLock { $0.append(connection) }
    }
}

/// One libpq connection with its prepared statements.
///
/// `@unchecked Sendable` holds because a connection is either in the pool's locked list or taken out of it by the one
/// thread that runs a transaction: never reached from two.
private final class PostgresConnection: SQLConnection, @unchecked Sendable {
    let dialect = SQLDialect.postgres
    private let handle: OpaquePointer
    private var prepared: [String: String] = [:]

    init(address: String) throws {
        guard let handle = Self.connect(address) else { throw SQLError.other("libpq has no memory") }
        guard PQstatus(handle) == CONNECTION_OK else {
            let message = String(cString: PQerrorMessage(handle))
            PQfinish(handle)
            throw SQLError.transient(message.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        self.handle = handle
        try command("SET client_min_messages = warning")
    }

    deinit { PQfinish(handle) }

    /// A server that has gone is noticed within half a minute, unless the address says otherwise: libpq would wait for
    /// minutes to connect, and for hours on a line that broke without a word.
    private static func connect(_ address: String) -> OpaquePointer? {
        let parameters = [
            ("connect_timeout", "10"), ("keepalives_idle", "10"), ("keepalives_interval", "5"),
            ("keepalives_count", "3"), ("tcp_user_timeout", "30000"), ("dbname", address),
        ]
        let names = parameters.map { strdup($0.0) }
        let values = parameters.map { strdup($0.1) }
        defer { (names + values).forEach { free($0) } }
        // What comes later wins, and the name of the database may be a whole address.
        return PQconnectdbParams(
            names.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 1)
    }

    func command(_ sql: String) throws {
        let result = PQexec(handle, sql)
        defer { PQclear(result) }
        try check(result)
    }

    func run(_ sql: String, _ values: [SQLValue]) throws -> [SQLRow] {
        let result = try execute(sql, values)
        defer { PQclear(result) }
        let width = PQnfields(result)
        let columns = SQLColumns((0..<width).map { String(cString: PQfname(result, $0)) })
        let types = (0..<width).map { PQftype(result, $0) }
        return (0..<PQntuples(result)).map { row in
            SQLRow(
                columns: columns,
                values: (0..<width).map { column in
                    guard PQgetisnull(result, row, column) == 0, let text = PQgetvalue(result, row, column)
                    else {
                        return .null
                    }
                    return Self.value(text, PQgetlength(result, row, column), types[Int(column)])
                })
        }
    }

    func change(_ sql: String, _ values: [SQLValue]) throws -> Int {
        let result = try execute(sql, values)
        defer { PQclear(result) }
        return Int(String(cString: PQcmdTuples(result))) ?? 0
    }

    private func execute(_ sql: String, _ values: [SQLValue]) throws -> OpaquePointer? {
        let name = try prepare(sql, values)
        let bytes = values.map(Self.wire)
        let lengths = bytes.map { Int32($0?.count ?? 0) }
        let formats = values.map { if case .blob = $0 { Int32(1) } else { Int32(0) } }
        // One buffer for all arguments: libpq wants pointers that live through the call.
        var pool: [UInt8] = []
        var offsets: [Int?] = []
        for value in bytes {
            guard let value else {
                offsets.append(nil)
                continue
            }
            offsets.append(pool.count)
            pool += value
            pool.append(0)
        }
        let result = pool.withUnsafeBufferPointer { buffer in
            let pointers: [UnsafePointer<CChar>?] = offsets.map { offset in
                guard let offset, let base = buffer.baseAddress else { return nil }
                return UnsafeRawPointer(base + offset).assumingMemoryBound(to: CChar.self)
            }
            return PQexecPrepared(handle, name, Int32(values.count), pointers, lengths, formats, 0)
        }
        do {
            try check(result)
        } catch {
            PQclear(result)
            throw error
        }
        return result
    }

    /// Statements are prepared once a connection; one whose arguments change kind is another statement.
    private func prepare(_ sql: String, _ values: [SQLValue]) throws -> String {
        let types = values.map(Self.typeIdentifier)
        let key = sql + types.map { " \($0)" }.joined()
        if let name = prepared[key] { return name }
        let name = "s\(prepared.count)"
        let result = PQprepare(handle, name, sql, Int32(types.count), types)
        defer { PQclear(result) }
        try check(result)
        prepared[key] = name
        return name
    }

    private func check(_ result: OpaquePointer?) throws {
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return
        default:
            let state = PQresultErrorField(result, Int32(UInt8(ascii: "C"))).map { String(cString: $0) }
            let message = String(cString: PQerrorMessage(handle)).trimmingCharacters(
                in: .whitespacesAndNewlines)
            switch state {
            case "23505": throw SQLError.uniqueViolation(message)
            case let state? where !Self.isTransient(state): throw SQLError.other(message)
            default: throw SQLError.transient(message)
            }
        }
    }

    /// Races lost, servers that stop, start, or are full of others, and lines that broke (08…); a broken line often leaves
    /// no state at all.
    private static func isTransient(_ state: String) -> Bool {
        ["40001", "40P01", "53100", "53300", "57P01", "57P02", "57P03"].contains(state)
            || state.hasPrefix("08")
    }

    /// Text and null go as "unknown" (0), so that a JSONB column takes them; the numbers are the types' OIDs.
    private static func typeIdentifier(_ value: SQLValue) -> Oid {
        switch value {
        case .null, .text: 0
        case .integer: 20
        case .real: 701
        case .blob: 17
        }
    }

    private static func wire(_ value: SQLValue) -> [UInt8]? {
        switch value {
        case .null: nil
        case .integer(let number): Array(String(number).utf8)
        case .real(let number): Array(String(number).utf8)
        case .text(let text): Array(text.utf8)
        case .blob(let bytes): bytes
        }
    }

    private static func value(_ text: UnsafeMutablePointer<CChar>, _ length: Int32, _ type: Oid) -> SQLValue {
        switch type {
        case 20, 21, 23: return Int64(String(cString: text)).map(SQLValue.integer) ?? .null
        // sum() of BIGINT is NUMERIC there: whole ones are read as the integers that SQLite gives.
        case 1700:
            let digits = String(cString: text)
            return Int64(digits).map(SQLValue.integer) ?? Double(digits).map(SQLValue.real) ?? .null
        case 700, 701: return Double(String(cString: text)).map(SQLValue.real) ?? .null
        case 17:
            var count = 0
            guard
                let bytes = PQunescapeBytea(
                    UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self), &count)
            else { return .null }
            defer { PQfreemem(bytes) }
            return .blob(Array(UnsafeBufferPointer(start: bytes, count: count)))
        default:
            return .text(
                String(
                    decoding: UnsafeRawBufferPointer(start: text, count: Int(length)), as: UTF8.self))
        }
    }
}
