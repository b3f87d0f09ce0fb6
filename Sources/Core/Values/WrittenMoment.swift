// A day and an hour as people write them in an answer, before any calendar has said which ones are meant.

/// What somebody wrote of a day and an hour: "mardi 4 à 9h30", "04/02 9:30", "Tue 4 Feb 9.30am". A part that was not
/// written is nil; at least one is written.
package struct WrittenMoment: Sendable, Hashable {
    /// 1 for Monday … 7 for Sunday (ISO 8601).
    package var weekday: Int?
    /// 1…31
    package var dayOfMonth: Int?
    /// 1…12
    package var month: Int?
    package var year: Int?
    /// "mardi matin": the half of the day, where no hour was written.
    package var half: HalfDay?
    package var time: TimeOfDay?
    /// The slot's number in the mail that is answered, where it was written beside the moment ("option 2, mardi 4 à
    /// 9h30"): the slot that is meant fits both, or none is.
    package var option: Int?

    package enum HalfDay: String, Sendable, Hashable {
        /// Before noon.
        case morning
        /// From noon on.
        case afternoon
    }

    package init(
        weekday: Int? = nil, dayOfMonth: Int? = nil, month: Int? = nil, year: Int? = nil,
        half: HalfDay? = nil, time: TimeOfDay? = nil, option: Int? = nil
    ) {
        self.weekday = weekday
        self.dayOfMonth = dayOfMonth
        self.month = month
        self.year = year
        self.half = half
        self.time = time
        self.option = option
    }

    /// Whether an instant, on a clock, is one that the words may mean. The option is for whoever knows the numbers.
    package func matches(_ instant: Instant, on clock: WallClock) -> Bool {
        let shown = clock.time(instant)
        return matches(clock.day(instant)) && time.map { $0 == shown } ?? true
            && half.map { ($0 == .morning) == (shown < .noon) } ?? true
    }

    /// The instant that the words mean by themselves: an hour, and a date of which the first from `day` on is meant
    /// (a year ahead at most, three months where no month is told). Nil where the hour or the date is missing, or
    /// where no such date comes: the weekday is another day's.
    package func instant(from day: Day, on clock: WallClock) -> Instant? {
        guard let time, dayOfMonth != nil else { return nil }
        let horizon = month == nil ? 92 : 366
        let date =
            if let year, let month, let dayOfMonth {
                Day(year: year, month: month, day: dayOfMonth).flatMap { matches($0) ? $0 : nil }
            } else {
                (0..<horizon).lazy.map(day.adding(days:)).first(where: matches)
            }
        return date.map { clock.instant($0, time) }
    }

    private func matches(_ day: Day) -> Bool {
        weekday.map { $0 == day.weekday } ?? true && dayOfMonth.map { $0 == day.dayOfMonth } ?? true
            && month.map { $0 == day.month } ?? true && year.map { $0 == day.year } ?? true
    }
}
