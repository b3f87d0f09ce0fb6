// When mass mail may leave: an invitation that comes at three in the morning wakes people, and looks like spam.

/// Hours of the day, on days of the week.
package struct SendingHours: Sendable, Hashable {
    private let from: TimeOfDay
    private let to: TimeOfDay
    /// 1 for Monday … 7 for Sunday: days on which the hours begin.
    private let days: Set<Int>
    private let clock: WallClock

    /// From `from` until just before `to`, on the wall of `clock`; over midnight where `to` is the earlier. Nil where
    /// these are never, or are no days of the week.
    package init?(from: TimeOfDay, to: TimeOfDay, days: Set<Int>, clock: WallClock) {
        guard from != to, !days.isEmpty, days.allSatisfy((1...7).contains) else { return nil }
        self.from = from
        self.to = to
        self.days = days
        self.clock = clock
    }

    package func isOpen(at now: Instant) -> Bool {
        let (day, time) = (clock.day(now), clock.time(now))
        guard to < from else { return days.contains(day.weekday) && from <= time && time < to }
        return (days.contains(day.weekday) && from <= time)
            || (days.contains(day.adding(days: -1).weekday) && time < to)
    }
}
