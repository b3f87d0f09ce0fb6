// Every state with every act: what RG-017 allows, and what it says where it does not.

import Core
import TestSupport
import Testing

@Suite("States in the field")
struct FieldStateTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let from: Operation.State
        let act: FieldEntry.Act
        /// Nil where it is refused.
        let to: Operation.State?
        var testDescription: String { "\(act.kind) from \(from)" }
    }

    static let rows: [Row] = Operation.State.allCases.flatMap { from -> [Row] in
        func row(_ act: FieldEntry.Act, to state: Operation.State, from allowed: Set<Operation.State>) -> Row
        {
            Row(from: from, act: act, to: allowed.contains(from) ? state : nil)
        }
        let open: Set<Operation.State> = [.toPlan, .planned, .inProgress, .toRemediate]
        return [
            row(.start, to: .inProgress, from: [.planned]), row(.finish, to: .done, from: [.inProgress]),
            row(.postpone(reason: "", slot: nil), to: .postponed, from: open),
            row(.remediate(problem: "Disque plein"), to: .toRemediate, from: [.inProgress]),
            row(.missed, to: .postponed, from: [.planned, .inProgress]),
        ]
    }

    // RG-017
    @Test("an act moves from the states that allow it, and is refused from others", arguments: rows)
    func moves(_ row: Row) async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await Field(database, checklist: nil)
            try await field.force(row.from)

            let outcome = try await field.send(row.act, seen: row.from)

            if let state = row.to {
                #expect(outcome == .done(state))
                #expect(try await field.intervention().state == state)
            } else {
                #expect(outcome == .refused(.notAllowed(from: row.from, allowed: row.from.next)))
                #expect(try await field.intervention().state == row.from)
            }
        }
    }

    @Test("a whole visit starts the campaign, and the last one ends it", arguments: Engine.available)
    func whole(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let field = try await Field(database)
            let outbox = try await field.sample.outbox().count

            try await field.work(finish: false)
            let during = try await field.campaign().state
            let finished = try await field.send(.finish, seen: .inProgress, minutes: 45)
            let one = try await field.campaign().state
            try await field.work(1)

            // RG-010
            #expect(during == .inProgress && one == .inProgress)
            #expect(finished == .done(.done))
            #expect(try await field.campaign().state == .finished)
            let intervention = try await field.intervention()
            #expect(intervention.time.minutes == 45 && intervention.time.runningSince == nil)
            #expect(intervention.history.map(\.kind) == [.finish, .start])
            #expect(intervention.history.allSatisfy { $0.by == "Karim Benali" })
            #expect(
                try await field.sample.count("SELECT count(*) AS n FROM bookings WHERE state = 'done'") == 2)
            #expect(
                try await field.sample.count(
                    "SELECT count(*) AS n FROM attendance WHERE outcome = 'present'") == 2)
            // RG-070
            #expect(
                try await field.sample.count(
                    """
                    SELECT count(*) AS n FROM journal
                    WHERE actor = 'technician' AND action IN ('operation started', 'operation done')
                    """) == 4)
            #expect(try await field.sample.outbox().count == outbox)
        }
    }

    // RG-032
    @Test("finishing needs every step, and says which are missing", arguments: Engine.available)
    func incomplete(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let field = try await Field(database)
            try await field.send(.start, seen: .planned)
            try await field.send(.tick(step: Field.steps[0]), seen: .inProgress)

            let early = try await field.send(.finish, seen: .inProgress)

            #expect(early == .refused(.incomplete(missing: ["Sauvegarde", "Lancer"])))
            #expect(try await field.intervention().state == .inProgress)
        }
    }

    @Test(
        "what is wrong is kept and shown, and the operation can be planned again", arguments: Engine.available
    )
    func remediates(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let field = try await Field(database)
            let later = try await field.sample.slot(SampleCampaign.monday.adding(days: 1))
            try await field.send(.start, seen: .planned)

            let wrong = try await field.send(
                .remediate(problem: "  Disque\u{7} plein\n"), seen: .inProgress, minutes: 20)
            let again = try await field.send(
                .postpone(reason: "", slot: later), seen: .toRemediate, minutes: 25)

            #expect(wrong == .done(.toRemediate) && again == .done(.planned))
            let intervention = try await field.intervention()
            #expect(intervention.history.map(\.kind) == [.postpone, .remediate, .start])
            #expect(intervention.history[1].words == "Disque plein")
            #expect(intervention.appointment?.starts == Field.morning + .days(1))
            #expect(intervention.time.counted == 20)
        }
    }

    @Test("texts and numbers out of their bounds change nothing")
    func unusable() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await Field(database)
            let long = String(repeating: "a", count: 5_001)
            let acts: [FieldEntry.Act] = [
                .note(" \n"), .note(long), .remediate(problem: ""), .postpone(reason: long, slot: nil),
                .spent(minutes: -1), .spent(minutes: 1_441), .tick(step: ""),
            ]

            for act in acts {
                #expect(try await field.send(act, seen: .planned) == .refused(.unusable))
            }
            #expect(try await field.intervention().history.isEmpty)
        }
    }

    @Test(
        "notes add up, and minutes that are written stand in place of those counted",
        arguments: Engine.available)
    func notes(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let field = try await Field(database)
            try await field.send(.start, seen: .planned)
            try await field.send(.note("RAS"), seen: .planned, minutes: 1)
            try await field.send(.note("Écran noir\r\nau démarrage"), seen: .inProgress, minutes: 2)

            let counted = try await field.intervention(now: Field.morning + .minutes(30)).time
            try await field.send(.spent(minutes: 55), seen: .inProgress, minutes: 30)

            let intervention = try await field.intervention()
            #expect(counted.minutes == 30 && counted.runningSince == Field.morning)
            #expect(intervention.notes.map(\.text) == ["RAS", "Écran noir\nau démarrage"])
            #expect(intervention.time.written == 55 && intervention.time.minutes == 55)
        }
    }
}
