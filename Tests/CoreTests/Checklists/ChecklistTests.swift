// Checklists as they are written and read (RG-030), and the versions that operations keep (RG-031).

import Foundation
import TestSupport
import Testing

@testable import Core

@Suite("Checklists")
struct ChecklistTests {
    @Test("the checklists that are shipped are read, and read again as they are written")
    func shipped() throws {
        let folder = Repository.root + "/templates/checklists"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()

        #expect(names == ["migration-windows-11.yaml", "renouvellement-materiel.yaml"])
        for name in names {
            let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
            let checklist = try Checklist(yaml: text)
            #expect(checklist.phases.count == 3 && checklist.steps.allSatisfy { !$0.label.isEmpty })
            #expect(try Checklist(yaml: checklist.yaml()) == checklist)
        }
    }

    // RG-030
    @Test("an identifier is made of letters and digits, whoever wrote it")
    func identifiers() {
        #expect(Checklist.Step(id: "Étape 1 / \"x\"", label: "Une").id == "etape-1-x")
        #expect(Checklist.Step(label: "Vérifier l'espace").id == "verifier-l-espace")
    }

    @Test("a step is its label alone, or label with help and document; its identifier stands by itself")
    func steps() throws {
        let checklist = try Checklist(
            yaml: """
                name: Essai
                phases:
                  - name: Une
                    steps:
                      - Vérifier l'espace disque
                      - id: deux
                        label: "Étape : deux"
                        help: |
                          Une ligne.
                          Une autre.
                        document: Procédure
                """)

        #expect(
            checklist.steps == [
                .init(id: "verifier-l-espace-disque", label: "Vérifier l'espace disque"),
                .init(
                    id: "deux", label: "Étape : deux", help: "Une ligne.\nUne autre.\n", document: "Procédure"
                ),
            ])
    }

    static let faults: [(String, ChecklistTextFault)] = [
        ("- a", .shape(what: "checklist", line: 1)), ("name: A", .shape(what: "phases", line: 1)),
        ("name: A\nphases: []", .unusable(.phases)),
        ("name: A\nphases:\n  - name: P\n    etapes: []", .unknownKey("etapes", line: 4)),
        ("name: A\nphases:\n  - name: P\n    steps: []", .unusable(.steps(phase: "P"))),
        ("name: A\nphases:\n  - name: P\n    steps:\n      - hepl: x", .unknownKey("hepl", line: 5)),
        ("name: A\nphases:\n  - name: P\n    steps:\n      - help: x", .shape(what: "label", line: 5)),
        ("name: A\nphases:\n  - name: P\n    steps: [Un, un]", .unusable(.repeated("un"))),
        ("name: ' '\nphases:\n  - name: P\n    steps: [Un]", .unusable(.name)),
        ("name: A\nphases:\n  - name: P\n    steps: ['!']", .unusable(.step("!"))),
        (String(repeating: "a", count: 262_145), .tooLarge),
    ]

    @Test("what is no checklist is refused with its line", arguments: faults)
    func refused(_ text: String, _ fault: ChecklistTextFault) {
        #expect(throws: fault) { try Checklist(yaml: text) }
    }

    @Test("what is no YAML is refused with the parser's words")
    func notYAML() {
        #expect {
            try Checklist(yaml: "name: [")
        } throws: { error in
            if case ChecklistTextFault.notYAML(let words) = error { !words.isEmpty } else { false }
        }
    }

    // RG-031
    @Test(
        "a run keeps the version that it began with; what begins later has the newest",
        arguments: Engine.available)
    func versions(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let field = try await Field(database)
            let desk = ChecklistDesk(database)
            let changed = Checklist(
                name: "Migration", phases: [.init(name: "Seule", steps: [.init(label: "Réseau")])])
            try await field.send(.start, 0, seen: .planned)

            let version = try await desk.change("MIGRATION", to: changed, by: .console, now: Field.morning)
            let same = try await desk.change("Migration", to: changed, by: .console, now: Field.morning)
            let preview = try await field.intervention(1).checklist
            try await field.send(.start, 1, seen: .planned)

            #expect(version.number == 2 && same.number == 2)
            let (kept, begun) = (
                try await field.intervention(0).checklist, try await field.intervention(1).checklist
            )
            #expect(kept?.version == 1 && kept?.phases.count == 2 && kept?.isBound == true)
            #expect(begun?.version == 2 && begun?.phases.count == 1 && begun?.isBound == true)
            #expect(preview?.version == 2 && preview?.isBound == false)
            #expect(try await desk.show("Migration").underWay == 2)
            #expect(
                try await desk.list() == [
                    .init(name: "Migration", version: 2, phases: 1, steps: 1, campaigns: 1, underWay: 2)
                ])
            let day = try await field.desk.day(of: field.karim, now: Field.morning)
            #expect(day?.todays.compactMap { $0.progress?.total } == [3, 1])
        }
    }

    // RG-032
    @Test("phases are complete, open or locked, one after the other")
    func phases() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await Field(database)
            try await field.send(.start, seen: .planned)
            func states() async throws -> [ChecklistRun.Phase.State]? {
                try await field.intervention().checklist?.phases.map(\.state)
            }

            let first = try await states()
            for step in Field.steps.prefix(2) { try await field.send(.tick(step: step), seen: .inProgress) }
            let second = try await states()
            try await field.send(.tick(step: Field.steps[2]), seen: .inProgress, minutes: 3)
            let run = try #require(try await field.intervention().checklist)

            #expect(first == [.open, .locked] && second == [.complete, .open])
            #expect(run.isComplete && run.ticked == 3 && run.total == 3)
            #expect(
                run.phases[1].steps[0].tick == .init(by: "Karim Benali", at: Field.morning + .minutes(3)))
        }
    }

    @Test("names are taken once, what is used stays, what is not can go", arguments: Engine.available)
    func desk(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let field = try await Field(database)
            let desk = ChecklistDesk(database)
            let other = Checklist(name: "Autre", phases: Field.checklist.phases)
            let now = SampleCampaign.now
            try await desk.add(other, by: .console, now: now)

            await #expect(throws: ChecklistRefusal.nameTaken("autre")) {
                try await desk.add(
                    Checklist(name: "autre", phases: other.phases), by: .console, now: now)
            }
            await #expect(throws: ChecklistRefusal.nameTaken("Autre")) {
                try await desk.change("Migration", to: other, by: .console, now: now)
            }
            await #expect(throws: ChecklistRefusal.inUse(campaigns: 1, runs: 0)) {
                try await desk.remove("Migration", by: .console, now: now)
            }
            await #expect(throws: ChecklistRefusal.unknown("Rien")) {
                try await desk.assign("Rien", to: field.sample.id, by: .console, now: now)
            }
            try await desk.assign(nil, to: field.sample.id, by: .console, now: now)
            try await desk.remove("migration", by: .console, now: now)

            #expect(try await desk.list().map(\.name) == ["Autre"])
            #expect(try await field.intervention().checklist == nil)
        }
    }
}
