// The door through which devices send what was done without a network.

import Core
import Foundation
import HTTPTypes
import HummingbirdTesting
import TestSupport
import Testing

@testable import Booking

@Suite struct FieldEntryTests {
    private struct Answer: Decodable {
        struct Outcome: Decodable {
            let id: String
            let outcome: String
            let state: String?
            let message: String?
        }
        let outcomes: [Outcome]
    }

    private func outcomes(_ text: String) throws -> [Answer.Outcome] {
        try JSONDecoder().decode(Answer.self, from: Data(text.utf8)).outcomes
    }

    @Test("A day without network is replayed in order", arguments: Engine.available)
    func replay(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let field = try await FieldTown(database)
            let entries =
                [sent("start", on: field.marie, seen: "planned")]
                + ["reseau", "copie", "upgrade"].map {
                    sent("tick", on: field.marie, seen: "inProgress", ["step": $0])
                } + [
                    sent("note", on: field.marie, seen: "inProgress", ["text": "RAS"]),
                    sent("finish", on: field.marie, seen: "inProgress"),
                ]
            try await field.town.visit { visitor in
                let answer = try await visitor.send(entries, to: field)
                #expect(answer.status == .ok)
                let outcomes = try outcomes(answer.text)
                #expect(outcomes.map(\.outcome) == Array(repeating: "done", count: 6))
                #expect(outcomes.last?.state == "done")
                #expect(outcomes.allSatisfy { $0.message == nil })
                // The answer was lost on its way: the same again says the same, and does nothing.
                let again = try await visitor.send(entries, to: field)
                #expect(try self.outcomes(again.text).map(\.outcome) == outcomes.map(\.outcome))
            }
            #expect(try await field.state(of: field.marie) == "done")
            #expect(
                try await database.read { try $0.query("SELECT id FROM field_entries WHERE act = 'note'") }
                    .count == 1)
        }
    }

    @Test("Two devices that ticked the same list end with the union")  // RG-033
    func union() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await FieldTown(database)
            try await field.act(.start, on: field.marie, seen: .planned)
            try await field.town.visit { visitor in
                for step in ["reseau", "copie", "reseau"] {
                    let tick = sent("tick", on: field.marie, seen: "inProgress", ["step": step])
                    let answer = try await visitor.send([tick], to: field)
                    #expect(try outcomes(answer.text).map(\.outcome) == ["done"])
                }
                #expect(try await visitor.get(field.page(field.marie)).text.contains("Étapes : 2 sur 3"))
            }
        }
    }

    @Test("What moved meanwhile stands, and the device is told in words")
    func moved() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await FieldTown(database)
            try await field.act(.start, on: field.marie, seen: .planned)
            try await field.act(.remediate(problem: "Disque"), on: field.marie, seen: .inProgress)
            try await field.town.visit { visitor in
                let answer = try await visitor.send(
                    [sent("finish", on: field.marie, seen: "inProgress")], to: field)
                let outcome = try #require(try outcomes(answer.text).first)
                #expect(outcome.outcome == "moved" && outcome.state == "toRemediate")
                #expect(
                    outcome.message
                        == "« Terminer » n’a pas été enregistré. Entre-temps, l’intervention est passée à « À remédier » : c’est ce qui reste enregistré."
                )
            }
            #expect(try await field.state(of: field.marie) == "toRemediate")
        }
    }

    @Test("An entry that cannot be understood is refused alone; the others are done")
    func broken() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await FieldTown(database)
            try await field.town.visit { visitor in
                let answer = try await visitor.send(
                    [
                        sent("explode", on: field.marie, seen: "planned"),
                        sent("start", on: field.marie, seen: "asleep"),
                        sent("start", on: field.marie, seen: "planned", id: "x"),
                        sent("spent", on: field.marie, seen: "planned", ["minutes": "many"]),
                        sent("postpone", on: field.marie, seen: "planned", ["slot": "x"]),
                        sent("start", on: field.marie, seen: "planned"),
                    ], to: field)
                let outcomes = try outcomes(answer.text)
                #expect(outcomes.map(\.outcome) == Array(repeating: "refused", count: 5) + ["done"])
                #expect(outcomes.dropLast().allSatisfy { $0.message?.isEmpty == false })
            }
        }
    }

    @Test(
        "Bodies that are no entries are refused whole",
        arguments: [
            "", "{", "[]", "{}", #"{"csrf":1,"entries":[]}"#, #"{"csrf":"x"}"#,
            #"{"csrf":"x","entries":[1]}"#,
            #"{"csrf":"x","entries":[{"id":"x"}]}"#, String(repeating: "[", count: 100_000),
            #"{"csrf":""# + String(repeating: "a", count: 600_000) + #"","entries":[]}"#,
            #"{"csrf":"x","entries":["#
                + Array(repeating: #"{"id":"","operation":"","act":""}"#, count: 51).joined(separator: ",")
                + "]}",
        ])
    func hostile(_ body: String) async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await FieldTown(database)
            try await field.town.visit { visitor in
                let answer = try await visitor.post(
                    field.home + "/entries", body: body, headers: [.contentType: "application/json"])
                #expect(answer.status == .badRequest)
            }
        }
    }

    @Test("Entries come as JSON, and from nowhere else than here")
    func origin() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await FieldTown(database)
            let body = #"{"csrf":"\#(field.csrf)","entries":[]}"#
            try await field.town.visit { visitor in
                let asForm = try await visitor.post(field.home + "/entries", body: body)
                #expect(asForm.status == .badRequest)
                let elsewhere = try await visitor.post(
                    field.home + "/entries", body: body,
                    headers: [.contentType: "application/json", .origin: "https://evil.example"])
                #expect(elsewhere.status == .forbidden)
            }
        }
    }
}
