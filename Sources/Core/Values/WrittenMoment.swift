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
    package var time: TimeOfDay?

    package init(
        weekday: Int? = nil, dayOfMonth: Int? = nil, month: Int? = nil, year: Int? = nil,
        time: TimeOfDay? = nil
    ) {
        self.weekday = weekday
        self.dayOfMonth = dayOfMonth
        self.month = month
        self.year = year
        self.time = time
    }

    /// Whether an instant, on a clock, is one that the words may mean.
    package func matches(_ instant: Instant, on clock: WallClock) -> Bool {
        let day = clock.day(instant)
        return weekday.map { $0 == day.weekday } ?? true && dayOfMonth.map { $0 == day.dayOfMonth } ?? true
            && month.map { $0 == day.month } ?? true && year.map { $0 == day.year } ?? true
            && time.map { $0 == clock.time(instant) } ?? true
    }
}
