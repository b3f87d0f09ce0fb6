// What an import leaves in the database: fields, segments, managers, technicians, agents and their operations.

/// Statements of an import, inside its transactions. What is there already stays as it is.
enum PopulationStore {
    /// Adds the names of a campaign's fields after those that it has, in order (RG-015).
    static func addFields(_ names: [String], to campaign: Campaign.ID, on connection: any SQLConnection)
        throws
    {
        let next = try connection.query(nextFieldSQL, campaign)[0]("next", as: Int.self)
        var rows = BulkRows(width: 2)
        for (index, name) in names.enumerated() { rows.append([(next + index).sqlValue, name.sqlValue]) }
        try addFieldsSQL.run([campaign.sqlValue], rows, on: connection)
    }

    /// Adds the segments of those names that the campaign has not (RG-093), and returns all of its segments by folded
    /// name.
    static func addSegments(
        _ names: [String], to campaign: Campaign.ID, now: Instant, on connection: any SQLConnection
    ) throws -> [String: Segment.ID] {
        let known = Set(try SegmentStore.list(of: campaign, on: connection).map(\.name.folded))
        var rows = BulkRows(width: 4)
        for name in names where !known.contains(name.folded) {
            let colour = Palette.colour(known.count + rows.count)
            rows.append([Segment.ID(at: now).sqlValue, name.sqlValue, name.folded.sqlValue, colour.sqlValue])
        }
        try addSegmentsSQL.run([campaign.sqlValue], rows, on: connection)
        let segments = try SegmentStore.list(of: campaign, on: connection)
        return Dictionary(segments.map { ($0.name.folded, $0.id) }, uniquingKeysWith: { first, _ in first })
    }

    /// Adds the managers of those addresses that the campaign has not, and returns all of its managers.
    static func addManagers(
        _ addresses: [EmailAddress], to campaign: Campaign.ID, now: Instant, on connection: any SQLConnection
    ) throws -> [EmailAddress: Manager.ID] {
        var rows = BulkRows(width: 2)
        for address in addresses { rows.append([Manager.ID(at: now).sqlValue, address.sqlValue]) }
        try addManagersSQL.run([campaign.sqlValue], rows, on: connection)
        let managers = try ManagerStore.list(of: campaign, on: connection)
        return Dictionary(managers.map { ($0.email, $0.id) }, uniquingKeysWith: { first, _ in first })
    }

    /// Adds the technicians of those addresses that the campaign has not, and returns all of its technicians (RG-018).
    static func addTechnicians(
        _ addresses: [EmailAddress], to campaign: Campaign.ID, now: Instant, on connection: any SQLConnection
    ) throws -> [EmailAddress: Technician.ID] {
        guard !addresses.isEmpty else { return [:] }
        var rows = BulkRows(width: 2)
        for address in addresses { rows.append([Technician.ID(at: now).sqlValue, address.sqlValue]) }
        try addTechniciansSQL.run([campaign.sqlValue], rows, on: connection)
        let technicians = try TechnicianStore.list(of: campaign, on: connection)
        return Dictionary(technicians.map { ($0.email, $0.id) }, uniquingKeysWith: { first, _ in first })
    }

    /// Adds people who are not in the campaign yet, each with an operation to plan (RG-014), and returns how many
    /// were added. An address that is there already is left alone.
    static func add(
        _ people: NewPeople, to campaign: Campaign.ID, now: Instant, on connection: any SQLConnection
    ) throws -> Int {
        let added = try addAgentsSQL.run([campaign.sqlValue], people.agents, on: connection)
        var operations = people.operations
        if added < people.count {
            let present = try present(people.agents.column(0), on: connection)
            operations = operations.filter { present.contains($0[$0.startIndex + 1]) }
        }
        try addOperationsSQL.run([campaign.sqlValue, now.sqlValue], operations, on: connection)
        return added
    }

    /// Which of some agents' identifiers are in the database.
    private static func present(_ agents: [SQLValue], on connection: any SQLConnection) throws -> Set<
        SQLValue
    > {
        var present: Set<SQLValue> = []
        for start in stride(from: 0, to: agents.count, by: 100) {
            let some = Array(agents[start..<min(start + 100, agents.count)])
            let places = some.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
            let rows = try connection.run("SELECT id FROM agents WHERE id IN (\(places))", some)
            present.formUnion(rows.map { $0["id"] })
        }
        return present
    }

    private static let nextFieldSQL = """
        SELECT COALESCE(max(position) + 1, 0) AS next FROM fields WHERE campaign_id = $1
        """

    private static let addFieldsSQL = BulkInsert(
        into: "fields (campaign_id, position, name)", row: "$1, ?, ?")

    private static let addSegmentsSQL = BulkInsert(
        into: "segments (campaign_id, id, name, folded, colour)", row: "$1, ?, ?, ?, ?")

    private static let addManagersSQL = BulkInsert(
        into: "managers (campaign_id, link_epoch, id, email)", row: "$1, 0, ?, ?")

    private static let addTechniciansSQL = BulkInsert(
        into: "technicians (campaign_id, link_epoch, name, id, email)", row: "$1, 0, '', ?, ?")

    private static let addAgentsSQL = BulkInsert(
        into: """
            agents (campaign_id, link_epoch, soft_bounces, id, email, given_name, family_name, folded_name, service,
                folded_service, manager_id, segment_id)
            """,
        row: "$1, 0, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?")

    private static let addOperationsSQL = BulkInsert(
        into: """
            operations (campaign_id, state, changed_at, id, agent_id, segment_id, technician_id, reference, fields,
                search)
            """,
        row: "$1, 'toPlan', $2, ?, ?, ?, ?, ?, ?, ?")
}

/// Agents and their operations, ready to be written.
struct NewPeople: Sendable {
    fileprivate private(set) var agents = BulkRows(width: 9)
    fileprivate private(set) var operations = BulkRows(width: 7)

    var count: Int { agents.count }

    /// Adds one person with their operation. `fields` is a JSON object (RG-015).
    mutating func append(
        _ person: ImportedPerson, fields: String, search: String, manager: Manager.ID?, segment: Segment.ID?,
        technician: Technician.ID?, now: Instant
    ) {
        let id = Agent.ID(at: now).sqlValue
        let segment = segment?.sqlValue ?? .null
        agents.append([
            id, person.references.email.sqlValue, person.givenName.sqlValue, person.familyName.sqlValue,
            "\(person.familyName) \(person.givenName)".folded.sqlValue, person.service.sqlValue,
            person.service.folded.sqlValue, manager?.sqlValue ?? .null, segment,
        ])
        operations.append([
            Operation.ID(at: now).sqlValue, id, segment, technician?.sqlValue ?? .null,
            person.reference.sqlValue, fields.sqlValue, search.sqlValue,
        ])
    }
}
