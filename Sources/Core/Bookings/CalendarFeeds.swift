// Appointments for calendars that are subscribed to: a team's, a technician's.

/// What a feed shows, in one snapshot.
package struct CalendarFeeds: Sendable {
    package let database: any SQLDatabase

    package init(_ database: any SQLDatabase) { self.database = database }

    /// The feed of a manager, a delegate or a technician; nil where the identifier is nobody's.
    package func feed(of subject: String, now: Instant) async throws -> CalendarFeed? {
        try await database.read { connection in
            if let lead = try TeamLead.find(subject, on: connection) {
                return try Self.team(lead, now: now, on: connection)
            }
            guard let id = Technician.ID(subject) else { return nil }
            return try Self.visits(id, now: now, on: connection)
        }
    }

    private static func team(
        _ lead: TeamLead, now: Instant, on connection: any SQLConnection
    ) throws -> CalendarFeed? {
        guard let team = try TeamView.load(lead, now: now, on: connection) else { return nil }
        let events = team.members.compactMap { member in
            member.current.map { current in
                CalendarFeed.Event(
                    uid: "team-\(current.booking.id)@opstracker", sequence: current.booking.sequence,
                    starts: current.slot.starts, ends: current.slot.ends, place: current.slot.place,
                    person: member.agent.name, reference: "", stamp: current.booking.placedAt)
            }
        }
        return CalendarFeed(campaign: team.campaign, linkEpoch: lead.linkEpoch, events: events)
    }

    private static func visits(
        _ id: Technician.ID, now: Instant, on connection: any SQLConnection
    ) throws -> CalendarFeed? {
        guard let row = try connection.query("SELECT * FROM technicians WHERE id = $1", id).first else {
            return nil
        }
        let technician = try TechnicianStore.technician(row)
        guard let campaign = try CampaignStore.load(technician.campaign, on: connection) else { return nil }
        let events = try connection.query(visitsSQL, id, now - CalendarFeed.kept).map { row in
            let names: [String] = [try row("given_name"), try row("family_name")]
            let booking: Booking.ID = try row("booking")
            // The agent's own UID proves that an answer comes from who got the agent's mail: it stays with the agent.
            return CalendarFeed.Event(
                uid: "visit-\(booking)@opstracker", sequence: try row("sequence"),
                starts: try row("starts_at"), ends: try row("ends_at"), place: try row("place"),
                person: names.filter { !$0.isEmpty }.joined(separator: " "),
                reference: try row("reference"), stamp: try row("placed_at"))
        }
        return CalendarFeed(campaign: campaign, linkEpoch: technician.linkEpoch, events: events)
    }

    private static let visitsSQL = """
        SELECT bookings.id AS booking, bookings.sequence, bookings.placed_at, slots.starts_at, slots.ends_at,
            slots.place, agents.given_name, agents.family_name, operations.reference
        FROM operations
        JOIN agents ON agents.id = operations.agent_id
        JOIN bookings ON bookings.agent_id = agents.id AND bookings.state <> 'cancelled'
        JOIN slots ON slots.id = bookings.slot_id
        WHERE operations.technician_id = $1 AND slots.ends_at > $2
        ORDER BY slots.starts_at, agents.folded_name, operations.id
        """
}

/// Appointments under identifiers of their own, the same each time they are asked for.
package struct CalendarFeed: Sendable, Hashable {
    package let campaign: Campaign
    /// Of whoever it is for: raised, the feed's address is revoked with their page's.
    package let linkEpoch: Int
    package let events: [Event]

    /// How long what is over stays in it.
    static let kept = Span.days(30)

    package struct Event: Sendable, Hashable {
        let uid: String
        let sequence: Int
        let starts: Instant
        let ends: Instant
        let place: String
        let person: String
        /// The equipment's; may be empty.
        let reference: String
        let stamp: Instant
    }

    /// The events as calendars take them. A name and a place are all that is told of anybody; what opens a page is not.
    package func objects(from organizer: AppointmentObject.Party) -> [AppointmentObject] {
        events.map { event in
            AppointmentObject(
                method: .publish,
                appointment: Appointment(
                    uid: event.uid, sequence: event.sequence, starts: event.starts, ends: event.ends,
                    place: event.place),
                organizer: organizer, attendee: organizer, answer: .accepted,
                summary: "\(event.person) – \(campaign.type)", description: event.reference, url: nil,
                stamp: event.stamp, rings: false)
        }
    }
}
