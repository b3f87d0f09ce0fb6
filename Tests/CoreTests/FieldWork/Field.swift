// A technician with a campaign's operations, and what a device sends for them: what the tests of field work share.

import Core
import TestSupport
import Testing

/// The sample campaign in the hands of Karim, with a checklist; agents placed on Monday as asked.
struct Field {
    let sample: SampleCampaign
    let karim: Technician.ID
    let operations: [Operation.ID]
    let slots: [Slot.ID]

    /// Monday 8 March 2027, 9:00 in Paris: the hour of the first visit.
    static let morning = WallClock.paris.instant(SampleCampaign.monday, SampleCampaign.time("09:00"))

    static let checklist = Checklist(
        name: "Migration",
        phases: [
            .init(name: "Préparation", steps: [.init(label: "Réseau"), .init(label: "Sauvegarde")]),
            .init(
                name: "Installation",
                steps: [.init(label: "Lancer", help: "Depuis la clé.", document: "Procédure")]),
        ])

    /// The steps' identifiers, in order.
    static let steps = checklist.phases.flatMap(\.steps).map(\.id)

    /// Places the first `placed` agents on slots of Monday, an hour apart.
    init(
        _ database: any SQLDatabase, agents: Int = 2, placed: Int = 2, mode: BookingMode = .agent,
        checklist: Checklist? = Field.checklist
    ) async throws {
        sample = try await SampleCampaign(on: database, mode: mode, agents: agents)
        let email = try #require(EmailAddress("karim@agents.example"))
        _ = try await Assigning(database).assign(
            .all, of: sample.id, to: email, name: "Karim Benali", by: .console, now: SampleCampaign.now)
        var slots: [Slot.ID] = []
        for index in 0..<placed {
            let slot = try await sample.slot(
                SampleCampaign.monday, "\((9 + index).padded(2)):00", minutes: 60)
            _ = try await sample.desk.place(
                sample.agents[index], on: slot, by: .console, now: SampleCampaign.now)
            slots.append(slot)
        }
        self.slots = slots
        if let checklist {
            try await ChecklistDesk(database).add(checklist, by: .console, now: SampleCampaign.now)
            try await ChecklistDesk(database).assign(
                checklist.name, to: sample.id, by: .console, now: SampleCampaign.now)
        }
        let (campaign, agents) = (sample.id, sample.agents)
        (karim, operations) = try await database.read { connection in
            (
                try #require(try TechnicianStore.list(of: campaign, on: connection).first).id,
                try agents.flatMap { try OperationStore.list(of: $0, on: connection).map(\.id) }
            )
        }
    }

    var desk: FieldDesk { FieldDesk(sample.database) }

    /// Sends an act about an operation, seen in a state, made `minutes` after nine and received at once, unless said
    /// otherwise.
    @discardableResult
    func send(
        _ act: FieldEntry.Act, _ index: Int = 0, seen: Operation.State, minutes: Int = 0,
        received: Instant? = nil, id: FieldEntry.ID = .init(), by technician: Technician.ID? = nil
    ) async throws -> FieldOutcome {
        let at = Self.morning + .minutes(minutes)
        return try await desk.act(
            FieldEntry(id: id, operation: operations[index], act: act, seen: seen, at: at),
            by: technician ?? karim, now: received ?? at)
    }

    /// Starts an operation and ticks every step.
    func work(_ index: Int = 0, finish: Bool = true) async throws {
        try await send(.start, index, seen: .planned)
        for step in Self.steps { try await send(.tick(step: step), index, seen: .inProgress) }
        if finish { try await send(.finish, index, seen: .inProgress) }
    }

    func intervention(_ index: Int = 0, now: Instant = Field.morning) async throws -> Intervention {
        try #require(try await desk.intervention(operations[index], of: karim, now: now))
    }

    /// Puts an operation into a state, whatever was before.
    func force(_ state: Operation.State, _ index: Int = 0) async throws {
        let id = operations[index]
        _ = try await sample.database.transaction {
            try $0.execute("UPDATE operations SET state = $2 WHERE id = $1", id, state)
        }
    }

    func campaign() async throws -> Campaign {
        try #require(try await CampaignDesk(sample.database).load(sample.id))
    }

    /// A step's tick, told by its label.
    func ticked(_ index: Int = 0) async throws -> [String] {
        try await intervention(index).checklist?.phases.flatMap(\.steps).filter { $0.tick != nil }
            .map(\.label) ?? []
    }
}
