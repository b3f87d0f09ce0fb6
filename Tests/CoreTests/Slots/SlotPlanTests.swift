import Core
import TestSupport
import Testing

@Suite("Slots by the wall clock")
struct SlotPlanTests {
    private func day(_ text: String) throws -> Day { try #require(Day(text)) }

    private func plan(
        _ from: String, _ to: String, hours: [String] = ["09:00-12:00", "14:00-17:00"], duration: Int = 90,
        capacity: Int = 3
    ) throws -> SlotPlan {
        SlotPlan(
            from: try day(from), to: try day(to), hours: try hours.map { try #require(SlotPlan.Hours($0)) },
            duration: duration, capacity: capacity)
    }

    private let early = Instant(milliseconds: 0)

    // RG-130
    @Test("hours, breaks and durations make the slots of a day")
    func hours() throws {
        let cases: [(hours: [String], duration: Int, starts: [String])] = [
            (["09:00-12:00", "14:00-17:00"], 90, ["09:00", "10:30", "14:00", "15:30"]),
            (["09:00-17:00"], 90, ["09:00", "10:30", "14:00", "15:30"]),
            (["09:00-17:00"], 60, ["09:00", "10:00", "11:00", "14:00", "15:00", "16:00"]),
            (["08:30-12:15"], 45, ["08:30", "09:15", "10:00", "10:45"]),
            (["11:00-16:00"], 90, ["14:00"]),
        ]
        for (hours, duration, starts) in cases {
            let times = try plan("2027-03-08", "2027-03-08", hours: hours, duration: duration)
                .times(on: .paris, now: early)
            #expect(times.map { WallClock.paris.time($0.starts).description } == starts)
        }
    }

    // RG-130
    @Test("weekends, public holidays and named days have none")
    func days() throws {
        var plan = try plan("2027-05-03", "2027-05-16", hours: ["09:00-10:00"], duration: 60)
        plan.except = [try day("2027-05-12")]

        let days = try plan.times(on: .paris, now: early).map { WallClock.paris.day($0.starts).description }

        // 6 May is Ascension, 8 May a Saturday and a holiday.
        #expect(
            days == [
                "2027-05-03", "2027-05-04", "2027-05-05", "2027-05-07", "2027-05-10", "2027-05-11",
                "2027-05-13",
                "2027-05-14",
            ])
    }

    // RG-130
    @Test("nine o'clock stays nine o'clock on both sides of a change of clocks")
    func summerTime() throws {
        for (from, to, offsets) in [
            ("2027-03-26", "2027-03-29", ["+01:00", "+02:00"]),
            ("2027-10-29", "2027-11-02", ["+02:00", "+01:00"]),
        ] {
            var plan = try plan(from, to, hours: ["09:00-10:00"], duration: 60)
            plan.onHolidays = true

            let times = try plan.times(on: .paris, now: early).map { WallClock.paris.iso8601($0.starts) }

            #expect(times.allSatisfy { $0.contains("T09:00:00") })
            #expect(times.first?.hasSuffix(offsets[0]) == true)
            #expect(times.last?.hasSuffix(offsets[1]) == true)
        }
    }

    @Test("a plan that cannot be is refused for its own reason")
    func faults() throws {
        let now = WallClock.paris.instant(try day("2027-03-01"), SampleCampaign.time("12:00"))
        let cases: [(SlotPlan, SlotPlan.Fault)] = [
            (try plan("2027-03-10", "2027-03-09"), .endBeforeStart),
            (try plan("2027-03-10", "2029-03-09"), .tooLong),
            (try plan("2027-03-10", "2027-03-10", capacity: 0), .capacityNotPositive),
            (try plan("2027-03-10", "2027-03-10", duration: 0), .durationNotPositive),
            (try plan("2027-03-10", "2027-03-10", hours: []), .noHours),
            (try plan("2027-02-28", "2027-03-10"), .past),
            (try plan("2027-03-13", "2027-03-14"), .empty),
            (try plan("2027-03-10", "2027-03-10", duration: 200), .empty),
        ]
        for (plan, fault) in cases {
            #expect(throws: fault) { try plan.times(on: .paris, now: now) }
        }
    }

    @Test("today's hours that are over are not made, the others are")
    func today() throws {
        let now = WallClock.paris.instant(try day("2027-03-01"), SampleCampaign.time("12:00"))

        let times = try plan("2027-03-01", "2027-03-01").times(on: .paris, now: now)

        #expect(times.map { WallClock.paris.time($0.starts).description } == ["14:00", "15:30"])
    }

    // RG-130
    @Test("French holidays are computed, Easter included")
    func holidays() throws {
        #expect(
            Holidays.french(year: 2026).map(\.description) == [
                "2026-01-01", "2026-04-06", "2026-05-01", "2026-05-08", "2026-05-14", "2026-05-25",
                "2026-07-14",
                "2026-08-15", "2026-11-01", "2026-11-11", "2026-12-25",
            ])
        for (year, monday) in [(2024, "04-01"), (2025, "04-21"), (2027, "03-29"), (2038, "04-26")] {
            #expect(Holidays.isHoliday(try day("\(year)-\(monday)")))
        }
    }

    // RG-132, RG-135
    @Test(
        "slots are made once, for a segment or for all, with the usual duration of the type",
        arguments: Engine.available)
    func generates(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database)
            let plan = try plan("2027-03-08", "2027-03-09")
            let desk = SlotDesk(database)

            let first = try await desk.generate(
                plan, in: sample.id, segment: "annexe a", by: .console, now: SampleCampaign.now)
            let again = try await desk.generate(
                plan, in: sample.id, segment: "Annexe A", by: .console, now: SampleCampaign.now)
            let forAll = try await desk.generate(plan, in: sample.id, by: .console, now: SampleCampaign.now)

            #expect((first, again, forAll) == (8, 0, 8))
            let campaign = try #require(try await CampaignDesk(database).load(sample.id))
            #expect(campaign.durationMinutes == 90)
            await #expect(throws: SlotRefusal.unknownSegment(known: ["Annexe A", "Siège"])) {
                try await desk.generate(
                    plan, in: sample.id, segment: "Ailleurs", by: .console, now: SampleCampaign.now)
            }
        }
    }
}
