// The technician's pages: the day, an operation, what each form does, and for whom.

import Core
import Foundation
import HTTPTypes
import HummingbirdTesting
import TestSupport
import Testing

@testable import Booking

@Suite struct FieldPageTests {
    @Test("The day is shown by time, the next visit marked", arguments: Engine.available)  // RG-020
    func day(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let field = try await FieldTown(database)
            try await field.town.visit { visitor in
                let page = try await visitor.get(field.home)
                #expect(page.status == .ok)
                for part in [
                    "2 interventions • mardi 3 février 2026", "Marie Dupont", "Salle B12 • 201", "MAT001",
                    "tel:0123456789", "Étapes : 0 sur 3", "Commencer", "Prochaine", "manifest.webmanifest",
                ] {
                    #expect(page.text.contains(part), "\(part)")
                }
                let text = page.text
                let (first, second) = (
                    try #require(text.range(of: "Marie")), try #require(text.range(of: "Paul Durand"))
                )
                #expect(first.lowerBound < second.lowerBound)
                #expect(text.components(separatedBy: "Prochaine").count == 2)
            }
        }
    }

    @Test("Each form does what its button says, and leads on")  // RG-017, RG-021, RG-022
    func forms() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await FieldTown(database)
            let page = field.page(field.marie)
            try await field.town.visit { visitor in
                for (act, seen, fields, leads, state) in [
                    ("start", "planned", [], page + "?done=start", "inProgress"),
                    ("tick", "inProgress", [("step", "reseau")], page + "#step-reseau", "inProgress"),
                    ("untick", "inProgress", [("step", "reseau")], page + "#step-reseau", "inProgress"),
                    ("note", "inProgress", [("text", "Une%0D%0Anote")], page + "?done=note", "inProgress"),
                    ("spent", "inProgress", [("minutes", "42")], page + "?done=spent", "inProgress"),
                    (
                        "remediate", "inProgress", [("problem", "Disque")],
                        field.home + "?done=remediate&who=\(field.marie)", "toRemediate"
                    ),
                    (
                        "postpone", "toRemediate", [("reason", "")],
                        field.home + "?done=postpone&who=\(field.marie)", "postponed"
                    ),
                ] as [(String, String, [(String, String)], String, String)] {
                    let body =
                        (fields + [
                            ("action", act), ("seen", seen), ("entry", FieldEntry.ID().text),
                            ("csrf", field.csrf),
                        ]).map { "\($0)=\($1)" }.joined(separator: "&")
                    let answer = try await visitor.post(page, body: body)
                    #expect(answer.status == .seeOther, "\(act)")
                    #expect(answer.headers[.location] == leads)
                    #expect(try await field.state(of: field.marie) == state)
                }
                let shown = try await visitor.get(page).text
                #expect(shown.contains("42 min en tout."))
                #expect(shown.contains("note</p>"))
            }
        }
    }

    @Test("An agent who was not there is invited again")  // RG-302
    func missed() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await FieldTown(database)
            field.town.clock.set("2026-02-03T09:20:00+01:00")
            try await field.town.visit { visitor in
                let asked = try await visitor.get(field.page(field.marie) + "?ask=missed").text
                #expect(asked.contains("l’agent invité à choisir un autre créneau"))
                let answer = try await visitor.post(
                    field.page(field.marie),
                    ["action": "missed", "seen": "planned", "entry": FieldEntry.ID().text])
                #expect(answer.status == .seeOther)
            }
            #expect(try await field.state(of: field.marie) == "postponed")
        }
    }

    @Test("A form that is posted twice acts once")
    func twice() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await FieldTown(database)
            try await field.town.visit { visitor in
                let entry = FieldEntry.ID().text
                for _ in 1...2 {
                    let answer = try await visitor.post(
                        field.page(field.marie),
                        ["action": "note", "seen": "planned", "entry": entry, "text": "Une+fois"])
                    #expect(answer.status == .seeOther)
                }
                let shown = try await visitor.get(field.page(field.marie)).text
                #expect(shown.components(separatedBy: "Une fois").count == 2)
            }
        }
    }

    @Test("What is not done says why, and what stands")  // RG-017, RG-032
    func refusals() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await FieldTown(database)
            try await field.act(.start, on: field.marie, seen: .planned)
            try await field.town.visit { visitor in
                for (operation, fields, status, words) in [
                    (
                        field.marie, ["action": "finish", "seen": "inProgress"], 409,
                        "Il reste à cocher : Vérifier le réseau"
                    ),
                    (
                        field.marie, ["action": "tick", "step": "upgrade", "seen": "inProgress"], 409,
                        "La phase « Installation » est verrouillée"
                    ),
                    (
                        field.marie, ["action": "tick", "step": "autre", "seen": "inProgress"], 422,
                        "pas dans la checklist"
                    ),
                    (
                        field.marie, ["action": "note", "text": "", "seen": "inProgress"], 422,
                        "vide ou trop long"
                    ),
                    (
                        field.marie, ["action": "remediate", "problem": "x", "seen": "planned"], 409,
                        "est passée à « En cours »"
                    ),
                    (field.paul, ["action": "finish", "seen": "planned"], 409, "ne peut passer qu’à"),
                ] as [(OperationID, KeyValuePairs<String, String>, Int, String)] {
                    let body =
                        (fields.map { ($0, $1) } + [("entry", FieldEntry.ID().text), ("csrf", field.csrf)])
                        .map { "\($0)=\($1)" }.joined(separator: "&")
                    let answer = try await visitor.post(field.page(operation), body: body)
                    #expect(answer.status.code == status, "\(fields)")
                    #expect(answer.text.contains(words), "\(words)")
                    #expect(answer.text.contains("role=\"alert\""))
                }
            }
        }
    }

    @Test("A technician sees and changes their own operations only")  // RG-018
    func perimeter() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await FieldTown(database)
            let others = try await FieldTown.operation("Autre Personne", "MAT9", at: "14:00", nil, field.town)
            let before = try await field.state(of: others)
            try await field.town.visit { visitor in
                #expect(!(try await visitor.get(field.home).text.contains("Autre")))
                for operation in [others, Operation.ID()] {
                    let page = try await visitor.get(field.page(operation))
                    #expect(page.status == .forbidden)
                    #expect(page.text.contains("Cette intervention n’est pas à vous"))
                    let posted = try await visitor.post(
                        field.page(operation),
                        ["action": "note", "text": "x", "seen": "planned", "entry": FieldEntry.ID().text])
                    #expect(posted.status == .forbidden)
                    let sending = try await visitor.send(
                        [sent("start", on: operation, seen: "planned")], to: field)
                    #expect(
                        sending.text.contains("refused") && sending.text.contains("ne vous est plus confiée"))
                }
            }
            #expect(try await field.state(of: others) == before)
        }
    }

    @Test("Whoever holds another link, or a revoked one, is not let in")
    func links() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await FieldTown(database)
            let agent = try await field.town.agent("Un Agent")
            try await field.town.visit { visitor in
                let parts = [
                    "", "/entries", "/kept.json", "/worker.js", "/manifest.webmanifest",
                    "/documents/\(field.document)",
                ]
                let other = "/f/" + field.town.token(.agent, agent.text)
                for part in parts where part != "/entries" {
                    #expect(try await visitor.get(other + part).status == .notFound)
                }
                try await field.town.change("UPDATE technicians SET link_epoch = 1")
                for part in parts where part != "/entries" {
                    #expect(try await visitor.get(field.home + part).status == .gone)
                }
                let sending = try await visitor.send(
                    [sent("start", on: field.marie, seen: "planned")], to: field)
                #expect(sending.status == .gone)
            }
            #expect(try await field.state(of: field.marie) == "planned")
        }
    }

    @Test("A form without the page's token is refused")
    func forgery() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await FieldTown(database)
            try await field.town.visit { visitor in
                let form: KeyValuePairs = [
                    "action": "start", "seen": "planned", "entry": FieldEntry.ID().text,
                ]
                #expect(try await visitor.post(field.page(field.marie), form, csrf: "x").status == .forbidden)
                let entries = [sent("start", on: field.marie, seen: "planned")]
                #expect(try await visitor.send(entries, to: field, csrf: "x").status == .forbidden)
                let rated = try await visitor.post(
                    field.home + "/documents/\(field.document)", ["useful": "yes"], csrf: "x")
                #expect(rated.status == .forbidden)
            }
            #expect(try await field.state(of: field.marie) == "planned")
        }
    }

    // RG-030, RG-052
    @Test("Phases, help and documents stand with their steps, and what people wrote is text")
    func checklist() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await FieldTown(database)
            try await field.act(.start, on: field.marie, seen: .planned)
            try await field.act(.tick(step: "reseau"), on: field.marie, seen: .inProgress)
            try await field.act(.note("<b>Écran</b>"), on: field.marie, seen: .inProgress)
            try await field.town.visit { visitor in
                let page = try await visitor.get(field.page(field.marie)).text
                for part in [
                    "Phase 1 : Préparation", "Verrouillée", "aria-checked=\"true\" id=\"step-reseau\"",
                    "id=\"help-reseau\"", "Filaire &lt;seulement&gt;.", "Procédure.md", "Fermer et cocher",
                    "Le document « Absent » n’est pas encore dans cette campagne.", "Étapes : 1 sur 3",
                    "&lt;b&gt;Écran&lt;/b&gt;", "Karim Benali, 8h00",
                ] {
                    #expect(page.contains(part), "\(part)")
                }
                let help = try await visitor.get(field.page(field.marie) + "?step=copie").text
                #expect(help.contains("Procédure.md") && help.contains("Ce document vous a-t-il été utile ?"))
                let back = field.page(field.marie) + "?step=copie"
                let rated = try await visitor.post(
                    field.home + "/documents/\(field.document)", ["useful": "yes", "back": back])
                #expect(rated.headers[.location] == back)
                #expect(try await visitor.get(back).text.contains("Utile pour 100 % des techniciens"))
                let astray = try await visitor.post(
                    field.home + "/documents/\(field.document)",
                    ["useful": "no", "back": "https://evil.example/"])
                #expect(astray.headers[.location] == field.home)
            }
        }
    }
}
