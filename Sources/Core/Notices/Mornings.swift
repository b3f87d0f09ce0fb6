// The hours at which notices leave, by the clock of their campaign.

/// The mornings of a campaign.
struct Mornings {
    let campaign: Campaign

    /// When reminders, digests and reports leave.
    static let hour = TimeOfDay(clamped: 9 * 60)
    /// When technicians are told of their day.
    static let early = TimeOfDay(clamped: 7 * 60)

    init(_ campaign: Campaign) { self.campaign = campaign }

    /// Nine o'clock on a day.
    func nine(on day: Day) -> Instant { campaign.clock.instant(day, Self.hour) }

    /// The last day whose nine o'clock has come.
    func last(at now: Instant) -> Day {
        let today = campaign.clock.day(now)
        return nine(on: today) <= now ? today : today.adding(days: -1)
    }

    /// The day on which those who have not answered are asked again, and managers told.
    var answerReminder: Day { campaign.answerBy.adding(days: -campaign.answerReminderDays) }

    /// The last day on which digests were due: a Monday, or the day of the answer reminder.
    func lastDigest(at now: Instant) -> Day {
        let last = last(at: now)
        let monday = last.adding(days: 1 - last.weekday)
        return answerReminder <= last ? max(monday, answerReminder) : monday
    }

    /// The last day on which a report of lateness was due: the day after the deadline, then every seventh; nil before.
    func lastLateness(at now: Instant) -> Day? {
        let first = campaign.answerBy.adding(days: 1)
        let late = last(at: now).ordinal - first.ordinal
        return late < 0 ? nil : first.adding(days: late / 7 * 7)
    }
}
