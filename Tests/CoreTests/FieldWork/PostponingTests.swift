// Visits that do not take place: postponed with and without another slot, and missed (RG-302).

import Core
import TestSupport
import Testing

@Suite("Postponed and missed visits")
struct PostponingTests {
    // RG-021
    @Test(
        "postponing frees the seat and asks the agent to choose again, with the reason",
        arguments: Engine.available)
    func asksAgain(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let field = try await Field(database)
            _ = try await field.sample.slot(SampleCampaign.monday.adding(days: 7))

            let outcome = try await field.send(
                .postpone(reason: "Le matériel manque.", slot: nil), seen: .planned)

            #expect(outcome == .done(.postponed))
            let mail = try #require(try await field.sample.messages(.postponement).first)
            guard case .postponement(let old, let reason, let options, let chooses) = mail.snapshot.message
            else { return }
            #expect(old.sequence == 1 && old.starts == Field.morning)
            #expect(reason == "Le matériel manque." && chooses && options.count == 1)
            #expect(
                try await field.sample.count("SELECT sum(taken) AS n FROM slots") == 1)
            let intervention = try await field.intervention()
            #expect(intervention.appointment == nil)
            #expect(intervention.trouble?.kind == .postponed && intervention.trouble?.words == reason)
            // The day still shows where it would have been.
            let day = try #require(try await field.desk.day(of: field.karim, now: Field.morning))
            #expect(day.todays.map(\.state) == [.postponed, .planned])
            #expect(day.unplanned == 1)
        }
    }

    @Test(
        "where agents do not choose, they are told that they will be placed again",
        arguments: [BookingMode.manager, .list])
    func placedAgain(_ mode: BookingMode) async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await Field(database, mode: mode)
            _ = try await field.sample.slot(SampleCampaign.monday.adding(days: 7))

            try await field.send(.postpone(reason: "", slot: nil), 0, seen: .planned)
            try await field.send(.missed, 1, seen: .planned)

            let messages = try await field.sample.outbox().map(\.snapshot.message)
            #expect(
                messages.contains {
                    if case .postponement(_, "", [], chooses: false) = $0 { true } else { false }
                })
            #expect(
                messages.contains { if case .missed(_, [], chooses: false) = $0 { true } else { false } })
        }
    }

    @Test("whoever places the agents is told at once that one is to be placed again")
    func alerts() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await Field(database, mode: .manager)

            try await field.send(.postpone(reason: "Panne", slot: nil), 0, seen: .planned)
            try await field.send(.missed, 1, seen: .planned)

            let rows = try await field.sample.messages(.alert)
            let alerts = rows.compactMap { row in
                if case .alert(let alert) = row.snapshot.message { alert } else { nil }
            }
            #expect(rows.map(\.recipient.text) == ["chef.0@agents.example", "chef.1@agents.example"])
            #expect(alerts.map(\.reason) == [.postponed, .missed] && alerts.map(\.note) == ["Panne", ""])
        }
    }

    // RG-125, RG-126
    @Test(
        "with a slot the agent is moved to it, told by the mail of a change, and the operation planned",
        arguments: Engine.available)
    func moves(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let field = try await Field(database)
            let tomorrow = try await field.sample.slot(SampleCampaign.monday.adding(days: 1))

            let offered = try await field.intervention().slots.map(\.id)
            let outcome = try await field.send(.postpone(reason: "Panne", slot: tomorrow), seen: .planned)
            let again = try await field.send(.postpone(reason: "Panne", slot: tomorrow), seen: .planned)

            // Tomorrow's is locked for agents (RG-123), and not for a technician on the spot.
            #expect(offered == [tomorrow])
            #expect(outcome == .done(.planned) && again == outcome)
            let mail = try #require(try await field.sample.messages(.change).first)
            guard case .change(let old, let new, placed: true) = mail.snapshot.message else { return }
            #expect(old.starts == Field.morning && new.starts == Field.morning + .days(1))
            #expect(try await field.sample.messages(.change).count == 1)
            #expect(
                try await field.sample.count(
                    "SELECT count(*) AS n FROM bookings WHERE placed_by = 'technician' AND state = 'placed'")
                    == 1)
            #expect(try await field.intervention().trouble?.words == "Panne")
        }
    }

    @Test("a full slot changes nothing at all", arguments: Engine.available)
    func full(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let field = try await Field(database)
            let outbox = try await field.sample.outbox().count

            let outcome = try await field.send(
                .postpone(reason: "Panne", slot: field.slots[1]), seen: .planned)

            #expect(outcome == .refused(.slot(.full)))
            let intervention = try await field.intervention()
            #expect(intervention.state == .planned && intervention.trouble == nil)
            #expect(intervention.appointment?.starts == Field.morning)
            #expect(try await field.sample.outbox().count == outbox)
        }
    }

    @Test("slots that are past, locked by hand, of another segment or nowhere are refused")
    func unusableSlots() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await Field(database)
            let past = try await field.sample.slot(SampleCampaign.monday, "08:00", minutes: 30)
            let closed = try await field.sample.slot(SampleCampaign.monday.adding(days: 1))
            let foreign = try await field.sample.slot(
                SampleCampaign.monday.adding(days: 2), segment: field.sample.segments[1])
            _ = try await SlotDesk(database).setLock(
                closed, locked: true, by: .console, now: SampleCampaign.now)
            let rows: [(Slot.ID, RefusalReason)] = [
                (past, .past), (closed, .locked), (foreign, .unavailable), (Slot.ID(), .unavailable),
            ]

            for (slot, reason) in rows {
                #expect(
                    try await field.send(.postpone(reason: "", slot: slot), seen: .planned)
                        == .refused(.slot(reason)))
            }
            #expect(try await field.intervention().slots.isEmpty)
        }
    }

    @Test("what was postponed without a slot can be given one afterwards")
    func slotAfterwards() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await Field(database)
            let slot = try await field.sample.slot(SampleCampaign.monday.adding(days: 3))
            try await field.send(.postpone(reason: "", slot: nil), seen: .planned)

            let outcome = try await field.send(.postpone(reason: "", slot: slot), seen: .postponed)

            #expect(outcome == .done(.planned))
            #expect(try await field.sample.messages(.confirmation).count == 3)
        }
    }

    // RG-302
    @Test("a missed visit is counted, and the agent invited again", arguments: Engine.available)
    func missed(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let field = try await Field(database)
            let slot = try await field.sample.slot(SampleCampaign.monday.adding(days: 7))
            try await field.work(1)

            // Started before anybody noticed that nobody was there.
            try await field.send(.start, seen: .planned)
            let outcome = try await field.send(.missed, seen: .inProgress, minutes: 15)
            let otherDevice = try await field.send(.missed, seen: .inProgress, minutes: 16)
            let chosen = try await field.sample.desk.place(
                field.sample.agents[0], on: slot, by: field.sample.actor(field.sample.agents[0]),
                now: Field.morning + .hours(1))

            #expect(outcome == .done(.postponed) && otherDevice == outcome)
            guard case .booked = chosen else {
                Issue.record("\(chosen)")
                return
            }
            let mail = try #require(try await field.sample.messages(.missed).first)
            guard case .missed(let old, let options, chooses: true) = mail.snapshot.message else { return }
            #expect(old.starts == Field.morning && options.map(\.slot) == [slot.text])
            let rows = try await database.read {
                try $0.query("SELECT outcome FROM attendance ORDER BY outcome").map {
                    try $0("outcome", as: String.self)
                }
            }
            #expect(rows == ["missed", "present"])
            #expect(try await field.intervention().trouble?.kind == .missed)
            #expect(try await field.intervention().state == .planned)
        }
    }

    @Test("nobody is missing where nobody was expected")
    func notExpected() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await Field(database, placed: 0)

            #expect(
                try await field.send(.missed, seen: .toPlan)
                    == .refused(.notAllowed(from: .toPlan, allowed: [.planned, .postponed])))
            #expect(
                try await field.send(.postpone(reason: "", slot: nil), seen: .toPlan) == .done(.postponed))
            #expect(try await field.sample.outbox().isEmpty)
        }
    }

    @Test("what is done stays done: its appointment is no longer moved or cancelled")
    func doneStays() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await Field(database)
            let slot = try await field.sample.slot(SampleCampaign.monday.adding(days: 7))
            // Long before its hour, while the agent could still change it.
            for act in [FieldEntry.Act.start] + Field.steps.map({ .tick(step: $0) }) + [.finish] {
                let seen: Operation.State = act == .start ? .planned : .inProgress
                try await field.send(act, seen: seen, received: SampleCampaign.now)
            }

            let moved = try await field.sample.desk.place(
                field.sample.agents[0], on: slot, by: .console, now: SampleCampaign.now)
            let cancelled = try await field.sample.desk.cancel(
                field.sample.agents[0], by: field.sample.actor(field.sample.agents[0]),
                now: SampleCampaign.now)

            #expect(moved == .refused(Refusal(.past, alternatives: [])) || "\(moved)".contains("past"))
            #expect(cancelled == .refused(Refusal(.past)))
        }
    }
}
