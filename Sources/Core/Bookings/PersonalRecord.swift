// What the service knows about an agent, for the agent to read.

internal import Foundation

/// Everything that is kept about one agent of a campaign, as their page tells it.
package struct PersonalRecord: Sendable, Hashable {
    package let campaign: Campaign
    package let agent: Agent
    /// Address of the manager who may place them; nil where there is none.
    package let manager: EmailAddress?
    package let segment: String?
    /// The references of their workstations, with what the imported file says of each, by column.
    package let operations: [Target]
    /// Bookings by time of the last change, cancelled ones included.
    package let bookings: [Reservation]
    /// Messages left for them, oldest first.
    package let mails: [Mail]
    /// Their answers by mail, oldest first.
    package let answers: [Answer]
    /// What they last said of their absence.
    package let absence: String?
    /// Since when mail to them is known to fail.
    package let bouncedAt: Instant?
    package let waits: [Wait]
    package let wishes: Wishes

    package struct Target: Sendable, Hashable {
        package let reference: String
        package let fields: [Field]

        package struct Field: Sendable, Hashable {
            package let name: String
            package let value: String
        }
    }

    package struct Reservation: Sendable, Hashable {
        package let starts: Instant
        package let place: String
        package let state: Booking.State
        package let changedAt: Instant
    }

    package struct Mail: Sendable, Hashable {
        package let kind: Message.Kind
        package let at: Instant
        package let state: OutboxRow.State
    }

    package struct Answer: Sendable, Hashable {
        package let at: Instant
        /// What it came to: `booked`, `cancelled`, …
        package let outcome: String
    }
}

extension PersonalRecord {
    /// Nil where there is no such agent.
    static func load(_ id: Agent.ID, on connection: any SQLConnection) throws -> PersonalRecord? {
        guard let agent = try AgentStore.load(id, on: connection),
            let campaign = try CampaignStore.load(agent.campaign, on: connection)
        else { return nil }
        return PersonalRecord(
            campaign: campaign, agent: agent,
            manager: try agent.manager.flatMap { try ManagerStore.load($0, on: connection)?.email },
            segment: try SegmentStore.list(of: campaign.id, on: connection)
                .first { $0.id == agent.segment }?.name,
            operations: try connection.query(operationsSQL, id).map { row in
                let fields = try JSON.value([String: String].self, from: try row("fields"))
                return Target(
                    reference: try row("reference"),
                    fields: fields.sorted { $0.key.folded < $1.key.folded }
                        .map { Target.Field(name: $0.key, value: $0.value) })
            },
            bookings: try connection.query(bookingsSQL, id).map { row in
                Reservation(
                    starts: try row("starts_at"), place: try row("place"), state: try row("state"),
                    changedAt: try row("changed_at"))
            },
            mails: try connection.query(mailsSQL, id).map { row in
                Mail(
                    kind: try row("kind"), at: try row.optional("finished_at") ?? row("created_at"),
                    state: try row("state"))
            },
            answers: try connection.query(answersSQL, id).map { row in
                Answer(at: try row("received_at"), outcome: try row.optional("outcome") ?? "")
            },
            absence: try connection.query("SELECT absent_note FROM agents WHERE id = $1", id).first
                .flatMap { try $0.optional("absent_note") },
            bouncedAt: agent.bouncedAt, waits: try WaitStore.open(of: id, on: connection),
            wishes: try WishStore.wishes(of: id, on: connection))
    }

    private static let operationsSQL =
        "SELECT reference, CAST(fields AS TEXT) AS fields FROM operations WHERE agent_id = $1 ORDER BY id"

    private static let bookingsSQL = """
        SELECT slots.starts_at, slots.place, bookings.state, bookings.changed_at
        FROM bookings JOIN slots ON slots.id = bookings.slot_id
        WHERE bookings.agent_id = $1 ORDER BY bookings.changed_at, bookings.id
        """

    private static let mailsSQL = """
        SELECT kind, state, created_at, finished_at FROM outbox WHERE agent_id = $1 ORDER BY created_at, id
        """

    private static let answersSQL = """
        SELECT received_at, outcome FROM inbox WHERE agent_id = $1 ORDER BY received_at, id
        """
}
