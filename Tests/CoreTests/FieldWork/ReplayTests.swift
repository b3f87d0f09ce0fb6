// Devices that were offline: entries that come twice, late, from two devices, or about what has moved.

import Core
import TestSupport
import Testing

@Suite("Entries that devices replay")
struct ReplayTests {
    @Test(
        "the same entry twice acts once and has the same outcome, also a refusal", arguments: Engine.available
    )
    func twice(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let field = try await Field(database)
            let (start, note, locked) = (FieldEntry.ID(), FieldEntry.ID(), FieldEntry.ID())
            let first = try await field.send(.start, seen: .planned, id: start)
            try await field.send(.note("RAS"), seen: .inProgress, id: note)
            let refused = try await field.send(.tick(step: Field.steps[2]), seen: .inProgress, id: locked)
            for step in Field.steps.prefix(2) { try await field.send(.tick(step: step), seen: .inProgress) }

            let again = try await field.send(.start, seen: .planned, id: start)
            try await field.send(.note("RAS"), seen: .inProgress, id: note)
            let refusedAgain = try await field.send(
                .tick(step: Field.steps[2]), seen: .inProgress, id: locked)

            #expect(first == .done(.inProgress) && again == first)
            #expect(refused == .refused(.phaseLocked("Installation")) && refusedAgain == refused)
            #expect(try await field.intervention().notes.count == 1)
            #expect(
                try await field.sample.count("SELECT count(*) AS n FROM journal WHERE action = 'note added'")
                    == 1)
        }
    }

    @Test("the same entry sent eight times at once acts once", arguments: Engine.available)
    func atOnce(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let field = try await Field(database)
            let id = FieldEntry.ID()

            let outcomes = try await withThrowingTaskGroup(of: FieldOutcome.self) { group in
                for _ in 0..<8 {
                    group.addTask { try await field.send(.note("RAS"), seen: .planned, id: id) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }

            #expect(outcomes == Array(repeating: .done(.planned), count: 8))
            #expect(try await field.intervention().notes.count == 1)
        }
    }

    @Test("an identifier that is another operation's entry tells nothing, and does nothing")
    func foreign() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await Field(database)
            let id = FieldEntry.ID()
            try await field.send(.note("RAS"), 0, seen: .planned, id: id)

            #expect(try await field.send(.start, 1, seen: .planned, id: id) == .refused(.notYours))
            #expect(try await field.intervention(1).state == .planned)
        }
    }

    @Test(
        "what has moved meanwhile is told and not overwritten; what is so already is done",
        arguments: Engine.available)
    func moved(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let field = try await Field(database, checklist: nil)
            try await field.send(.start, seen: .planned)
            try await field.send(.finish, seen: .inProgress)

            // Both finished: the second device's own result is there already.
            #expect(try await field.send(.start, seen: .planned) == .moved(.done))
            #expect(try await field.send(.finish, seen: .inProgress) == .done(.done))
            #expect(
                try await field.send(.postpone(reason: "Absent", slot: nil), seen: .inProgress)
                    == .moved(.done))
            #expect(try await field.send(.missed, seen: .planned) == .moved(.done))

            #expect(try await field.intervention().state == .done)
            #expect(try await field.intervention().trouble == nil)
        }
    }

    // RG-033
    @Test("two devices that ticked the same list end with the union", arguments: Engine.available)
    func union(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let field = try await Field(database)
            try await field.send(.start, seen: .planned)
            let late = Field.morning + .hours(2)

            // The first device was offline, and comes back after the second has ticked.
            try await field.send(.tick(step: Field.steps[1]), seen: .inProgress, minutes: 10)
            for step in Field.steps {
                let outcome = try await field.send(
                    .tick(step: step), seen: .inProgress, minutes: 5, received: late)
                #expect(outcome == .done(.inProgress))
            }

            #expect(try await field.ticked() == ["Réseau", "Sauvegarde", "Lancer"])
        }
    }

    @Test("ticks at once from two devices lose nothing", arguments: Engine.available)
    func racing(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let field = try await Field(database)
            try await field.send(.start, seen: .planned)

            try await withThrowingTaskGroup(of: FieldOutcome.self) { group in
                for step in Field.steps.prefix(2) + Field.steps.prefix(2) {
                    group.addTask { try await field.send(.tick(step: step), seen: .inProgress) }
                }
                for try await outcome in group { #expect(outcome == .done(.inProgress)) }
            }

            #expect(try await field.ticked() == ["Réseau", "Sauvegarde"])
        }
    }

    // RG-032, RG-033
    @Test(
        "a step unticked after an offline tick was made does not lose it; unticked before, it locks",
        arguments: Engine.available)
    func unticked(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let field = try await Field(database)
            try await field.send(.start, seen: .planned)
            for step in Field.steps.prefix(2) { try await field.send(.tick(step: step), seen: .inProgress) }
            try await field.send(.untick(step: Field.steps[0]), seen: .inProgress, minutes: 20)

            let late = try await field.send(
                .tick(step: Field.steps[2]), seen: .inProgress, minutes: 30)
            let rightful = try await field.send(
                .tick(step: Field.steps[2]), seen: .inProgress, minutes: 10,
                received: Field.morning + .minutes(40))

            #expect(late == .refused(.phaseLocked("Installation")))
            #expect(rightful == .done(.inProgress))
            #expect(try await field.ticked() == ["Sauvegarde", "Lancer"])
            let phases = try await field.intervention().checklist?.phases.map(\.state)
            #expect(phases == [.open, .locked])
        }
    }

    @Test("unticking takes back what its device has seen, not a tick that came after")
    func laterTick() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await Field(database)
            let step = Field.steps[0]
            try await field.send(.start, seen: .planned)
            try await field.send(.tick(step: step), seen: .inProgress, minutes: 10)

            try await field.send(
                .untick(step: step), seen: .inProgress, minutes: 5, received: Field.morning + .minutes(20))
            let kept = try await field.ticked()
            try await field.send(.untick(step: step), seen: .inProgress, minutes: 21)

            #expect(kept == ["Réseau"])
            #expect(try await field.ticked() == [])
        }
    }

    @Test("ticks made while the work was under way are kept, though it was postponed meanwhile")
    func postponedMeanwhile() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await Field(database)
            try await field.send(.start, seen: .planned)
            try await field.send(.postpone(reason: "", slot: nil), seen: .inProgress, minutes: 10)

            let late = try await field.send(.tick(step: Field.steps[0]), seen: .inProgress, minutes: 5)

            #expect(late == .done(.postponed))
            #expect(try await field.ticked() == ["Réseau"])
        }
    }

    @Test("nothing is ticked before the start, and no step that there is not")
    func beforeStart() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await Field(database)
            let step = Field.steps[0]
            for seen in [Operation.State.planned, .inProgress] {
                #expect(
                    try await field.send(.tick(step: step), seen: seen)
                        == .refused(.notAllowed(from: .planned, allowed: [.inProgress, .postponed])))
            }
            try await field.send(.start, seen: .planned)

            #expect(try await field.send(.tick(step: "rien"), seen: .inProgress) == .refused(.unknownStep))
            #expect(try await field.send(.untick(step: "rien"), seen: .inProgress) == .refused(.unknownStep))
        }
    }

    @Test("a device's clock that runs ahead is taken for now")
    func aheadOfTime() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await Field(database)

            try await field.send(.start, seen: .planned, minutes: 600, received: Field.morning)

            #expect(try await field.intervention().time.runningSince == Field.morning)
        }
    }
}
