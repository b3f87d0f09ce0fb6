// The technician of the demonstration: a checklist, its documents, and a few people to visit today.

internal import Core
internal import Foundation

/// Gives the sample campaign somebody who works in the field.
struct DemoField {
    let installation: Installation
    let campaign: Campaign
    let now: Instant

    static let technician = EmailAddress("karim.benali@ops.example")

    func prepare() async throws {
        guard let technician = Self.technician else { return }
        let database = installation.database
        let file = try installation.templates() + "/checklists/migration-windows-11.yaml"
        let checklist = try Checklist(yaml: String(contentsOfFile: file, encoding: .utf8))
        let desk = ChecklistDesk(database)
        try await desk.add(checklist, by: .console, now: now)
        try await desk.assign(checklist.name, to: campaign.id, by: .console, now: now)
        for (name, text) in Self.documents {
            _ = try await DocumentDesk(database).add(
                Array(text.utf8), fileName: "\(name).md", to: campaign.id, by: .console, now: now)
        }
        let people = try await placeToday()
        for email in people {
            _ = try await Assigning(database).assign(
                .person(email), of: campaign.id, to: technician, name: "Karim Benali", by: .console, now: now)
        }
    }

    /// Places the last three of the sample on what is left of today; nobody where too little is left.
    private func placeToday() async throws -> [EmailAddress] {
        let database = installation.database
        let today = campaign.clock.day(now)
        let begins = campaign.clock.instant(today, .midnight)
        let minute = ((now - begins).wholeMinutes / 15 + 1) * 15
        guard minute + 90 < 24 * 60,
            let hours = SlotPlan.Hours("\(TimeOfDay(clamped: minute))-\(TimeOfDay(clamped: minute + 90))")
        else { return [] }
        _ = try await SlotDesk(database).generate(
            SlotPlan(
                from: today, to: today, hours: [hours], duration: 30, capacity: 1, place: "Sur le poste",
                breaks: [], weekdays: Set(1...7), onHolidays: true), in: campaign.id, by: .console, now: now)
        let (agents, slots) = try await database.read { [campaign] connection in
            (
                try connection.query(Self.lastAgents, campaign.id).map { row in
                    (id: try row("id", as: Agent.ID.self), email: try row("email", as: EmailAddress.self))
                },
                try connection.query(Self.firstSlots, campaign.id).map { try $0("id", as: Slot.ID.self) }
            )
        }
        for (agent, slot) in zip(agents, slots) {
            _ = try await BookingDesk(database).place(agent.id, on: slot, by: .console, now: now)
        }
        return agents.map(\.email)
    }

    private static let documents = [
        (
            "Procédure",
            "Branchez le secteur, lancez l’assistant depuis le partage « W11 », et ne l’interrompez pas.\n"
        ),
        ("Guide", "Adresse automatique, DNS du site, puis vérifiez l’accès à l’intranet.\n"),
    ]

    private static let lastAgents =
        "SELECT id, email FROM agents WHERE campaign_id = $1 ORDER BY id DESC LIMIT 3"

    private static let firstSlots = """
        SELECT id FROM slots WHERE campaign_id = $1 ORDER BY starts_at LIMIT 3
        """
}
