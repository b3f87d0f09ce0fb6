// What an import leaves in the database: fields, segments, managers, agents and their operations.
//
// Rows go in many at a time, since a round trip each would cost more than the row.

/// Statements of an import, inside its transactions. What is there already stays as it is.
enum PopulationStore {
    /// Adds the names of a campaign's fields after those that it has, in order (RG-015).
    static func addFields(_ names: [String], to campaign: Campaign.ID, on connection: any SQLConnection)
        throws
    {
        let next = try connection.query(nextFieldSQL, campaign)[0]("next", as: Int.self)
        let rows = names.enumerated().map { [(next + $0).sqlValue, $1.sqlValue] }
        try addFieldsSQL.run([campaign.sqlValue], rows, on: connection)
    }

    /// Adds the segments of those names that the campaign has not (RG-093), and returns all of its segments by folded
    /// name.
    static func addSegments(
        _ names: [String], to campaign: Campaign.ID, now: Instant, on connection: any SQLConnection
    ) throws -> [String: Segment.ID] {
        let known = Set(try SegmentStore.list(of: campaign, on: connection).map(\.name.folded))
        let rows = names.filter { !known.contains($0.folded) }.enumerated().map { index, name in
            [
                Segment.ID(at: now).sqlValue, name.sqlValue, name.folded.sqlValue,
                Palette.colour(known.count + index).sqlValue,
            ]
        }
        try addSegmentsSQL.run([campaign.sqlValue], rows, on: connection)
        let segments = try SegmentStore.list(of: campaign, on: connection)
        return Dictionary(segments.map { ($0.name.folded, $0.id) }, uniquingKeysWith: { first, _ in first })
    }

    /// Adds the managers of those addresses that the campaign has not, and returns all of its managers.
    static func addManagers(
        _ addresses: [EmailAddress], to campaign: Campaign.ID, now: Instant, on connection: any SQLConnection
    ) throws -> [EmailAddress: Manager.ID] {
        let rows = addresses.map { [Manager.ID(at: now).sqlValue, $0.sqlValue] }
        try addManagersSQL.run([campaign.sqlValue], rows, on: connection)
        let managers = try ManagerStore.list(of: campaign, on: connection)
        return Dictionary(managers.map { ($0.email, $0.id) }, uniquingKeysWith: { first, _ in first })
    }

    /// Adds people who are not in the campaign yet, each with an operation to plan (RG-014), and returns how many
    /// were added. An address that is there already is left alone.
    static func add(
        _ people: [NewAgent], to campaign: Campaign.ID, now: Instant, on connection: any SQLConnection
    ) throws -> Int {
        let added = try addAgentsSQL.run([campaign.sqlValue], people.map(\.agent), on: connection)
        let known = Set(try added.map { try $0("id", as: String.self) })
        let newcomers = known.count == people.count ? people : people.filter { known.contains($0.id) }
        try addOperationsSQL.run(
            [campaign.sqlValue, now.sqlValue], newcomers.map(\.operation), on: connection)
        return newcomers.count
    }

    private static let nextFieldSQL = """
        SELECT COALESCE(max(position) + 1, 0) AS next FROM fields WHERE campaign_id = $1
        """

    private static let addFieldsSQL = BulkInsert(
        into: "fields (campaign_id, position, name)", row: "$1, ?, ?", otherwise: "ON CONFLICT DO NOTHING")

    private static let addSegmentsSQL = BulkInsert(
        into: "segments (campaign_id, id, name, folded, colour)", row: "$1, ?, ?, ?, ?",
        otherwise: "ON CONFLICT DO NOTHING")

    private static let addManagersSQL = BulkInsert(
        into: "managers (campaign_id, link_epoch, id, email)", row: "$1, 0, ?, ?",
        otherwise: "ON CONFLICT DO NOTHING")

    private static let addAgentsSQL = BulkInsert(
        into: """
            agents (campaign_id, link_epoch, soft_bounces, id, email, given_name, family_name, folded_name, service,
                manager_id, segment_id)
            """,
        row: "$1, 0, 0, ?, ?, ?, ?, ?, ?, ?, ?", otherwise: "ON CONFLICT DO NOTHING RETURNING id")

    private static let addOperationsSQL = BulkInsert(
        into: """
            operations (campaign_id, state, changed_at, id, agent_id, segment_id, reference, fields, search)
            """,
        row: "$1, 'toPlan', $2, ?, ?, ?, ?, ?, ?")
}

/// The values of one agent and of their operation, in the order of the statements.
struct NewAgent: Sendable {
    let id: String
    let agent: [SQLValue]
    let operation: [SQLValue]

    init(
        _ person: ImportedPerson, fields: String, search: String, manager: Manager.ID?, segment: Segment.ID?,
        now: Instant
    ) {
        let id = Agent.ID(at: now)
        self.id = id.text
        let folded = "\(person.givenName) \(person.familyName)".folded
        agent = [
            id.sqlValue, person.email.sqlValue, person.givenName.sqlValue, person.familyName.sqlValue,
            folded.sqlValue, person.service.sqlValue, manager?.sqlValue ?? .null, segment?.sqlValue ?? .null,
        ]
        operation = [
            Operation.ID(at: now).sqlValue, id.sqlValue, segment?.sqlValue ?? .null,
            person.reference.sqlValue,
            fields.sqlValue, search.sqlValue,
        ]
    }
}

/// An `INSERT` of many rows. In `row`, each `?` is a value of the row; `$1`, `$2` are shared by all rows.
struct BulkInsert: Sendable {
    private let head: String
    private let row: [Substring]
    private let tail: String
    private let shared: Int
    private let full: String

    init(into table: String, row: String, otherwise tail: String = "") {
        head = "INSERT INTO \(table) VALUES "
        self.row = row.split(separator: "?", omittingEmptySubsequences: false)
        self.tail = tail.isEmpty ? "" : " " + tail
        shared = row.count { $0 == "$" }
        full = Self.sql(head, self.row, self.tail, shared: shared, rows: Self.rowsAtOnce)
    }

    /// Inserts the rows, so many a statement, and returns what the statements return.
    @discardableResult
    func run(_ sharedValues: [SQLValue], _ rows: [[SQLValue]], on connection: any SQLConnection) throws
        -> [SQLRow]
    {
        var answer: [SQLRow] = []
        for start in stride(from: 0, to: rows.count, by: Self.rowsAtOnce) {
            let part = rows[start..<min(start + Self.rowsAtOnce, rows.count)]
            let sql =
                part.count == Self.rowsAtOnce
                ? full : Self.sql(head, row, tail, shared: shared, rows: part.count)
            answer += try connection.run(sql, sharedValues + part.joined())
        }
        return answer
    }

    private static func sql(_ head: String, _ row: [Substring], _ tail: String, shared: Int, rows: Int)
        -> String
    {
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
        return sql + tail
    }

    /// Few enough for either engine's limit of parameters, many enough to make round trips rare.
    private static let rowsAtOnce = 100
}
