// Reading a technician's day and interventions, each in one snapshot.

extension FieldDay {
    /// How many days behind are shown.
    private static let daysBehind = 7

    static func load(
        _ id: Technician.ID, now: Instant, on connection: any SQLConnection
    ) throws -> FieldDay? {
        guard let technician = try TechnicianStore.load(id, on: connection),
            let campaign = try CampaignStore.load(technician.campaign, on: connection)
        else { return nil }
        let clock = campaign.clock
        let today = clock.day(now)
        let rows = try connection.query(visitsSQL, id, clock.start(of: today.adding(days: -daysBehind)))
        var totals = StepTotals(newest: try ChecklistStore.newest(of: campaign.id, on: connection))
        return FieldDay(
            technician: technician, campaign: campaign, today: today,
            visits: try rows.map { row in
                let version: ChecklistVersion.ID? = try row.optional("checklist_version_id")
                let total = try totals.steps(of: version, on: connection)
                return Visit(
                    operation: try row("id"), state: try row("state"), reference: try row("reference"),
                    starts: try row("starts_at"), ends: try row("ends_at"),
                    person: .init(
                        name: Agent.name(try row("given_name"), try row("family_name")),
                        service: try row("service")),
                    place: try row("place"), segment: try row.optional("segment"),
                    known: try FieldValues(json: try row("fields")).known,
                    progress: try total.map { .init(ticked: try row("ticked"), total: $0) },
                    trouble: try Trouble(row))
            },
            unplanned: try connection.query(unplannedSQL, id)[0]("n"))
    }

    /// An operation stands at its agent's appointment, or, while there is none, at the one that was not kept.
    private static let visitsSQL = """
        SELECT operations.id, operations.state, operations.reference, operations.fields,
            operations.checklist_version_id, operations.trouble, operations.trouble_words, operations.trouble_at,
            agents.given_name, agents.family_name, agents.service, slots.starts_at, slots.ends_at, slots.place,
            segments.name AS segment,
            (SELECT count(*) FROM ticks WHERE operation_id = operations.id AND unticked_at IS NULL) AS ticked
        FROM operations
        JOIN agents ON agents.id = operations.agent_id
        LEFT JOIN bookings ON bookings.agent_id = agents.id AND bookings.state <> 'cancelled'
        JOIN slots ON slots.id = COALESCE(bookings.slot_id, operations.trouble_slot_id)
        LEFT JOIN segments ON segments.id = operations.segment_id
        WHERE operations.technician_id = $1 AND slots.starts_at >= $2
        ORDER BY slots.starts_at, agents.folded_name, operations.id
        """

    private static let unplannedSQL = """
        SELECT count(*) AS n FROM operations
        WHERE technician_id = $1 AND state <> 'done' AND NOT EXISTS (
            SELECT 1 FROM bookings WHERE bookings.agent_id = operations.agent_id AND bookings.state <> 'cancelled')
        """
}

/// How many steps the versions have that a day's operations are bound to, each read once.
private struct StepTotals {
    private let newest: Int?
    private var known: [ChecklistVersion.ID: Int] = [:]

    init(newest: ChecklistVersion?) { self.newest = newest?.body.steps.count }

    /// Nil where there is no checklist.
    mutating func steps(of version: ChecklistVersion.ID?, on connection: any SQLConnection) throws -> Int? {
        guard let version else { return newest }
        if let total = known[version] { return total }
        let total = try ChecklistStore.load(version, on: connection)?.body.steps.count
        known[version] = total
        return total
    }
}

extension Intervention {
    /// Slots to postpone to that are shown.
    private static let mostSlots = 60

    static func load(
        _ id: Operation.ID, of technician: Technician.ID, now: Instant, on connection: any SQLConnection
    ) throws -> Intervention? {
        guard let record = try FieldStore.load(id, of: technician, on: connection),
            let state = try FieldState.load(record, on: connection),
            let who = try TechnicianStore.load(technician, on: connection),
            let agent = try AgentStore.load(record.operation.agent, on: connection)
        else { return nil }
        let documents = try DocumentStore.list(of: record.campaign, for: technician, on: connection)
        let values = try FieldValues(json: record.fields)
        let past = try FieldEntries.past(of: id, on: connection)
        return Intervention(
            technician: who, campaign: state.campaign, operation: id, state: record.operation.state,
            reference: record.operation.reference,
            person: .init(name: agent.name, service: agent.service), email: agent.email,
            appointment: state.booked.map {
                Booked(
                    booking: $0.booking.id, starts: $0.slot.starts, ends: $0.slot.ends, place: $0.slot.place)
            },
            segment: try record.operation.segment.flatMap {
                try SegmentStore.load($0, on: connection)?.name
            },
            known: values.known,
            fields: values.inOrder(
                try connection.query(
                    "SELECT name FROM fields WHERE campaign_id = $1 ORDER BY position", record.campaign
                ).map { try $0("name") }),
            checklist: state.sheet?.run(isBound: state.isBound, documents: documents),
            trouble: record.trouble,
            notes: past.reversed().filter { $0.kind == .note }.map {
                Note(text: $0.words, by: $0.by, at: $0.at)
            },
            photos: try PhotoStore.list(of: id, on: connection), time: record.time(at: now),
            slots: try slots(for: agent, state, now: now, on: connection),
            history: past.filter { $0.kind != .note }, revision: record.revision, obstacle: state.obstacle)
    }

    /// Those that a technician may place the agent on.
    private static func slots(
        for agent: Agent, _ state: FieldState, now: Instant, on connection: any SQLConnection
    ) throws -> [Slot] {
        guard state.obstacle == nil, state.operation.state != .done else { return [] }
        let open = try SlotStore.open(to: agent.segment, in: agent.campaign, from: now, on: connection)
        return Array(
            open.lazy.filter { $0.left > 0 && $0.lockedAt == nil && $0.id != state.booked?.slot.id }
                .prefix(mostSlots))
    }
}

extension FieldValues {
    /// Those that have a value, in the campaign's order.
    fileprivate func inOrder(_ names: [String]) -> [Intervention.Field] {
        names.compactMap { name in self[name].map { .init(name: name, value: $0) } }
    }
}
