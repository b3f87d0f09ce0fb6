// Days and slots of a team, week by week: a pure view of what there is.

internal import Core

/// The weeks of a planning, and which of them a page shows.
struct Planning {
    struct Week {
        let monday: Day
        /// When slots of the week begin, by the clock.
        let hours: [TimeOfDay]
        let days: [Row]
    }

    struct Row {
        let day: Day
        /// The slots of each of the week's hours.
        let cells: [[Slot]]
    }

    let weeks: [Week]
    /// The first days of the pages before and after; nil where there are none.
    let earlier: Day?
    let later: Day?

    /// How many weeks a page shows.
    static let limit = 4

    /// `slots` by time. The page shown is the one in which `from` falls.
    init(_ slots: [Slot], clock: WallClock, from: Day?) {
        var weeks: [(monday: Day, slots: [(day: Day, time: TimeOfDay, slot: Slot)])] = []
        for slot in slots {
            let day = clock.day(slot.starts)
            let monday = day.adding(days: 1 - day.weekday)
            if weeks.last?.monday != monday { weeks.append((monday, [])) }
            weeks[weeks.count - 1].slots.append((day, clock.time(slot.starts), slot))
        }
        let found = from.flatMap { from in weeks.lastIndex { $0.monday <= from } } ?? 0
        let first = found / Self.limit * Self.limit
        self.weeks = weeks.dropFirst(first).prefix(Self.limit).map { week in
            let hours = Set(week.slots.map(\.time)).sorted()
            let days = Set(week.slots.map(\.day)).sorted().map { day in
                let own = week.slots.filter { $0.day == day }
                return Row(day: day, cells: hours.map { hour in own.filter { $0.time == hour }.map(\.slot) })
            }
            return Week(monday: week.monday, hours: hours, days: days)
        }
        earlier = first > 0 ? weeks[first - Self.limit].monday : nil
        later = first + Self.limit < weeks.count ? weeks[first + Self.limit].monday : nil
    }
}
