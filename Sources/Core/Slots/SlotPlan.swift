// Generating slots by the wall clock over a range of dates (RG-130).

/// What slots to make.
package struct SlotPlan: Sendable, Hashable {
    /// The first and the last date.
    package var from: Day
    package var to: Day
    /// Opening hours of each day.
    package var hours: [Hours]
    /// Hours in which no slot lies, whatever the opening hours; 12:00–14:00 by default.
    package var breaks: [Hours]
    /// Minutes of a slot (RG-132).
    package var duration: Int
    /// Places of a slot, 1 or more.
    package var capacity: Int
    package var place: String
    /// ISO weekdays on which slots are made: 1 for Monday … 7 for Sunday.
    package var weekdays: Set<Int>
    /// Further dates without slots.
    package var except: Set<Day>
    /// Whether French public holidays have slots too.
    package var onHolidays: Bool

    package init(
        from: Day, to: Day, hours: [Hours], duration: Int, capacity: Int, place: String = "",
        breaks: [Hours] = [.lunch], weekdays: Set<Int> = [1, 2, 3, 4, 5], except: Set<Day> = [],
        onHolidays: Bool = false
    ) {
        self.from = from
        self.to = to
        self.hours = hours
        self.breaks = breaks
        self.duration = duration
        self.capacity = capacity
        self.place = place
        self.weekdays = weekdays
        self.except = except
        self.onHolidays = onHolidays
    }

    /// Hours of a day, the end excluded.
    package struct Hours: Sendable, Hashable {
        package let start: TimeOfDay
        package let end: TimeOfDay

        /// Nil where the end is not after the start.
        package init?(_ start: TimeOfDay, _ end: TimeOfDay) {
            guard start < end else { return nil }
            self.start = start
            self.end = end
        }

        /// Reads `09:00-12:00`; nil for anything else.
        package init?(_ text: some StringProtocol) {
            let ends = text.split(separator: "-", omittingEmptySubsequences: false)
            guard ends.count == 2, let start = TimeOfDay(ends[0]), let end = TimeOfDay(ends[1]) else {
                return nil
            }
            self.init(start, end)
        }

        /// RG-130.
        package static let lunch = Hours(clampedStart: 12 * 60, end: 14 * 60)

        private init(clampedStart start: Int, end: Int) {
            self.start = TimeOfDay(clamped: start)
            self.end = TimeOfDay(clamped: end)
        }
    }

    /// What is wrong with a plan.
    package enum Fault: Error, Sendable, Hashable {
        case endBeforeStart
        case tooLong
        case capacityNotPositive
        case durationNotPositive
        case noHours
        /// The last slot would begin before now.
        case past
        /// Nothing fits: hours shorter than the duration, or no working day in the range.
        case empty
    }

    /// A year and a half is longer than any campaign, and short enough to compute in a blink.
    static let maximumDays = 550

    /// The times of the plan on a clock, from `now` on: hours of the wall, so that 9:00 stays 9:00 on both sides of a
    /// change to or from summer time. Throws `Fault`.
    package func times(on clock: WallClock, now: Instant) throws(Fault) -> [(starts: Instant, ends: Instant)]
    {
        guard to >= from else { throw .endBeforeStart }
        guard to.ordinal - from.ordinal <= Self.maximumDays else { throw .tooLong }
        guard capacity > 0 else { throw .capacityNotPositive }
        guard duration > 0 else { throw .durationNotPositive }
        guard !hours.isEmpty else { throw .noHours }
        // A first day that is over is a slip of the hand; hours of today that are over are simply not made.
        guard from >= clock.day(now) else { throw .past }
        let starts = startsOfDay
        var times: [(starts: Instant, ends: Instant)] = []
        for ordinal in from.ordinal...to.ordinal {
            let day = Day(ordinal: ordinal)
            guard weekdays.contains(day.weekday), !except.contains(day),
                onHolidays || !Holidays.isHoliday(day)
            else { continue }
            for start in starts {
                let begins = clock.instant(day, start)
                if begins > now { times.append((begins, begins + .minutes(duration))) }
            }
        }
        guard !times.isEmpty else { throw .empty }
        return times
    }

    /// The hours at which slots start: one after the other from each opening, and again from the end of each break.
    private var startsOfDay: [TimeOfDay] {
        let pauses = breaks.sorted { $0.start < $1.start }
        var starts: Set<Int> = []
        for opening in hours {
            var minute = opening.start.minutes
            while minute + duration <= opening.end.minutes {
                let pause = pauses.first { $0.start.minutes < minute + duration && minute < $0.end.minutes }
                if let pause {
                    minute = pause.end.minutes
                } else {
                    starts.insert(minute)
                    minute += duration
                }
            }
        }
        return starts.sorted().map(TimeOfDay.init(clamped:))
    }
}
