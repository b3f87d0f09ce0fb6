// Dates and hours in words, as mails and pages tell them.

/// Writes dates and hours in one language by one clock. Its tables are its own: formatters that ask ICU cost more than
/// the rest of a mail.
package struct WrittenDates: Sendable {
    package let language: Language
    package let clock: WallClock

    package init(_ language: Language, clock: WallClock) {
        self.language = language
        self.clock = clock
    }

    /// "mardi 3 février 2026", "Tuesday 3 February 2026"; the first of a month is "1er" in French.
    package func day(_ day: Day) -> String {
        "\(weekday(day)) \(dayOfMonth(day)) \(month(day)) \(day.year)"
    }

    /// The day of an instant.
    package func day(_ instant: Instant) -> String { day(clock.day(instant)) }

    /// "mar. 3 févr.", "Tue 3 Feb".
    package func shortDay(_ day: Day) -> String {
        switch language {
        case .french: "\(weekday(day).prefix(3)). \(dayOfMonth(day)) \(Self.shortMonths[day.month - 1])"
        case .english: "\(weekday(day).prefix(3)) \(day.dayOfMonth) \(month(day).prefix(3))"
        }
    }

    /// "9h00", "9:00".
    package func time(_ instant: Instant) -> String { time(clock.time(instant)) }

    /// "9h00", "9:00".
    package func time(_ time: TimeOfDay) -> String {
        let minutes = time.minutes
        return "\(minutes / 60)\(language == .french ? "h" : ":")\((minutes % 60).padded(2))"
    }

    /// "mardi 3 février 2026 à 9h00", "Tuesday 3 February 2026 at 9:00".
    package func moment(_ instant: Instant) -> String {
        "\(day(instant)) \(language == .french ? "à" : "at") \(time(instant))"
    }

    /// "de 9h00 à 10h30", "9:00–10:30".
    package func hours(_ starts: Instant, _ ends: Instant) -> String {
        switch language {
        case .french: "de \(time(starts)) à \(time(ends))"
        case .english: "\(time(starts))–\(time(ends))"
        }
    }

    /// "mardi 3 février 2026 de 9h00 à 10h30", "Tuesday 3 February 2026, 9:00–10:30"; both days where it ends on another.
    package func range(_ starts: Instant, _ ends: Instant) -> String {
        guard clock.day(starts) == clock.day(ends) else { return "\(moment(starts)) – \(moment(ends))" }
        return day(starts) + (language == .french ? " " : ", ") + hours(starts, ends)
    }

    /// What follows "jusqu'au" or "until": a moment, or, where it is midnight, the day that ends then ("lundi 2 février
    /// 2026 inclus", "the end of Monday 2 February 2026").
    package func limit(_ instant: Instant) -> String {
        guard clock.time(instant) == .midnight else { return moment(instant) }
        let last = day(clock.day(instant).adding(days: -1))
        return language == .french ? "\(last) inclus" : "the end of \(last)"
    }

    /// "45 minutes", "1 heure 30", "2 hours".
    package func length(_ span: Span) -> String {
        let (hours, minutes) = span.wholeMinutes.quotientAndRemainder(dividingBy: 60)
        let wholeHours =
            switch language {
            case .french: "\(hours) heure\(hours > 1 ? "s" : "")"
            case .english: "\(hours) hour\(hours > 1 ? "s" : "")"
            }
        if hours == 0 { return "\(minutes) minute\(minutes > 1 ? "s" : "")" }
        if minutes == 0 { return wholeHours }
        return "\(wholeHours) \(minutes.padded(2))" + (language == .english ? " minutes" : "")
    }

    /// "mardi", "Tuesday".
    package func weekday(_ day: Day) -> String {
        (language == .french ? Self.frenchWeekdays : Self.englishWeekdays)[day.weekday - 1]
    }

    /// "février", "February".
    package func month(_ day: Day) -> String {
        (language == .french ? Self.frenchMonths : Self.englishMonths)[day.month - 1]
    }

    private func dayOfMonth(_ day: Day) -> String {
        language == .french && day.dayOfMonth == 1 ? "1er" : String(day.dayOfMonth)
    }

    private static let frenchWeekdays = [
        "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
    ]
    private static let englishWeekdays = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
    private static let frenchMonths = [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
        "novembre",
        "décembre",
    ]
    private static let shortMonths = [
        "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
    ]
    private static let englishMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ]
}
