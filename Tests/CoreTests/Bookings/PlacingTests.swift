import Core
import TestSupport
import Testing

@Suite("Placing, moving, cancelling")
struct PlacingTests {
    let now = SampleCampaign.now

    // RG-121, RG-122, RG-125, RG-140
    @Test(
        "an agent books: confirmed at once, told once, with the operation planned",
        arguments: Engine.available)
    func books(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database)
            let slot = try await sample.slot()
            let agent = sample.agents[0]

            let result = try await sample.desk.place(agent, on: slot, by: sample.actor(agent), now: now)

            guard case .booked(let booking, let taken) = result else {
                Issue.record("\(result)")
                return
            }
            #expect(booking.state == .confirmed)
            #expect(booking.sequence == 0)
            #expect(booking.placedBy == Actor(.agent, id: agent.text, by: .web))
            #expect(taken.taken == 1)
            let messages = try await sample.outbox()
            #expect(messages.map(\.kind) == [.confirmation])
            #expect(
                try await sample.count("SELECT count(*) AS n FROM operations WHERE state = 'planned'") == 1)
            #expect(
                try await sample.count("SELECT count(*) AS n FROM journal WHERE action = 'booking placed'")
                    == 1)
        }
    }

    // RG-121
    @Test("booking the slot that is held changes nothing and sends nothing", arguments: Engine.available)
    func repeats(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database)
            let slot = try await sample.slot(capacity: 5)
            let agent = sample.agents[0]
            _ = try await sample.desk.place(agent, on: slot, by: sample.actor(agent), now: now)

            let again = try await sample.desk.place(agent, on: slot, by: sample.actor(agent), now: now)

            guard case .unchanged = again else {
                Issue.record("\(again)")
                return
            }
            #expect(try await sample.outbox().count == 1)
            #expect(try await sample.count("SELECT taken AS n FROM slots") == 1)
        }
    }

    // RG-142
    @Test("moving keeps the UID, raises the sequence, frees the old place", arguments: Engine.available)
    func moves(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database)
            let first = try await sample.slot()
            let second = try await sample.slot(SampleCampaign.monday.adding(days: 1))
            let agent = sample.agents[0]
            let booked = try await sample.desk.place(agent, on: first, by: sample.actor(agent), now: now)

            let moved = try await sample.desk.place(agent, on: second, by: sample.actor(agent), now: now)

            guard case .booked(let before, _) = booked, case .moved(let after, let from, let to) = moved
            else {
                Issue.record("\(booked) \(moved)")
                return
            }
            #expect(after.uid == before.uid)
            #expect(after.sequence == before.sequence + 1)
            #expect((from.id, to.id) == (first, second))
            #expect(try await sample.count("SELECT sum(taken) AS n FROM slots") == 1)
            let last = try #require(try await sample.outbox().last)
            guard case .change(let old, let new, placed: false) = last.snapshot.message else {
                Issue.record("\(last.snapshot.message)")
                return
            }
            #expect(old.starts == from.starts)
            #expect(new.starts == to.starts)
            #expect(new.sequence == 1)
        }
    }

    // RG-121, RG-143
    @Test("a cancelled booking is history: booking again is a new UID", arguments: Engine.available)
    func cancels(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database)
            let slot = try await sample.slot()
            let agent = sample.agents[0]
            let first = try await sample.desk.place(agent, on: slot, by: sample.actor(agent), now: now)
            let cancelled = try await sample.desk.cancel(agent, by: sample.actor(agent), now: now)
            let second = try await sample.desk.place(agent, on: slot, by: sample.actor(agent), now: now)

            guard case .booked(let old, _) = first, case .cancelled = cancelled,
                case .booked(let new, _) = second
            else {
                Issue.record("\(first) \(cancelled) \(second)")
                return
            }
            #expect(old.uid != new.uid)
            #expect(try await sample.outbox().map(\.kind) == [.confirmation, .cancellation, .confirmation])
            #expect(try await sample.count("SELECT count(*) AS n FROM bookings") == 2)
            let again = try await sample.desk.cancel(
                sample.agents[1], by: sample.actor(sample.agents[1]), now: now)
            #expect(again == .refused(Refusal(.nothingBooked)))
        }
    }

    // RG-121: capacity and uniqueness are held by the database.
    @Test(
        "200 at once on the last place: one booking, 199 refusals that name other slots",
        arguments: Engine.available)
    func lastPlace(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database, agents: 200)
            let wanted = try await sample.slot()
            let other = try await sample.slot(SampleCampaign.monday.adding(days: 2), capacity: 10)

            let results = try await withThrowingTaskGroup(of: BookingResult.self) { group in
                for agent in sample.agents {
                    group.addTask {
                        try await sample.desk.place(agent, on: wanted, by: sample.actor(agent), now: now)
                    }
                }
                return try await group.reduce(into: [BookingResult]()) { $0.append($1) }
            }

            let booked = results.filter { if case .booked = $0 { true } else { false } }
            let refused = results.filter {
                if case .refused(let refusal) = $0 {
                    refusal.reason == .full && refusal.alternatives.map(\.id) == [other]
                } else {
                    false
                }
            }
            #expect(booked.count == 1)
            #expect(refused.count == 199)
            #expect(try await sample.count("SELECT taken AS n FROM slots WHERE capacity = 1") == 1)
            #expect(try await sample.outbox().count == 1)
        }
    }

    // RG-121
    @Test("one agent asking for ten slots at once holds one", arguments: Engine.available)
    func oneAgentManySlots(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database)
            let agent = sample.agents[0]
            var slots: [Slot.ID] = []
            for hour in 8..<18 { slots.append(try await sample.slot(SampleCampaign.monday, "\(hour):00")) }

            try await withThrowingTaskGroup(of: Void.self) { group in
                for slot in slots {
                    group.addTask {
                        _ = try await sample.desk.place(agent, on: slot, by: sample.actor(agent), now: now)
                    }
                }
                try await group.waitForAll()
            }

            #expect(
                try await sample.count("SELECT count(*) AS n FROM bookings WHERE state <> 'cancelled'") == 1)
            #expect(try await sample.count("SELECT sum(taken) AS n FROM slots") == 1)
        }
    }

    // RG-120, RG-135
    @Test("agents see and book their segment's slots and those open to all", arguments: Engine.available)
    func segments(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database)
            let mine = try await sample.slot(segment: sample.segments[0])
            let theirs = try await sample.slot(SampleCampaign.monday, "10:30", segment: sample.segments[1])
            let open = try await sample.slot(SampleCampaign.monday, "14:00")
            let agent = sample.agents[0]

            let view = try #require(try await sample.desk.view(of: agent, now: now))
            let refused = try await sample.desk.place(agent, on: theirs, by: sample.actor(agent), now: now)

            #expect(view.slots.map(\.id) == [mine, open])
            guard case .refused(let refusal) = refused else {
                Issue.record("\(refused)")
                return
            }
            #expect(refusal.reason == .unavailable)
            #expect(Set(refusal.alternatives.map(\.id)) == [mine, open])
        }
    }

    // RG-123
    @Test(
        "a slot locks at the end of the day, two days before",
        arguments: [("2027-03-06", "23:59", false), ("2027-03-07", "00:00", true)])
    func locks(_ day: String, _ hour: String, _ isLocked: Bool) async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database)
            let slot = try await sample.slot()
            let other = try await sample.slot(SampleCampaign.monday.adding(days: 5))
            let agent = sample.agents[0]
            _ = try await sample.desk.place(agent, on: slot, by: sample.actor(agent), now: now)
            let later = WallClock.paris.instant(try #require(Day(day)), SampleCampaign.time(hour))

            let moved = try await sample.desk.place(agent, on: other, by: sample.actor(agent), now: later)

            if isLocked {
                guard case .refused(let refusal) = moved else {
                    Issue.record("\(moved)")
                    return
                }
                #expect(refusal.reason == .locked)
                let manager = Actor(.manager, id: sample.managers[0].text, by: .web)
                let cancelled = try await sample.desk.cancel(agent, by: manager, now: later)
                #expect(cancelled == .refused(Refusal(.forbidden)))
                let byCoordinator = try await sample.desk.place(agent, on: other, by: .console, now: later)
                guard case .moved = byCoordinator else {
                    Issue.record("\(byCoordinator)")
                    return
                }
            } else {
                guard case .moved = moved else {
                    Issue.record("\(moved)")
                    return
                }
            }
        }
    }

    // RG-123
    @Test("a slot locked by hand can no longer be chosen, until it is unlocked")
    func locksByHand() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database)
            let slot = try await sample.slot()
            let agent = sample.agents[0]
            let slots = SlotDesk(database)
            _ = try await slots.setLock(slot, locked: true, by: .console, now: now)

            let refused = try await sample.desk.place(agent, on: slot, by: sample.actor(agent), now: now)
            _ = try await slots.setLock(slot, locked: false, by: .console, now: now)
            let booked = try await sample.desk.place(agent, on: slot, by: sample.actor(agent), now: now)

            #expect(refused == .refused(Refusal(.locked)))
            guard case .booked = booked else {
                Issue.record("\(booked)")
                return
            }
        }
    }

    // RG-110, RG-124, RG-125, RG-126
    @Test(
        "a manager places their own agents only; the agent is told and asked to accept",
        arguments: Engine.available)
    func managers(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database, mode: .manager)
            let slot = try await sample.slot(capacity: 4)
            let manager = Actor(.manager, id: sample.managers[0].text, by: .web)

            let mine = try await sample.desk.place(sample.agents[0], on: slot, by: manager, now: now)
            let theirs = try await sample.desk.place(sample.agents[1], on: slot, by: manager, now: now)
            let alone = try await sample.desk.place(
                sample.agents[2], on: slot, by: sample.actor(sample.agents[2]), now: now)

            guard case .booked(let booking, _) = mine else {
                Issue.record("\(mine)")
                return
            }
            #expect(booking.state == .placed)
            #expect(booking.answer == .needsAction)
            #expect(booking.placedBy == manager)
            #expect(theirs == .refused(Refusal(.forbidden)))
            #expect(alone == .refused(Refusal(.forbidden)))
            let told = try #require(try await sample.outbox().first)
            guard case .confirmation(_, placed: true) = told.snapshot.message else {
                Issue.record("\(told.snapshot.message)")
                return
            }
            let accepted = try await sample.desk.place(
                sample.agents[0], on: slot, by: sample.actor(sample.agents[0]), now: now)
            guard case .unchanged = accepted else {
                Issue.record("\(accepted)")
                return
            }
            let team = try #require(try await sample.desk.team(of: sample.managers[0].text, now: now))
            #expect(team.members.map(\.agent.id) == [sample.agents[0], sample.agents[2]])
            #expect(team.members[0].current?.booking.state == .confirmed)
        }
    }

    // RG-010, RG-016, RG-113
    @Test(
        "nobody books before a campaign opens or after it ended",
        arguments: [Campaign.State.preparation, .finished, .archived])
    func closed(_ state: Campaign.State) async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database, state: state)
            let slot = try await sample.slot()
            let agent = sample.agents[0]

            let own = try await sample.desk.place(agent, on: slot, by: sample.actor(agent), now: now)
            let stranger = try await sample.desk.place(
                Agent.ID(), on: slot, by: sample.actor(Agent.ID()), now: now)

            #expect(own == .refused(Refusal(.closed)))
            #expect(stranger == .refused(Refusal(.unavailable)))
        }
    }

    // RG-017
    @Test("states of an operation follow each other as the rule says, and no other way")
    func operationStates() {
        typealias State = Operation.State
        let allowed: [State: Set<State>] = [
            .toPlan: [.planned, .postponed], .planned: [.inProgress, .postponed],
            .inProgress: [.done, .postponed, .toRemediate], .postponed: [.planned],
            .toRemediate: [.planned, .postponed], .done: [],
        ]
        for state in State.allCases { #expect(state.next == allowed[state]) }
    }

    @Test("every change raises the revision by which pages know it", arguments: Engine.available)
    func revision(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database)
            let slot = try await sample.slot()
            let agent = sample.agents[0]
            let before = try #require(try await sample.desk.versions(of: [agent])[agent])

            _ = try await sample.desk.place(agent, on: slot, by: sample.actor(agent), now: now)
            let booked = try #require(try await sample.desk.versions(of: [agent])[agent])
            _ = try await sample.desk.cancel(agent, by: sample.actor(agent), now: now)
            let cancelled = try #require(try await sample.desk.versions(of: [agent])[agent])

            #expect(before.revision < booked.revision)
            #expect(booked.revision < cancelled.revision)
        }
    }
}
