// Inserting many rows a statement, since a round trip each would cost more than the row.

/// Rows of values, one after the other.
struct BulkRows: Sendable {
    let width: Int
    private(set) var values: [SQLValue] = []

    init(width: Int) { self.width = width }

    var count: Int { values.count / width }

    mutating func append(_ row: [SQLValue]) { values += row }

    /// One column of all rows.
    func column(_ index: Int) -> [SQLValue] {
        stride(from: index, to: values.count, by: width).map { values[$0] }
    }

    /// The rows of which `isKept` holds.
    func filter(_ isKept: (ArraySlice<SQLValue>) -> Bool) -> BulkRows {
        var kept = self
        kept.values = []
        for start in stride(from: 0, to: values.count, by: width) where isKept(values[start..<start + width])
        {
            kept.values += values[start..<start + width]
        }
        return kept
    }
}

/// An `INSERT` of many rows that passes over those that are there already.
struct BulkInsert: Sendable {
    /// The row as the statement has it: each `?` is a value of the row; `$1`, `$2` are shared by all rows.
    private let row: [Substring]
    private let head: String
    private let shared: Int
    private let full: String

    init(into table: String, row: String) {
        head = "INSERT INTO \(table) VALUES "
        self.row = row.split(separator: "?", omittingEmptySubsequences: false)
        shared = row.count { $0 == "$" }
        full = Self.sql(head, self.row, shared: shared, rows: Self.rowsAtOnce)
    }

    /// Inserts the rows and returns how many were not there.
    @discardableResult
    func run(_ sharedValues: [SQLValue], _ rows: BulkRows, on connection: any SQLConnection) throws -> Int {
        var inserted = 0
        for start in stride(from: 0, to: rows.count, by: Self.rowsAtOnce) {
            let count = min(Self.rowsAtOnce, rows.count - start)
            let sql = count == Self.rowsAtOnce ? full : Self.sql(head, row, shared: shared, rows: count)
            let values = rows.values[start * rows.width..<(start + count) * rows.width]
            inserted += try connection.change(sql, sharedValues + values)
        }
        return inserted
    }

    private static func sql(_ head: String, _ row: [Substring], shared: Int, rows: Int) -> String {
        var number = shared
        var sql = head
        for index in 0..<rows {
            sql += index == 0 ? "(" : ", ("
            for (position, piece) in row.enumerated() {
                if position > 0 {
                    number += 1
                    sql += "$\(number)"
                }
                sql += piece
            }
            sql += ")"
        }
        return sql + " ON CONFLICT DO NOTHING"
    }

    /// Few enough for either engine's limit of parameters, many enough to make round trips rare.
    private static let rowsAtOnce = 100
}
