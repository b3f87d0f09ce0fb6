// Who carries which operations out (RG-018).

/// Which operations of a campaign are meant.
package enum AssignmentScope: Sendable, Hashable {
    case all
    /// Those of the segment of this name, whatever its case or accents.
    case segment(String)
    /// Those of one agent.
    case person(EmailAddress)
}

/// Why nothing is assigned.
package enum AssignmentRefusal: Error, Sendable, Hashable {
    case unknownCampaign
    /// RG-016.
    case archived
    case unknownSegment(String)
    case unknownPerson(EmailAddress)
}

/// An operation as lists show it.
package struct OperationLine: Sendable, Hashable {
    package let id: Operation.ID
    package let reference: String
    package let state: Operation.State
    package let agent: String
    package let email: EmailAddress
    package let segment: String?
    package let technician: EmailAddress?
    /// Where the agent is placed on a slot.
    package let starts: Instant?
    package let place: String?
}

/// The use cases of assignment, each one transaction.
package struct Assigning: Sendable {
    package let database: any SQLDatabase

    package init(_ database: any SQLDatabase) { self.database = database }

    /// Gives operations to a technician, known by address or added, in the place of whoever had them (RG-018); those that
    /// are done keep theirs. Returns how many changed hands. Throws `AssignmentRefusal`.
    package func assign(
        _ scope: AssignmentScope, of campaign: Campaign.ID, to email: EmailAddress, name: String,
        by actor: Actor, now: Instant
    ) async throws -> Int {
        try await database.transaction { connection in
            guard let known = try CampaignStore.load(campaign, on: connection) else {
                throw AssignmentRefusal.unknownCampaign
            }
            guard known.state != .archived else { throw AssignmentRefusal.archived }  // RG-016
            let (segment, agent) = try Self.resolve(scope, in: campaign, on: connection)
            let technician = try TechnicianStore.add(
                email, name: name, to: campaign, now: now, on: connection)
            let count = try connection.execute(
                Self.assignSQL, technician.id, now, campaign, segment, agent)
            if count > 0 {
                try Journal.append(
                    "operations assigned", subject: technician.id.text, campaign: campaign, by: actor,
                    after: "\(count)", now: now, on: connection)
                try CampaignStore.touch(campaign, on: connection)
            }
            return count
        }
    }

    /// A campaign's operations by agent's name. Throws `AssignmentRefusal`.
    package func list(of campaign: Campaign.ID) async throws -> [OperationLine] {
        try await database.read { connection in
            guard try CampaignStore.load(campaign, on: connection) != nil else {
                throw AssignmentRefusal.unknownCampaign
            }
            return try connection.query(Self.listSQL, campaign).map { row in
                OperationLine(
                    id: try row("id"), reference: try row("reference"), state: try row("state"),
                    agent:
                        "\(try row("given_name", as: String.self)) \(try row("family_name", as: String.self))"
                        .trimmingPrefix(" ").description,
                    email: try row("email"), segment: try row.optional("segment"),
                    technician: try row.optional("technician"), starts: try row.optional("starts_at"),
                    place: try row.optional("place"))
            }
        }
    }

    private static func resolve(
        _ scope: AssignmentScope, in campaign: Campaign.ID, on connection: any SQLConnection
    ) throws -> (Segment.ID?, Agent.ID?) {
        switch scope {
        case .all: return (nil, nil)
        case .segment(let name):
            guard let segment = try SegmentStore.find(named: name, in: campaign, on: connection) else {
                throw AssignmentRefusal.unknownSegment(name)
            }
            return (segment.id, nil)
        case .person(let email):
            guard let agent = try AgentStore.find(email.text, in: campaign, on: connection) else {
                throw AssignmentRefusal.unknownPerson(email)
            }
            return (nil, agent.id)
        }
    }

    private static let assignSQL = """
        UPDATE operations SET technician_id = $1, changed_at = $2
        WHERE campaign_id = $3 AND (segment_id = $4 OR $4 IS NULL) AND (agent_id = $5 OR $5 IS NULL)
            AND state <> 'done' AND technician_id IS DISTINCT FROM $1
        """

    private static let listSQL = """
        SELECT operations.id, operations.reference, operations.state, agents.given_name, agents.family_name,
            agents.email, segments.name AS segment, technicians.email AS technician, slots.starts_at, slots.place
        FROM operations JOIN agents ON agents.id = operations.agent_id
        LEFT JOIN segments ON segments.id = operations.segment_id
        LEFT JOIN technicians ON technicians.id = operations.technician_id
        LEFT JOIN bookings ON bookings.agent_id = agents.id AND bookings.state <> 'cancelled'
        LEFT JOIN slots ON slots.id = bookings.slot_id
        WHERE operations.campaign_id = $1 ORDER BY agents.folded_name, operations.id
        """
}
