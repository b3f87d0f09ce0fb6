// A small campaign for tests: two buildings, a few agents and managers, the hours of one week.

package import Core

/// A campaign in a fresh database, opened, with what tests ask for most.
package struct SampleCampaign: Sendable {
    package let database: any SQLDatabase
    package let id: Campaign.ID
    package let segments: [Segment.ID]
    package let managers: [Manager.ID]
    /// The agents, alternately of the first and the second segment and manager.
    package let agents: [Agent.ID]

    /// Monday 1 March 2027, 8:00 in Paris: when the tests take place unless they say otherwise.
    package static let now = WallClock.paris.instant(
        Day(year: 2027, month: 3, day: 1) ?? monday, time("08:00"))
    /// The Monday of the week after, on which the slots begin.
    package static let monday = Day(ordinal: 20_885)

    package static func time(_ text: String) -> TimeOfDay { TimeOfDay(text) ?? .midnight }

    /// Makes the campaign with `agents` agents; slots are made by `slot` and `week`.
    package init(
        on database: any SQLDatabase, mode: BookingMode = .agent, agents count: Int = 4, lockDays: Int = 2,
        reminderDays: Int = 2, state: Campaign.State = .upcoming, coordinator: EmailAddress? = nil
    ) async throws {
        self.database = database
        var draft = CampaignDraft(
            name: "Migration Windows 11", startsOn: Self.monday, endsOn: Self.monday.adding(days: 30),
            mode: mode,
            type: "Migration Windows", description: "Votre poste passe à Windows 11.",
            preparation: "Fermez vos documents.", contact: "Assistance, poste 4040")
        draft.lockDays = lockDays
        draft.reminderDays = reminderDays
        draft.coordinator = coordinator
        let campaign = try await CampaignDesk(database).create(draft, by: .console, now: Self.now)
        let people = try await database.transaction { connection in
            try People(campaign.id, count: count, state: state, on: connection)
        }
        id = campaign.id
        segments = people.segments
        managers = people.managers
        agents = people.agents
    }

    /// Makes one slot and returns its identifier.
    package func slot(
        _ day: Day = SampleCampaign.monday, _ hour: String = "09:00", minutes: Int = 90, capacity: Int = 1,
        segment: Segment.ID? = nil, place: String = "Salle 1"
    ) async throws -> Slot.ID {
        let slot = Slot.ID()
        let starts = WallClock.paris.instant(day, Self.time(hour))
        _ = try await database.transaction { connection in
            try connection.execute(
                """
                INSERT INTO slots (id, campaign_id, segment_id, starts_at, ends_at, place, capacity, taken)
                VALUES ($1, $2, $3, $4, $5, $6, $7, 0)
                """, slot, id, segment, starts, starts + .minutes(minutes), place, capacity)
        }
        return slot
    }

    /// The desk at which bookings are made.
    package var desk: BookingDesk { BookingDesk(database) }

    /// An agent who acts for themselves.
    package func actor(_ agent: Agent.ID, by way: Actor.Way = .web) -> Actor {
        Actor(.agent, id: agent.text, by: way)
    }

    /// Kinds of the messages in the outbox, oldest first.
    package func outbox() async throws -> [OutboxRow] {
        try await database.read { try Outbox.list(on: $0) }
    }

    /// One number that a statement counts.
    package func count(_ sql: String) async throws -> Int {
        try await database.read { try $0.query(sql)[0]("n", as: Int.self) }
    }
}

/// The people of the sample, saved.
private struct People: Sendable {
    var segments: [Segment.ID] = []
    var managers: [Manager.ID] = []
    var agents: [Agent.ID] = []

    init(_ campaign: Campaign.ID, count: Int, state: Campaign.State, on connection: any SQLConnection) throws
    {
        for (index, name) in ["Siège", "Annexe A"].enumerated() {
            let segment = Segment.ID()
            try connection.execute(
                "INSERT INTO segments (id, campaign_id, name, folded, colour) VALUES ($1, $2, $3, $4, '#1f4e79')",
                segment, campaign, name, name.folded)
            segments.append(segment)
            let manager = Manager.ID()
            try connection.execute(
                "INSERT INTO managers (id, campaign_id, email, link_epoch) VALUES ($1, $2, $3, 0)", manager,
                campaign,
                "chef.\(index)@agents.example")
            managers.append(manager)
        }
        for index in 0..<count {
            let agent = Agent.ID()
            try connection.execute(
                """
                INSERT INTO agents (id, campaign_id, email, given_name, family_name, folded_name, service, manager_id,
                    segment_id, link_epoch, soft_bounces)
                VALUES ($1, $2, $3, 'Marie', $4, $5, 'Comptabilité', $6, $7, 0, 0)
                """, agent, campaign, "agent.\(index)@agents.example", "Dupont \(index)", "dupont \(index)",
                managers[index % 2], segments[index % 2])
            try connection.execute(
                """
                INSERT INTO operations (id, campaign_id, agent_id, segment_id, reference, state, fields, search, changed_at)
                VALUES ($1, $2, $3, $4, $5, 'toPlan', '{}', '', 0)
                """, Operation.ID(), campaign, agent, segments[index % 2], "MAT\(index)")
            agents.append(agent)
        }
        try connection.execute("UPDATE campaigns SET state = $2 WHERE id = $1", campaign, state)
    }
}
