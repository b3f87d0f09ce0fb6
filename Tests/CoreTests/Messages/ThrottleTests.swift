// How often mail may leave, and when.

import Testing

@testable import Core

@Suite struct ThrottleTests {
    private static let now = Instant(milliseconds: 1_800_000_000_000)

    @Test("The first message leaves at once, the others at even distances")
    func distances() {
        var throttle = Throttle(perMinute: 30, freeAt: nil, now: Self.now)

        let turns = (0..<4).map { _ in
            let turn = throttle.freeAt
            throttle.take(at: turn)
            return turn
        }

        #expect(turns == [0, 2, 4, 6].map { Self.now + .seconds($0) })
    }

    @Test("What was kept counts after a restart, and an idle hour saves nothing up")
    func kept() {
        let later = Throttle(perMinute: 60, freeAt: Self.now + .seconds(5), now: Self.now)
        #expect(later.freeAt == Self.now + .seconds(5))

        let idle = Throttle(perMinute: 60, freeAt: Self.now - .hours(1), now: Self.now)
        #expect(idle.freeAt == Self.now)
    }

    @Test("A message that leaves late puts off the next", arguments: [0, 700])
    func late(milliseconds: Int) {
        var throttle = Throttle(perMinute: 60, freeAt: nil, now: Self.now)
        let leaves = Self.now + Span(milliseconds: Int64(milliseconds))

        throttle.take(at: leaves)

        #expect(throttle.freeAt == leaves + .seconds(1))
    }

    @Test("A minute never takes more than the limit", arguments: [1, 7, 60, 999, 7_000, 60_000, 123_456])
    func limit(perMinute: Int) {
        var throttle = Throttle(perMinute: perMinute, freeAt: nil, now: Self.now)
        var count = 0

        while throttle.freeAt < Self.now + .minutes(1) {
            throttle.take(at: throttle.freeAt)
            count += 1
        }

        #expect(count <= perMinute + 1)
        #expect(count >= perMinute * 99 / 100)
    }
}

@Suite struct SendingHoursTests {
    private static func moment(_ day: Int, _ time: String) throws -> Instant {
        let day = try #require(Day(year: 2027, month: 3, day: day))
        return WallClock.paris.instant(day, try #require(TimeOfDay(time)))
    }

    private static func hours(_ from: String, _ to: String, _ days: Set<Int>) throws -> SendingHours? {
        SendingHours(
            from: try #require(TimeOfDay(from)), to: try #require(TimeOfDay(to)), days: days, clock: .paris)
    }

    @Test(
        "Office hours are those of the wall clock, on the days given",
        arguments: [
            // Monday 1 March 2027.
            (1, "07:59", false), (1, "08:00", true), (1, "18:59", true), (1, "19:00", false),
            (6, "10:00", false), (7, "10:00", false),
            // Monday after summer time began.
            (29, "07:59", false), (29, "08:00", true),
        ])
    func office(day: Int, time: String, isOpen: Bool) throws {
        let hours = try #require(try Self.hours("08:00", "19:00", [1, 2, 3, 4, 5]))

        #expect(hours.isOpen(at: try Self.moment(day, time)) == isOpen)
    }

    @Test(
        "Hours over midnight belong to the day on which they begin",
        arguments: [
            (5, "21:59", false), (5, "22:00", true), (6, "05:59", true), (6, "06:00", false),
            (6, "23:00", false),
        ]
    )
    func night(day: Int, time: String, isOpen: Bool) throws {
        let hours = try #require(try Self.hours("22:00", "06:00", [1, 2, 3, 4, 5]))

        #expect(hours.isOpen(at: try Self.moment(day, time)) == isOpen)
    }

    @Test("Hours that are never, and days that are none, are refused")
    func refused() throws {
        #expect(try Self.hours("08:00", "08:00", [1]) == nil)
        #expect(try Self.hours("08:00", "19:00", []) == nil)
        #expect(try Self.hours("08:00", "19:00", [8]) == nil)
    }
}
