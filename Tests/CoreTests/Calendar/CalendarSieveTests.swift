import Testing

@testable import Core

struct CalendarSieveTests {
    @Test("What tells an answer is kept, and nothing else is")
    func kept() {
        let object = CalendarSieve.object(
            in: """
                X-BEFORE:1
                begin:vcalendar
                PRODID:-//Example//EN
                METHOD:REPLY
                BEGIN:VTODO
                UID:not-this
                END:VTODO
                BEGIN:VEVENT
                UID:u@ops
                 .example
                DESCRIPTION:long
                ATTACH:cid:1
                BEGIN:VALARM
                COMMENT:not this
                END:VALARM
                dtstart:20260210T080000Z
                END:VEVENT
                END:VCALENDAR
                BEGIN:VCALENDAR
                METHOD:COUNTER
                END:VCALENDAR
                """)

        #expect(
            object
                == lines(
                    "BEGIN:VCALENDAR", "METHOD:REPLY", "BEGIN:VEVENT", "UID:u@ops.example",
                    "dtstart:20260210T080000Z", "END:VEVENT", "END:VCALENDAR"))
    }

    @Test(
        "What was cut off is closed, and its last line believed only where it is whole",
        arguments: [
            ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u\nSEQUENCE:1\n", ["UID:u", "SEQUENCE:1"]),
            ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u\nSEQUENCE:1", ["UID:u"]),
            ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u\r\n SEQ", []),
            ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u\nEND:VEVENT", ["UID:u"]),
            ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u\nBEGIN:VALARM\nACTION:X\nEND:VEVENT\n", ["UID:u"]),
            ("BEGIN:VCALENDAR\rBEGIN:VEVENT\rUID:u\rEND:VEVENT\rEND:VCALENDAR\r", ["UID:u"]),
        ])
    func cut(text: String, kept: [String]) {
        let whole = ["BEGIN:VCALENDAR", "BEGIN:VEVENT"] + kept + ["END:VEVENT", "END:VCALENDAR"]

        #expect(CalendarSieve.object(in: text) == whole.map { $0 + "\r\n" }.joined())
    }

    @Test("An event that was not closed ends where the next begins")
    func unclosed() {
        let object = CalendarSieve.object(
            in: "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nBEGIN:VALARM\nBEGIN:VEVENT\nUID:b\nEND:VCALENDAR\n")

        #expect(
            object
                == lines(
                    "BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:a", "END:VEVENT", "BEGIN:VEVENT", "UID:b",
                    "END:VEVENT",
                    "END:VCALENDAR"))
    }

    @Test(
        "A time zone keeps the rules of a year, and none that a computer could be kept busy with",
        arguments: [
            ("RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", true),
            ("RRULE:FREQ=YEARLY;WKST=MO;INTERVAL=1;BYMONTH=3;BYDAY=-1SU;UNTIL=20380119T031407Z", true),
            ("RRULE:FREQ=YEARLY;BYMINUTE=0;BYHOUR=3;BYDAY=-1SU;BYMONTH=10", true),
            ("RRULE:FREQ=SECONDLY", false), ("RRULE:FREQ=DAILY", false), ("RRULE:BYMONTH=3", false),
            ("RRULE:FREQ=YEARLY;BYHOUR=1,2,3,4,5;BYMINUTE=1,2,3;BYSECOND=1,2,3", false),
            ("RRULE:FREQ=YEARLY;BYYEARDAY=1", false),
            ("RRULE:FREQ=YEARLY;BYDAY=" + String(repeating: "1SU,", count: 100), false),
        ])
    func rules(rule: String, isKept: Bool) throws {
        let object = try #require(
            CalendarSieve.object(in: "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\n\(rule)\n"))

        #expect(object.contains("RRULE") == isKept)
    }

    @Test("However long or deep a text is, what is kept of it is small")
    func bounds() throws {
        let attendees = String(repeating: "ATTENDEE:mailto:a@b.example\n", count: 20_000)
        let deep = String(repeating: "BEGIN:A\n", count: 20_000) + String(repeating: "END:B\n", count: 20_000)

        let many = try #require(CalendarSieve.object(in: "BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + attendees))
        let nested = try #require(
            CalendarSieve.object(in: "BEGIN:VCALENDAR\n" + deep + "BEGIN:VEVENT\nUID:u\n"))
        let long = try #require(
            CalendarSieve.object(
                in:
                    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=\(String(repeating: ":", count: 50_000)):x\nUID:u\n"
            ))

        #expect(many.utf8.count < 70_000)
        #expect(nested.contains("UID:u"))
        #expect(long == nested)
    }

    @Test(
        "Where no calendar begins there is none",
        arguments: ["", "BEGIN:VEVENT\nUID:u\n", "BEGIN:VCARD\n", "\n\n"])
    func none(text: String) {
        #expect(CalendarSieve.object(in: text) == nil)
    }

    private func lines(_ lines: String...) -> String { lines.map { $0 + "\r\n" }.joined() }
}
