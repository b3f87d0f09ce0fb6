// How much of a long campaign is shown at once.

internal import Core

/// The days that one page shows, whole, and where the days before and after begin.
///
/// Sixty days of eight slots would be a page of 100 KB for somebody on a telephone. Days on which nothing can be chosen
/// are left out: always where every slot is locked, and those that are full where there is more than a page and nobody may
/// wait for them.
struct SlotWindow {
    let days: [(day: Day, slots: [Slot])]
    /// The first day of the page before, and of the page after.
    let earlier: Day?
    let later: Day?

    /// How many slots a page shows, unless its first day alone has more.
    static let limit = 48

    /// `waitable` where a full day is shown in one line, to be waited for (RG-303).
    init(_ slots: [Slot], in campaign: Campaign, from: Day?, now: Instant, waitable: Bool = false) {
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
        let size = { (day: (day: Day, slots: [Slot])) in
            waitable && day.slots.isFull(in: campaign, at: now) ? 1 : day.slots.count
        }
        if !waitable, days.reduce(0, { $0 + size($1) }) > SlotWindow.limit {
            days.removeAll { $0.slots.allSatisfy { $0.left == 0 || $0.isLocked(in: campaign, at: now) } }
        }
        let pages = SlotWindow.pages(of: days, size: size)
        let shown = from.flatMap { from in pages.lastIndex { $0[0].day <= from } } ?? 0
        self.days = pages.indices.contains(shown) ? pages[shown] : []
        earlier = shown > 0 ? pages[shown - 1][0].day : nil
        later = shown + 1 < pages.count ? pages[shown + 1][0].day : nil
    }

    /// Cut from the first day on, so that a page begins on the same day whichever way it is reached.
    private static func pages(
        of days: [(day: Day, slots: [Slot])], size: ((day: Day, slots: [Slot])) -> Int
    ) -> [[(day: Day, slots: [Slot])]] {
        var pages: [[(day: Day, slots: [Slot])]] = []
        var room = 0
        for day in days {
            room -= size(day)
            if room < 0 {
                pages.append([])
                room = limit - size(day)
            }
            pages[pages.count - 1].append(day)
        }
        return pages
    }
}
