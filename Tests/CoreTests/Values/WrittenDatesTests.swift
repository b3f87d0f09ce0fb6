// Dates and hours in words, in both languages.

import Testing

@testable import Core

@Suite struct WrittenDatesTests {
    private let french = WrittenDates(.french, clock: .paris)
    private let english = WrittenDates(.english, clock: .paris)

    @Test(
        "A day is told with its weekday, month and year",
        arguments: [
            ("2026-02-03", "mardi 3 février 2026", "Tuesday 3 February 2026"),
            ("2026-05-01", "vendredi 1er mai 2026", "Friday 1 May 2026"),
            ("2027-08-31", "mardi 31 août 2027", "Tuesday 31 August 2027"),
            ("2028-02-29", "mardi 29 février 2028", "Tuesday 29 February 2028"),
            ("2026-12-27", "dimanche 27 décembre 2026", "Sunday 27 December 2026"),
        ])
    func days(text: String, inFrench: String, inEnglish: String) throws {
        let day = try #require(Day(text))

        #expect(french.day(day) == inFrench)
        #expect(english.day(day) == inEnglish)
    }

    @Test("A short day keeps three letters of its weekday")
    func shortDays() throws {
        let day = try #require(Day("2026-07-01"))

        #expect(french.shortDay(day) == "mer. 1er juil.")
        #expect(english.shortDay(day) == "Wed 1 Jul")
    }

    @Test("A range names its day once, and both where it ends on another")
    func ranges() throws {
        let day = try #require(Day("2026-02-03"))
        let nine = WallClock.paris.instant(day, TimeOfDay(clamped: 540))
        let evening = WallClock.paris.instant(day, TimeOfDay(clamped: 1410))

        #expect(french.range(nine, nine + .minutes(90)) == "mardi 3 février 2026 de 9h00 à 10h30")
        #expect(english.range(nine, nine + .minutes(90)) == "Tuesday 3 February 2026, 9:00–10:30")
        #expect(
            french.range(evening, evening + .hours(2))
                == "mardi 3 février 2026 à 23h30 – mercredi 4 février 2026 à 1h30")
    }

    @Test("Hours are those of the wall, on both sides of the change to summer time")
    func summerTime() throws {
        for text in ["2026-03-28", "2026-03-30", "2026-10-24", "2026-10-26"] {
            let nine = WallClock.paris.instant(try #require(Day(text)), TimeOfDay(clamped: 540))

            #expect(french.time(nine) == "9h00")
            #expect(english.hours(nine, nine + .minutes(30)) == "9:00–9:30")
        }
    }

    @Test("A limit at midnight names the day that ends then")
    func limits() throws {
        let midnight = WallClock.paris.start(of: try #require(Day("2026-02-02")))

        #expect(french.limit(midnight) == "dimanche 1er février 2026 inclus")
        #expect(english.limit(midnight) == "the end of Sunday 1 February 2026")
        #expect(english.limit(midnight + .hours(9)) == "Monday 2 February 2026 at 9:00")
    }

    @Test(
        "A length is told in hours and minutes",
        arguments: [
            (1, "1 minute", "1 minute"), (45, "45 minutes", "45 minutes"), (60, "1 heure", "1 hour"),
            (90, "1 heure 30", "1 hour 30 minutes"), (125, "2 heures 05", "2 hours 05 minutes"),
        ])
    func lengths(minutes: Int, inFrench: String, inEnglish: String) {
        #expect(french.length(.minutes(minutes)) == inFrench)
        #expect(english.length(.minutes(minutes)) == inEnglish)
    }
}
