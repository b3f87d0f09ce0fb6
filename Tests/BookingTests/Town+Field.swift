// A technician's day in the small campaign.

import Core
import HTTPTypes
import HummingbirdTesting
import TestSupport

/// Tuesday 3 February 2026: Marie at 9:00, Paul at 10:30, with a checklist of two phases and its document.
struct FieldTown: Sendable {
    let town: Town
    let technician: Technician.ID
    let marie: OperationID
    let paul: OperationID
    let document: Document.ID

    var desk: FieldDesk { FieldDesk(town.database) }
    var home: String { "/f/" + town.token(.field, technician.text, epoch: 0) }
    var csrf: String { town.keys.formToken(for: town.token(.field, technician.text, epoch: 0)) }
    func page(_ operation: OperationID) -> String { "\(home)/\(operation)" }

    static let system = Actor(.coordinator, id: "console", by: .console)

    static let checklist = Checklist(
        name: "Migration",
        phases: [
            .init(
                name: "Préparation",
                steps: [
                    .init(
                        id: "reseau", label: "Vérifier le réseau", help: "Filaire <seulement>.", document: nil
                    ),
                    .init(id: "copie", label: "Sauvegarder", help: nil, document: "Procédure"),
                ]),
            .init(
                name: "Installation",
                steps: [.init(id: "upgrade", label: "Lancer l’upgrade", document: "Absent")]),
        ])

    init(_ database: any SQLDatabase) async throws {
        let town = try await Town(database)
        self.town = town
        let now = Town.monday
        technician = try await database.transaction { [campaign = town.campaign] in
            try TechnicianStore.add(
                EmailAddress("karim@ville.example").unsafelyUnwrapped, name: "Karim Benali", to: campaign.id,
                now: now, on: $0
            ).id
        }
        let checklists = ChecklistDesk(database)
        try await checklists.add(Self.checklist, by: Self.system, now: now)
        try await checklists.assign("Migration", to: town.campaign.id, by: Self.system, now: now)
        document = try await DocumentDesk(database).add(
            Array("# Procédure\n<script>alert(1)</script>\n".utf8), fileName: "Procédure.md",
            to: town.campaign.id,
            by: Self.system, now: now
        ).id
        marie = try await FieldTown.operation("Marie Dupont", "MAT001", at: "09:00", technician, town)
        paul = try await FieldTown.operation("Paul Durand", "MAT002", at: "10:30", technician, town)
        town.clock.set("2026-02-03T08:00:00+01:00")
    }

    /// An operation whose agent is placed on a slot of 3 February.
    static func operation(
        _ name: String, _ reference: String, at hour: String, _ technician: Technician.ID?, _ town: Town
    ) async throws -> OperationID {
        let agent = try await town.agent(name)
        let id = OperationID()
        try await town.database.transaction { [campaign = town.campaign] in
            _ = try $0.execute(
                """
                INSERT INTO operations (id, campaign_id, agent_id, reference, state, fields, search, changed_at,
                                        technician_id)
                VALUES ($1, $2, $3, $4, 'toPlan', $5, '', $6, $7)
                """, id, campaign.id, agent, reference, #"{"Téléphone":"01 23 45 67 89","Bureau":"201"}"#,
                Town.monday,
                technician)
        }
        try await town.book(agent, try await town.slot(3, hour))
        return id
    }

    func state(of operation: OperationID) async throws -> String {
        try await town.database.read {
            try $0.query("SELECT state FROM operations WHERE id = $1", operation)[0]("state", as: String.self)
        }
    }

    func act(_ act: FieldEntry.Act, on operation: OperationID, seen: Operation.State) async throws {
        let entry = FieldEntry(id: .init(), operation: operation, act: act, seen: seen, at: town.clock.now)
        guard case .done = try await desk.act(entry, by: technician, now: town.clock.now) else {
            throw SQLError.other("not done: \(act)")
        }
    }
}

/// An entry as a device sends it.
func sent(
    _ act: String, on operation: OperationID, seen: String, _ fields: KeyValuePairs<String, String> = [:],
    id: String? = nil
)
    -> String
{
    let all: [(String, String)] =
        [
            ("id", id ?? FieldEntry.ID().text), ("operation", operation.text), ("act", act), ("seen", seen),
            ("at", "2026-02-03T08:00:00+01:00"),
        ] + fields.map { ($0, $1) }
    return "{" + all.map { "\"\($0)\":\"\($1)\"" }.joined(separator: ",") + "}"
}

extension Visitor {
    /// Posts entries as a device that has its network back.
    func send(_ entries: [String], to field: FieldTown, csrf: String? = nil) async throws -> TestResponse {
        try await post(
            field.home + "/entries",
            body: #"{"csrf":"\#(csrf ?? field.csrf)","entries":[\#(entries.joined(separator: ","))]}"#,
            headers: [.contentType: "application/json"])
    }
}
