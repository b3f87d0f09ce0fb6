// How long a place that became free is kept for the one whose turn it is (RG-303).

/// Four hours of working time: an offer made at five in the evening, or on a Friday, waits for people to be at work.
enum OfferTime {
    /// Working time that a place is held for.
    static let length = Span.hours(4)
    /// What is left before the slot locks must be worth an offer.
    static let least = Span.minutes(30)

    private static let opening = TimeOfDay(clamped: 8 * 60)
    private static let closing = TimeOfDay(clamped: 18 * 60)

    /// Until when a place of `slot` that is free at `now` is held: never after the slot locks, since from then on its agent
    /// could not take it (RG-123). Nil where that leaves too little time.
    static func until(_ slot: Slot, in campaign: Campaign, now: Instant) -> Instant? {
        guard !slot.isLocked(in: campaign, at: now) else { return nil }
        let locks = min(slot.locks(in: campaign), slot.starts)
        let end = min(working(length, from: now, on: campaign.clock), locks)
        return end - now >= least ? end : nil
    }

    /// When so much working time is over: from eight to six, Monday to Friday, public holidays left out.
    static func working(_ length: Span, from now: Instant, on clock: WallClock) -> Instant {
        var left = length
        var day = clock.day(now)
        // Two weeks hold more than four hours whatever the holidays.
        for _ in 0..<14 {
            defer { day = day.adding(days: 1) }
            guard day.weekday <= 5, !Holidays.isHoliday(day) else { continue }
            let begins = max(now, clock.instant(day, opening))
            let ends = clock.instant(day, closing)
            guard begins < ends else { continue }
            if ends - begins >= left { return begins + left }
            left = Span(milliseconds: left.milliseconds - (ends - begins).milliseconds)
        }
        return now + length
    }
}
