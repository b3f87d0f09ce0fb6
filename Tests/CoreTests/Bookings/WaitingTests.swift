import Core
import TestSupport
import Testing

// RG-303
@Suite("Waiting for a full day")
struct WaitingTests {
    let now = SampleCampaign.now
    let monday = SampleCampaign.monday

    @Test("who asks for a full day waits, once, and is told where there is room", arguments: Engine.available)
    func asks(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign.full(database, agents: 5)
            _ = try await sample.slot(monday.adding(days: 1))
            _ = try await sample.slot(monday.adding(days: 2), segment: sample.segments[1])
            let agent = sample.agents[2]

            #expect(try await sample.wait(2) == .waiting(monday))
            #expect(try await sample.wait(2) == .waiting(monday))
            #expect(try await sample.wait(2, for: 1) == .roomLeft(monday.adding(days: 1)))
            // RG-120: another building's slot is none of theirs.
            #expect(try await sample.wait(2, for: 2) == .refused(Refusal(.unavailable)))
            #expect(try await sample.wait(2, for: 9) == .refused(Refusal(.unavailable)))
            // Whoever holds a slot of that day has no need to wait for it.
            #expect(try await sample.wait(0) == .refused(Refusal(.unavailable)))

            let waits = try await sample.desk.view(of: agent, now: now)?.waits
            #expect(waits?.map(\.day) == [monday] && waits?.first?.hold == nil)
        }
    }

    @Test(
        "a cancelled place goes to the first in turn, is theirs alone, and is told by mail",
        arguments: Engine.available)
    func passesOn(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign.full(database, agents: 6)
            for agent in [3, 2, 4] { _ = try await sample.wait(agent) }

            _ = try await sample.cancel(0)

            let offer = try #require(try await sample.desk.view(of: sample.agents[3], now: now)?.offer)
            #expect(offer.until == now + .hours(4))
            let mails = try await sample.messages(.placeOffer)
            #expect(mails.map(\.agent) == [sample.agents[3]])
            #expect(mails.first?.snapshot.message.options.map(\.slot) == [offer.slot.id.text])
            #expect(try await sample.count("SELECT taken AS n FROM slots") == 2)
            // Neither the next in turn nor a stranger can take it.
            for agent in [2, 5] {
                #expect(try await sample.place(agent, offer.slot.id).isRefused(.full))
            }
            let booked = try await sample.place(3, offer.slot.id)
            guard case .booked = booked else {
                Issue.record("the holder got \(booked)")
                return
            }
            #expect(try await sample.count("SELECT taken AS n FROM slots") == 2)
            #expect(try await sample.desk.view(of: sample.agents[3], now: now)?.waits == [])
        }
    }

    @Test("silence passes the place from one to the next, and at last to all", arguments: Engine.available)
    func lapses(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign.full(database, agents: 6)
            for agent in 2...4 { _ = try await sample.wait(agent) }
            _ = try await sample.cancel(0)
            var offered: [Agent.ID] = []
            var instant = now

            for _ in 0..<3 {
                let row = try #require(try await sample.messages(.placeOffer).last)
                offered.append(try #require(row.agent))
                guard case .placeOffer(_, let until) = row.snapshot.message else { return }
                let early = try await Tick(database).run(now: until - .minutes(1))
                #expect(early?.holdsLapsed == 0)
                let late = try await Tick(database).run(now: until)
                #expect(late?.holdsLapsed == 1)
                instant = until
            }

            #expect(offered == Array(sample.agents[2...4]))
            #expect(try await sample.count("SELECT taken AS n FROM slots") == 1)
            #expect(try await sample.count("SELECT count(*) AS n FROM waits WHERE closed_at IS NULL") == 0)
            let view = try await sample.desk.view(of: sample.agents[4], now: instant)
            #expect(view?.lapsed != nil && view?.offer == nil)
        }
    }

    @Test(
        "who declines, gives up or books elsewhere leaves the place to the next", arguments: Engine.available)
    func ends(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign.full(database, agents: 6)
            let elsewhere = try await sample.slot(monday.adding(days: 1), capacity: 4)
            for agent in 2...5 { _ = try await sample.wait(agent) }
            _ = try await sample.cancel(0)
            let desk = WaitingDesk(database)

            _ = try await desk.decline(sample.agents[2], by: sample.actor(sample.agents[2]), now: now)
            _ = try await desk.decline(sample.agents[2], by: sample.actor(sample.agents[2]), now: now)
            _ = try await desk.giveUp(
                sample.agents[3], waitingFor: monday, by: sample.actor(sample.agents[3]), now: now)
            _ = try await sample.place(4, elsewhere)

            #expect(try await sample.messages(.placeOffer).map(\.agent) == Array(sample.agents[2...5]))
            #expect(try await sample.desk.view(of: sample.agents[5], now: now)?.offer != nil)
            #expect(try await sample.count("SELECT sum(taken) AS n FROM slots") == 3)
            // Nobody but the agent declines for them.
            let stranger = try await desk.decline(
                sample.agents[5], by: sample.actor(sample.agents[2]), now: now)
            #expect(stranger == .refused(Refusal(.forbidden)))
        }
    }

    @Test("a move away frees a place as a cancellation does; segments are kept", arguments: Engine.available)
    func moves(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database, agents: 6)
            let wanted = try await sample.slot(segment: sample.segments[0])
            let elsewhere = try await sample.slot(monday.adding(days: 1), capacity: 4)
            let other = try await sample.slot(monday, "14:00", segment: sample.segments[1])
            _ = try await sample.place(0, wanted)
            _ = try await sample.place(5, other)
            // Agent 1 is of the other building, agent 2 of this one.
            #expect(try await sample.wait(1) == .waiting(monday))
            #expect(try await sample.wait(2) == .waiting(monday))

            _ = try await sample.place(0, elsewhere)

            #expect(try await sample.messages(.placeOffer).map(\.agent) == [sample.agents[2]])
        }
    }

    @Test("who is away, or cannot be written to, is passed over", arguments: Engine.available)
    func passesOver(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign.full(database, agents: 5)
            for agent in 2...4 { _ = try await sample.wait(agent) }
            try await sample.absent(sample.agents[2], until: monday.adding(days: 3))
            try await sample.bounce(sample.agents[3], at: now)

            _ = try await sample.cancel(0)

            #expect(try await sample.messages(.placeOffer).map(\.agent) == [sample.agents[4]])
        }
    }

    @Test("places that are made later are offered by the clock, once", arguments: Engine.available)
    func catchesUp(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign.full(database, agents: 5)
            for agent in 2...4 { _ = try await sample.wait(agent) }
            _ = try await sample.slot(monday, "14:00", capacity: 2)

            let first = try await Tick(database).run(now: now)
            let second = try await Tick(database).run(now: now)

            #expect(first?.offers == 2 && second?.offers == 0)
            #expect(try await sample.messages(.placeOffer).map(\.agent) == Array(sample.agents[2...3]))
            // The day comes without another place: nobody waits for it any more.
            _ = try await Tick(database).run(now: SampleCampaign.at(1, "08:00"))
            #expect(try await sample.count("SELECT count(*) AS n FROM waits WHERE closed_at IS NULL") == 0)
        }
    }

    @Test("a place is not held where it locks too soon", arguments: Engine.available)
    func locks(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign.full(database, agents: 4)
            _ = try await sample.wait(2)
            // The slots of Monday lock at the end of Saturday (RG-123).
            let evening = SampleCampaign.at(-2, "23:45")

            _ = try await sample.desk.cancel(
                sample.agents[0], by: sample.actor(sample.agents[0]), now: evening)

            #expect(try await sample.messages(.placeOffer).isEmpty)
            #expect(try await sample.count("SELECT taken AS n FROM slots") == 1)
        }
    }

    @Test(
        "ten who cancel, ten who wait and ten who pass by at once: no place is lost, doubled or stolen",
        arguments: Engine.available)
    func races(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign.full(database, agents: 30, capacity: 10)
            for agent in 10..<20 { _ = try await sample.wait(agent) }
            let slot = try #require(
                try await sample.desk.view(of: sample.agents[0], now: now)?.slots.first?.id)

            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<10 {
                    group.addTask { _ = try await sample.cancel(index) }
                    group.addTask { _ = try await sample.place(20 + index, slot) }
                }
                try await group.waitForAll()
            }

            #expect(try await sample.count("SELECT taken AS n FROM slots") == 10)
            #expect(
                try await sample.count(
                    "SELECT count(DISTINCT agent_id) AS n FROM waits WHERE slot_id IS NOT NULL") == 10)
            #expect(
                try await sample.count("SELECT count(*) AS n FROM bookings WHERE state <> 'cancelled'") == 0)

            // Their time runs out while they accept: each place is the holder's or passed on, never both.
            let until = now + .hours(4)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { _ = try await Tick(database).run(now: until) }
                for index in 10..<30 { group.addTask { _ = try await sample.place(index, slot) } }
                try await group.waitForAll()
            }
            _ = try await Tick(database).run(now: until)

            let active = try await sample.count(
                "SELECT count(*) AS n FROM bookings WHERE state <> 'cancelled'")
            #expect(try await sample.count("SELECT taken AS n FROM slots") == active)
            #expect(active <= 10)
            #expect(try await sample.count("SELECT count(*) AS n FROM waits WHERE closed_at IS NULL") == 0)
        }
    }

    @Test(
        "the mail is answered by its number, by yes and by no", arguments: Engine.available,
        [(Intent.choose(option: 1), true), (.accept, true), (.decline, false), (.cancel, false)])
    func answers(_ engine: Engine, _ told: (intent: Intent, takes: Bool)) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign.full(database, agents: 4)
            _ = try await sample.wait(2)
            _ = try await sample.cancel(0)
            let row = try #require(try await sample.messages(.placeOffer).first)

            let settlement = try await Answers(sample).settle(
                .text("…", told.intent), to: row, from: "agent.2@agents.example")

            #expect(settlement.outcome == (told.takes ? .booked : .declined))
            let view = try await sample.desk.view(of: sample.agents[2], now: now)
            #expect((view?.current != nil) == told.takes && view?.offer == nil)
            #expect(try await sample.count("SELECT taken AS n FROM slots") == (told.takes ? 2 : 1))
        }
    }
}

// RG-304
@Suite("Wishes")
struct WishesTests {
    @Test("wishes are one line each, three at most, and never empty")
    func cleans() {
        let wishes = Wishes(["  le\nmatin ", "", String(repeating: "a", count: 200), "mardi", "de trop"])

        #expect(wishes.words == ["le matin", String(repeating: "a", count: 120), "mardi"])
    }

    @Test("wishes are replaced, shown to the manager, and gone with a booking", arguments: Engine.available)
    func keeps(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database, mode: .mixed, agents: 2)
            let slot = try await sample.slot()
            let (agent, now) = (sample.agents[0], SampleCampaign.now)
            let desk = WaitingDesk(database)
            for words in [["le matin", "pas le lundi"], ["un jeudi"]] {
                _ = try await desk.wish(agent, Wishes(words), by: sample.actor(agent), now: now)
            }

            let team = try await sample.desk.team(of: sample.managers[0].text, now: now)
            #expect(team?.members.map(\.wishes) == [["un jeudi"]])
            #expect(try await sample.desk.longings(in: sample.id).map(\.wishes.words) == [["un jeudi"]])
            #expect(
                try await desk.wish(agent, Wishes(["x"]), by: sample.actor(sample.agents[1]), now: now)
                    == .refused(Refusal(.forbidden)))

            _ = try await sample.desk.place(agent, on: slot, by: .console, now: now)

            #expect(try await sample.desk.longings(in: sample.id).isEmpty)
        }
    }
}

extension SampleCampaign {
    /// A campaign whose one slot, on the Monday, is full of the first agents.
    fileprivate static func full(
        _ database: any SQLDatabase, agents: Int, capacity: Int = 2
    ) async throws -> SampleCampaign {
        let sample = try await SampleCampaign(on: database, agents: agents)
        let slot = try await sample.slot(capacity: capacity)
        for agent in 0..<capacity { _ = try await sample.place(agent, slot) }
        return sample
    }

    fileprivate func place(_ agent: Int, _ slot: Slot.ID) async throws -> BookingResult {
        try await desk.place(agents[agent], on: slot, by: actor(agents[agent]), now: Self.now)
    }

    fileprivate func cancel(_ agent: Int) async throws -> BookingResult {
        try await desk.cancel(agents[agent], by: actor(agents[agent]), now: Self.now)
    }

    fileprivate func wait(_ agent: Int, for days: Int = 0) async throws -> WaitResult {
        try await WaitingDesk(database).wait(
            agents[agent], for: Self.monday.adding(days: days), by: actor(agents[agent]), now: Self.now)
    }
}

extension BookingResult {
    fileprivate func isRefused(_ reason: RefusalReason) -> Bool {
        if case .refused(let refusal) = self { refusal.reason == reason } else { false }
    }
}
