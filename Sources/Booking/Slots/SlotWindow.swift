// How much of a long campaign is shown at once.

internal import Core

/// The days that one page shows, whole, and where the days before and after begin.
///
/// Sixty days of eight slots would be a page of 100 KB for somebody on a telephone. Days on which nothing can be chosen
/// are left out: always where every slot is locked, and those that are full where there is more than a page.
struct SlotWindow {
    let days: [(day: Day, slots: [Slot])]
    /// The first day of the page before, and of the page after.
    let earlier: Day?
    let later: Day?

    /// How many slots a page shows, unless its first day alone has more.
    static let limit = 48

    init(_ slots: [Slot], in campaign: Campaign, from: Day?, now: Instant) {
        var days: [(day: Day, slots: [Slot])] = []
        for slot in slots {
            let day = campaign.clock.day(slot.starts)
            if days.last?.day == day {
                days[days.count - 1].slots.append(slot)
            } else {
                days.append((day, [slot]))
            }
        }
        days.removeAll { $0.slots.allSatisfy { $0.isLocked(in: campaign, at: now) } }
        if days.reduce(0, { $0 + $1.slots.count }) > SlotWindow.limit {
            days.removeAll { $0.slots.allSatisfy { $0.left == 0 || $0.isLocked(in: campaign, at: now) } }
        }
        let pages = SlotWindow.pages(of: days)
        let shown = from.flatMap { from in pages.lastIndex { $0[0].day <= from } } ?? 0
        self.days = pages.indices.contains(shown) ? pages[shown] : []
        earlier = shown > 0 ? pages[shown - 1][0].day : nil
        later = shown + 1 < pages.count ? pages[shown + 1][0].day : nil
    }

    /// Cut from the first day on, so that a page begins on the same day whichever way it is reached.
    private static func pages(of days: [(day: Day, slots: [Slot])]) -> [[(day: Day, slots: [Slot])]] {
        var pages: [[(day: Day, slots: [Slot])]] = []
        var room = 0
        for day in days {
            room -= day.slots.count
            if room < 0 {
                pages.append([])
                room = limit - day.slots.count
            }
            pages[pages.count - 1].append(day)
        }
        return pages
    }
}
