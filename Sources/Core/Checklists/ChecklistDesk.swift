// Writing checklists, changing them, and giving them to campaigns.

package enum ChecklistRefusal: Error, Sendable, Hashable {
    case unknown(String)
    case nameTaken(String)
    /// Campaigns have it, or operations were worked through with it: their record needs it.
    case inUse(campaigns: Int, runs: Int)
    case unknownCampaign
    /// RG-016.
    case archived
}

/// A checklist as lists show it.
package struct ChecklistLine: Sendable, Hashable {
    package let name: String
    package let version: Int
    package let phases: Int
    package let steps: Int
    package let campaigns: Int
    /// Operations that have begun with any version of it and are not done (RG-031).
    package let underWay: Int
}

/// The use cases of checklists, each one transaction.
package struct ChecklistDesk: Sendable {
    package let database: any SQLDatabase

    package init(_ database: any SQLDatabase) { self.database = database }

    /// Saves a new checklist. Throws `ChecklistRefusal.nameTaken`.
    @discardableResult
    package func add(_ body: Checklist, by actor: Actor, now: Instant) async throws -> ChecklistVersion {
        try await database.transaction { connection in
            guard let version = try ChecklistStore.insert(body, now: now, on: connection) else {
                throw ChecklistRefusal.nameTaken(body.name)
            }
            try Journal.append(
                "checklist added", subject: version.checklist.text, campaign: nil, by: actor,
                after: body.name, now: now, on: connection)
            return version
        }
    }

    /// Makes a new version; what is under way keeps its own (RG-031). The same words make none. Throws
    /// `ChecklistRefusal`.
    package func change(
        _ name: String, to body: Checklist, by actor: Actor, now: Instant
    ) async throws -> ChecklistVersion {
        try await database.transaction { connection in
            let newest = try Self.known(name, on: connection)
            guard newest.body != body else { return newest }
            if let other = try ChecklistStore.find(named: body.name, on: connection),
                other.checklist != newest.checklist
            {
                throw ChecklistRefusal.nameTaken(body.name)
            }
            try connection.execute(
                "UPDATE checklists SET name = $2, folded = $3 WHERE id = $1", newest.checklist, body.name,
                body.name.folded)
            try Journal.append(
                "checklist changed", subject: newest.checklist.text, campaign: nil, by: actor,
                before: "version \(newest.number)", after: "version \(newest.number + 1)", now: now,
                on: connection)
            let version = try ChecklistStore.add(
                body, number: newest.number + 1, to: newest.checklist, now: now, on: connection)
            try connection.execute(Self.touchSQL, newest.checklist)
            return version
        }
    }

    /// Every checklist by name.
    package func list() async throws -> [ChecklistLine] {
        try await database.read { connection in
            try connection.query(Self.listSQL).map { row in
                let version = try ChecklistStore.version(row)
                return ChecklistLine(
                    name: version.body.name, version: version.number, phases: version.body.phases.count,
                    steps: version.body.steps.count, campaigns: try row("campaigns"),
                    underWay: try row("under_way"))
            }
        }
    }

    /// The newest version of a name, and how many operations are under way with any; throws `ChecklistRefusal.unknown`.
    package func show(_ name: String) async throws -> (version: ChecklistVersion, underWay: Int) {
        try await database.read { connection in
            let version = try Self.known(name, on: connection)
            return (version, try connection.query(Self.underWaySQL, version.checklist)[0]("n"))
        }
    }

    /// Removes a checklist that nothing has used. Throws `ChecklistRefusal`.
    package func remove(_ name: String, by actor: Actor, now: Instant) async throws {
        try await database.transaction { connection in
            let checklist = try Self.known(name, on: connection).checklist
            let uses = try connection.query(Self.usesSQL, checklist)[0]
            let (campaigns, runs) = (
                try uses("campaigns", as: Int.self), try uses("runs", as: Int.self)
            )
            guard campaigns == 0, runs == 0 else {
                throw ChecklistRefusal.inUse(campaigns: campaigns, runs: runs)
            }
            try connection.execute("DELETE FROM checklist_versions WHERE checklist_id = $1", checklist)
            try connection.execute("DELETE FROM checklists WHERE id = $1", checklist)
            try Journal.append(
                "checklist removed", subject: checklist.text, campaign: nil, by: actor, before: name,
                now: now,
                on: connection)
        }
    }

    /// Gives a campaign its checklist, or none; what has begun keeps its own. Throws `ChecklistRefusal`.
    package func assign(
        _ name: String?, to campaign: Campaign.ID, by actor: Actor, now: Instant
    ) async throws {
        try await database.transaction { connection in
            guard let known = try CampaignStore.load(campaign, on: connection) else {
                throw ChecklistRefusal.unknownCampaign
            }
            guard known.state != .archived else { throw ChecklistRefusal.archived }  // RG-016
            let version = try name.map { try Self.known($0, on: connection) }
            let before = try ChecklistStore.newest(of: campaign, on: connection)?.body.name
            try connection.execute(
                "UPDATE campaigns SET checklist_id = $2 WHERE id = $1", campaign, version?.checklist)
            try Journal.append(
                "campaign checklist", subject: campaign.text, campaign: campaign, by: actor, before: before,
                after: version?.body.name, now: now, on: connection)
            try CampaignStore.touch(campaign, on: connection)
        }
    }

    private static func known(_ name: String, on connection: any SQLConnection) throws -> ChecklistVersion {
        guard let version = try ChecklistStore.find(named: name, on: connection) else {
            throw ChecklistRefusal.unknown(name)
        }
        return version
    }

    private static let touchSQL = "UPDATE campaigns SET revision = revision + 1 WHERE checklist_id = $1"

    private static let runsSQL = """
        SELECT count(*) FROM operations JOIN checklist_versions AS bound
            ON bound.id = operations.checklist_version_id
        """

    private static let underWaySQL = """
        SELECT (\(runsSQL) WHERE bound.checklist_id = $1 AND operations.state <> 'done') AS n
        """

    private static let usesSQL = """
        SELECT (SELECT count(*) FROM campaigns WHERE checklist_id = $1) AS campaigns,
            (\(runsSQL) WHERE bound.checklist_id = $1) AS runs
        """

    private static let listSQL = """
        SELECT newest.*,
            (SELECT count(*) FROM campaigns WHERE checklist_id = checklists.id) AS campaigns,
            (\(runsSQL) WHERE bound.checklist_id = checklists.id AND operations.state <> 'done') AS under_way
        FROM checklists JOIN checklist_versions AS newest ON newest.checklist_id = checklists.id
        WHERE newest.version = (SELECT max(version) FROM checklist_versions WHERE checklist_id = checklists.id)
        ORDER BY checklists.folded
        """
}
