// How fast operations are done, and when the last one will be (RG-203).

/// The operations done on one day, and since the campaign's beginning.
package struct DayCount: Sendable, Hashable {
    package let day: Day
    /// Done on this day.
    package let done: Int
    /// Done by the end of it.
    package let total: Int

    package init(day: Day, done: Int, total: Int) { (self.day, self.done, self.total) = (day, done, total) }
}

/// The velocity of a campaign, and the end that follows from it.
package struct Pace: Sendable, Hashable {
    /// Operations done a working day, in tenths, rounded to the nearest.
    package let tenthsADay: Int
    /// How many working days that was measured on; 1 or more.
    package let days: Int
    /// The day on which nothing would be left, were it to go on so.
    package let end: Day

    /// Decides from the last days, the last of which is today.
    ///
    /// Counted from the first day on which something was done, on working days: Monday to Friday but for public holidays.
    /// Today is not over, and counts only where nothing was done before. Nil where nothing was done, or nothing is left.
    package static func measure(_ days: [DayCount], remaining: Int) -> Pace? {
        guard let today = days.last?.day, remaining > 0,
            let first = days.firstIndex(where: { $0.done > 0 })
        else { return nil }
        let measured = first < days.count - 1 ? days[first..<(days.count - 1)] : days[first...]
        let done = measured.reduce(0) { $0 + $1.done }
        let worked = max(1, measured.count { isWorked($0.day) })
        // Rounded up: what is left of the last day is a day.
        let needed = (remaining * worked + done - 1) / done
        return Pace(
            tenthsADay: (done * 10 + worked / 2) / worked, days: worked, end: day(needed, after: today))
    }

    private static func isWorked(_ day: Day) -> Bool { day.weekday < 6 && !Holidays.isHoliday(day) }

    /// The working day that comes so many after another; weeks are jumped over, so that a slow campaign costs no more.
    private static func day(_ count: Int, after day: Day) -> Day {
        // A year's end is no promise beyond; ten years of working days bound the walk.
        var left = min(count, 2600)
        var day = day
        while left > 0 {
            day = day.adding(days: 1)
            if isWorked(day) { left -= 1 }
        }
        return day
    }
}
