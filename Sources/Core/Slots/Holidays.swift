// The public holidays of France, computed.

/// The eleven days of article L3133-1 of the French labour code, for metropolitan France.
package enum Holidays {
    /// Whether nobody is expected at work that day.
    package static func isHoliday(_ day: Day) -> Bool { french(year: day.year).contains(day) }

    /// The holidays of a year (1583 or later), in order.
    package static func french(year: Int) -> [Day] {
        let fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]
        guard let easter = easter(year: year) else { return [] }
        // Easter Monday, Ascension, Whit Monday.
        let movable = [1, 39, 50].map { easter.adding(days: $0) }
        return (fixed.compactMap { Day(year: year, month: $0.0, day: $0.1) } + movable).sorted()
    }

    /// Easter Sunday of the Gregorian calendar, by the rule of the anonymous correspondent of Nature (1876).
    static func easter(year: Int) -> Day? {
        let golden = year % 19
        let century = year / 100
        let yearOfCentury = year % 100
        let correction = (century + 8) / 25
        let epact = (19 * golden + century - century / 4 - (century - correction + 1) / 3 + 15) % 30
        let weekday = (32 + 2 * (century % 4) + 2 * (yearOfCentury / 4) - epact - yearOfCentury % 4) % 7
        let late = (golden + 11 * epact + 22 * weekday) / 451
        let sum = epact + weekday - 7 * late + 114
        return Day(year: year, month: sum / 31, day: sum % 31 + 1)
    }
}
