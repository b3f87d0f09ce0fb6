// Telling technicians, early in the morning, whom they visit that day.

enum DaySheets {
    /// Leaves a sheet to each technician with visits today, from seven o'clock on, once; what is over already is not told.
    /// Returns how many were left.
    static func leave(for campaign: Campaign, now: Instant, on connection: any SQLConnection) throws -> Int {
        let clock = campaign.clock
        let today = clock.day(now)
        guard clock.instant(today, Mornings.early) <= now,
            try MailSettings.isOn(.daySheet, in: campaign.id, on: connection)
        else { return 0 }
        let rows = try connection.query(
            visits, campaign.id, now, clock.start(of: today.adding(days: 1)), today)
        var count = 0
        var rest = rows[...]
        while let first = rest.first {
            let technician = try TechnicianStore.technician(first)
            let own = rest.prefix { $0["id"] == first["id"] }
            rest = rest.dropFirst(own.count)
            let sheet = DaySheet(day: today, visits: try own.map(visit))
            if try Correspondence(campaign, on: connection).tell(
                technician, .daySheet(sheet), purpose: "day-sheet:\(technician.id):\(today)", now: now)
            {
                count += 1
            }
        }
        return count
    }

    private static func visit(_ row: SQLRow) throws -> DaySheet.Visit {
        let names: [String] = [try row("given_name"), try row("family_name")]
        // The agent's own UID proves that an answer comes from who got the agent's mail: it stays with the agent.
        let booking: BookingID = try row("booking")
        let known = try FieldValues(json: try row("fields")).known
        return DaySheet.Visit(
            appointment: Appointment(
                uid: "visit-\(booking)@opstracker", sequence: try row("sequence"),
                starts: try row("starts_at"),
                ends: try row("ends_at"), place: try row("place")),
            agent: names.filter { !$0.isEmpty }.joined(separator: " "), reference: try row("reference"),
            telephone: known.telephone, office: known.office, equipment: known.equipment,
            service: try row("service"))
    }

    /// Begins today, is not over yet; the operation is not done.
    private static let visits = """
        SELECT technicians.*, bookings.id AS booking, bookings.sequence, slots.starts_at, slots.ends_at, slots.place,
            agents.given_name, agents.family_name, agents.service, operations.reference, operations.fields
        FROM operations
        JOIN technicians ON technicians.id = operations.technician_id
        JOIN agents ON agents.id = operations.agent_id
        JOIN bookings ON bookings.agent_id = agents.id AND bookings.state IN ('placed', 'confirmed')
        JOIN slots ON slots.id = bookings.slot_id
        WHERE operations.campaign_id = $1 AND operations.state <> 'done'
            AND slots.ends_at > $2 AND slots.starts_at < $3
            AND NOT EXISTS (
                SELECT 1 FROM outbox WHERE purpose = 'day-sheet:' || technicians.id || ':' || $4)
        ORDER BY technicians.id, slots.starts_at, agents.folded_name, operations.id
        """
}
