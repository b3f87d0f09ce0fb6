import Core
import Testing

struct CalendarReadingTests {
    @Test(
        "A time is read in its zone, whoever named it",
        arguments: [
            ("DTSTART:20260710T070000Z", "2026-07-10T07:00:00Z"),
            ("DTSTART;TZID=Europe/Paris:20260710T090000", "2026-07-10T07:00:00Z"),
            ("DTSTART;TZID=Romance Standard Time:20260710T090000", "2026-07-10T07:00:00Z"),
            ("DTSTART;TZID=Romance Standard Time:20260110T090000", "2026-01-10T08:00:00Z"),
            ("DTSTART;TZID=\"W. Europe Standard Time\":20260710T090000", "2026-07-10T07:00:00Z"),
            ("DTSTART;TZID=/mozilla.org/20050126_1/Europe/Paris:20260710T090000", "2026-07-10T07:00:00Z"),
            (
                "DTSTART;TZID=/freeassociation.sourceforge.net/America/Argentina/Ushuaia:20260710T090000",
                "2026-07-10T12:00:00Z"
            ),
            ("DTSTART;TZID=UTC:20260710T090000", "2026-07-10T09:00:00Z"),
            ("DTSTART;TZID=Ours:20260710T090000", "2026-07-10T06:30:00Z"),
            ("DTSTART;TZID=\"ours\":20260710T090000", "2026-07-10T06:30:00Z"),
            (
                "DTSTART;TZID=\"(UTC+01:00) Bruxelles, Copenhague, Madrid, Paris\":20260710T090000",
                "2026-07-10T07:00:00Z"
            ),
            ("DTSTART;TZID=tzone://Microsoft/Utc:20260710T090000", "2026-07-10T09:00:00Z"),
            ("DTSTART;TZID=SA Western Standard Time:20260710T090000", "2026-07-10T13:00:00Z"),
            // Nobody can say when these are.
            ("DTSTART:99990710T090000Z", nil), ("DTSTART:00010710T090000Z", nil),
            ("DTSTART;TZID=Nowhere Standard Time:20260710T090000", nil), ("DTSTART:20260710T090000", nil),
            ("DTSTART;VALUE=DATE:20260710", nil), ("DTSTART:rubbish", nil),
        ])
    func zones(line: String, expected: String?) throws {
        let zone = """
            BEGIN:VTIMEZONE
            TZID:Ours
            BEGIN:STANDARD
            DTSTART:19700101T000000
            TZOFFSETFROM:+0230
            TZOFFSETTO:+0230
            END:STANDARD
            END:VTIMEZONE
            """

        let answer = try #require(CalendarAnswer(iCalendar: calendar([line], zone: zone)))

        #expect(answer.starts?.iso8601 == expected)
    }

    @Test(
        "The sequence is Exchange's own where the standard one is absent or 0",
        arguments: [
            (["SEQUENCE:3"], 3), ([], 0), (["SEQUENCE:0", "X-MICROSOFT-CDO-APPT-SEQUENCE:2"], 2),
            (["X-MICROSOFT-CDO-APPT-SEQUENCE:2"], 2), (["SEQUENCE:5", "X-MICROSOFT-CDO-APPT-SEQUENCE:1"], 5),
            (["SEQUENCE:many"], 0),
        ])
    func sequence(lines: [String], expected: Int) throws {
        #expect(try #require(CalendarAnswer(iCalendar: calendar(lines))).sequence == expected)
    }

    @Test("The attendee who answered is meant, whatever the case of the address")
    func attendee() throws {
        let answer = try #require(
            CalendarAnswer(
                iCalendar: calendar([
                    "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:autre@mairie.example",
                    "ATTENDEE;CN=\"Dupont, Marie\";PARTSTAT=tentative:MAILTO:Marie.Dupont@Mairie.example",
                ])))

        #expect(answer.attendee == EmailAddress("marie.dupont@mairie.example"))
        #expect(answer.partstat == "TENTATIVE")
    }

    @Test(
        "An attendee is known by any form of an address",
        arguments: [
            ":mailto:marie@mairie.example", ":MAILTO:Marie@mairie.example", ":marie@mairie.example",
            ":mailto: <marie@mairie.example>", ":mailto:marie%40mairie.example",
            ":mailto:marie@mairie.example?cc=x",
            ";EMAIL=marie@mairie.example:urn:uuid:6F3A7B52",
            ";EMAIL=\"marie@mairie.example\":/principals/marie/",
        ])
    func addresses(rest: String) throws {
        let answer = try #require(CalendarAnswer(iCalendar: calendar(["ATTENDEE;PARTSTAT=ACCEPTED\(rest)"])))

        #expect(answer.attendee == EmailAddress("marie@mairie.example"))
    }

    @Test("Whom somebody sends instead is kept, and the delegate's own answer is the delegate's")
    func delegation() throws {
        let sent =
            "ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO=\"mailto:paul@mairie.example\":mailto:marie@mairie.example"
        let delegate =
            "ATTENDEE;PARTSTAT=ACCEPTED;DELEGATED-FROM=\"mailto:marie@mairie.example\":mailto:paul@mairie.example"

        let first = try #require(CalendarAnswer(iCalendar: calendar([sent])))
        let second = try #require(CalendarAnswer(iCalendar: calendar([sent, delegate])))

        #expect(first.partstat == "DELEGATED")
        #expect(first.attendee == EmailAddress("marie@mairie.example"))
        #expect(first.delegate == EmailAddress("paul@mairie.example"))
        #expect(second.partstat == "ACCEPTED")
        #expect(second.attendee == EmailAddress("paul@mairie.example"))
        #expect(second.delegate == nil)
    }

    @Test("A proposal says what time it leaves, where its calendar tells")
    func original() {
        let answer = CalendarAnswer(
            iCalendar: calendar(
                [
                    "DTSTART;TZID=Romance Standard Time:20260711T090000",
                    "X-MS-OLK-ORIGINALSTART;TZID=Romance Standard Time:20260710T090000",
                ], method: "COUNTER"))

        #expect(answer?.starts?.iso8601 == "2026-07-11T07:00:00Z")
        #expect(answer?.originalStarts?.iso8601 == "2026-07-10T07:00:00Z")
    }

    @Test("The method is the object's own, else the part's, in upper case")
    func method() {
        #expect(
            CalendarAnswer(iCalendar: calendar([], method: "reply"), method: "COUNTER")?.method == "REPLY")
        #expect(CalendarAnswer(iCalendar: calendar([], method: nil), method: "counter")?.method == "COUNTER")
        #expect(CalendarAnswer(iCalendar: calendar([], method: nil))?.method == "PUBLISH")
    }

    @Test("An end can be told as a duration")
    func duration() {
        let answer = CalendarAnswer(iCalendar: calendar(["DTSTART:20260710T070000Z", "DURATION:PT1H30M"]))

        #expect(answer?.ends?.iso8601 == "2026-07-10T08:30:00Z")
    }

    @Test("A comment comes without the line end that Exchange adds, unescaped")
    func comment() {
        #expect(
            CalendarAnswer(iCalendar: calendar([#"COMMENT;LANGUAGE=fr-FR:Oui\, merci\n"#]))?.comment
                == "Oui, merci")
        #expect(CalendarAnswer(iCalendar: calendar([#"COMMENT:\n"#]))?.comment == nil)
    }

    @Test("Lines that libical dislikes keep nothing from being read")
    func errors() {
        let answer = CalendarAnswer(
            iCalendar: calendar(["LOCATION:", "PRIORITY:high", "NONSENSE", ";;:", "SEQUENCE:4"]))

        #expect(answer?.uid == "u@ops.example")
        #expect(answer?.sequence == 4)
    }

    @Test(
        "What holds no event is no answer",
        arguments: [
            "", "hello", "BEGIN:VCALENDAR\nEND:VCALENDAR", "BEGIN:VEVENT\nUID:x\nEND:VEVENT", "\u{1}\u{2}",
        ])
    func nothing(text: String) {
        #expect(CalendarAnswer(iCalendar: text) == nil)
    }

    private func calendar(_ lines: [String], method: String? = "REPLY", zone: String = "") -> String {
        (["BEGIN:VCALENDAR", "VERSION:2.0", method.map { "METHOD:\($0)" } ?? "", zone, "BEGIN:VEVENT"]
            + ["UID:u@ops.example", "DTSTAMP:20260203T091230Z"] + lines + ["END:VEVENT", "END:VCALENDAR", ""])
            .filter { !$0.isEmpty }.joined(separator: "\r\n") + "\r\n"
    }
}
