import Core
import Testing

@Suite("Percentages and pace")
struct PercentageTests {
    @Test(
        "percentages make 100 together, and nothing but the whole is 100",
        arguments: [
            ([250, 9, 103, 56, 20, 12], [56, 2, 23, 12, 4, 3]),
            ([1, 1, 1], [34, 33, 33]),
            ([449, 1], [99, 1]),
            ([99_999, 1, 0], [99, 1, 0]),
            ([5, 0], [100, 0]),
            ([0, 0], [0, 0]),
            ([], []),
        ])
    func add(_ parts: [Int], _ expected: [Int]) {
        #expect(Percentages.adding(parts) == expected)
    }

    // RG-203
    @Test("the pace is counted on working days from the first operation done, today left out")
    func pace() throws {
        // Thursday 3 to Wednesday 16 June 2027: two weekends are in it.
        let first = try #require(Day("2027-06-03"))
        let done = [0, 0, 0, 0, 10, 10, 10, 10, 10, 0, 0, 10, 10, 3]
        let days = counts(from: first, done)

        let pace = try #require(Pace.measure(days, remaining: 25))

        // Seven working days from Monday 7 to Tuesday 15, seventy done.
        #expect(pace.tenthsADay == 100)
        #expect(pace.days == 7)
        // Three more working days after Wednesday 16: Thursday, Friday, Monday.
        #expect(pace.end == Day("2027-06-21"))
    }

    // RG-203
    @Test("what was only begun today is measured on today; nothing done, or nothing left, tells no pace")
    func edges() throws {
        let first = try #require(Day("2027-06-03"))
        let today = counts(from: first, Array(repeating: 0, count: 13) + [4])

        #expect(Pace.measure(today, remaining: 8)?.tenthsADay == 40)
        #expect(Pace.measure(today, remaining: 0) == nil)
        #expect(Pace.measure(counts(from: first, Array(repeating: 0, count: 14)), remaining: 8) == nil)
        #expect(Pace.measure([], remaining: 8) == nil)
    }

    private func counts(from first: Day, _ done: [Int]) -> [DayCount] {
        var total = 0
        return done.enumerated().map { offset, count in
            total += count
            return DayCount(day: first.adding(days: offset), done: count, total: total)
        }
    }
}
