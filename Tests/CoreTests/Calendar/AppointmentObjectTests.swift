// The iCalendar text that we write.

import Testing

@testable import Core

@Suite struct AppointmentObjectTests {
    @Test("A request holds what calendars need to show buttons, once each")
    func request() throws {
        let lines = try Self.lines(.request)

        let once = [
            "METHOD:REQUEST", "VERSION:2.0", "CALSCALE:GREGORIAN", "UID:uid-1@ops.example", "SEQUENCE:3",
            "DTSTAMP:20260101T080000Z", "DTSTART:20260203T080000Z", "DTEND:20260203T093000Z",
            "STATUS:CONFIRMED",
            "SUMMARY:Migration Windows 11", "LOCATION:Bâtiment A\\, salle 12",
            "URL:https://rdv.ops.example/b/TOKEN",
            "ORGANIZER;CN=Équipe postes:mailto:rdv@ops.example",
            "ATTENDEE;CN=Marie Dupont;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:"
                + "mailto:marie@mairie.example",
        ]
        for line in once { #expect(lines.filter { $0 == line }.count == 1, "\(line)") }
        #expect(lines.first == "BEGIN:VCALENDAR")
        #expect(lines.suffix(2) == ["END:VCALENDAR", ""])
    }

    @Test("The alarm is the last of the event")
    func alarm() throws {
        let lines = try Self.lines(.request)

        let begin = try #require(lines.firstIndex(of: "BEGIN:VALARM"))
        #expect(lines.suffix(4) == ["END:VALARM", "END:VEVENT", "END:VCALENDAR", ""])
        #expect(!lines[..<begin].contains("END:VALARM"))
        #expect(lines.contains("TRIGGER:-PT1H"))
    }

    @Test("A cancellation says so twice, and rings no more")  // RG-143
    func cancellation() throws {
        let lines = try Self.lines(.cancel)

        #expect(lines.contains("METHOD:CANCEL"))
        #expect(lines.contains("STATUS:CANCELLED"))
        #expect(!lines.contains("BEGIN:VALARM"))
    }

    @Test("A copy to keep asks nobody to answer")
    func published() throws {
        let lines = try Self.lines(.publish)

        #expect(lines.contains("METHOD:PUBLISH"))
        #expect(!lines.contains { $0.hasPrefix("ATTENDEE") })
        #expect(lines.contains { $0.hasPrefix("ORGANIZER") })
    }

    @Test("Lines end in CRLF and hold 75 octets at most, cut between characters")
    func folding() throws {
        let text = String(repeating: "Été à l’Hôtel-Dieu, aile n° 4 ; 🏥 é", count: 12)
        let bytes = try Self.object(.request, description: text).bytes()

        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for line in lines.dropLast() {
            #expect(line.last == UInt8(ascii: "\r"))
            #expect(line.count - 1 <= 75)
            #expect(line.elementsEqual(" \r".utf8) == false)
            #expect(String(validating: line, as: UTF8.self) != nil)
        }
        let escaped = text.replacing(",", with: "\\,").replacing(";", with: "\\;")
        #expect(Self.unfolded(bytes).contains("DESCRIPTION:\(escaped)"))
    }

    @Test("Text cannot end its line and begin another", arguments: ["\r\n", "\n", "\r", "\u{85}", "\u{0}"])
    func injection(end: String) throws {
        let hostile = "x\(end)ATTENDEE:mailto:eve@evil.example"
        let lines = Self.unfolded(
            try Self.object(.request, summary: hostile, description: hostile, place: hostile, name: hostile)
                .bytes())

        #expect(lines.filter { $0.hasPrefix("ATTENDEE") }.count == 1)
        #expect(lines.filter { $0.hasPrefix("SUMMARY") }.count == 1)
    }

    @Test("No place is no LOCATION, and no text no DESCRIPTION")
    func empty() throws {
        let lines = Self.unfolded(try Self.object(.request, description: "", place: "").bytes())

        #expect(!lines.contains { $0.hasPrefix("LOCATION") })
        #expect(
            !lines[..<(try #require(lines.firstIndex(of: "BEGIN:VALARM")))].contains {
                $0.hasPrefix("DESCRIPTION")
            })
    }

    @Test("Names with quotation marks, colons and commas stay one parameter")
    func names() throws {
        let lines = Self.unfolded(try Self.object(.request, name: "Dupont, \"Marie\": DSI; 2e").bytes())

        #expect(lines.contains { $0.hasPrefix("ATTENDEE;CN=\"Dupont,  Marie : DSI; 2e\";CUTYPE=") })
    }

    @Test("Many threads write at once, and each gets its own object whole")
    func concurrency() async throws {
        let expected = try Self.object(.request).bytes()

        await withTaskGroup { group in
            for _ in 0..<50 {
                group.addTask { (try? Self.object(.request))?.bytes() == expected }
            }
            for await isWhole in group { #expect(isWhole) }
        }
    }

    private static func lines(_ method: AppointmentObject.Method) throws -> [String] {
        unfolded(try object(method).bytes())
    }

    private static func unfolded(_ bytes: [UInt8]) -> [String] {
        String(decoding: bytes, as: UTF8.self).replacing("\r\n ", with: "").split(
            separator: "\r\n", omittingEmptySubsequences: false
        ).map(String.init)
    }

    private static func object(
        _ method: AppointmentObject.Method, summary: String = "Migration Windows 11",
        description: String = "Un technicien passe.", place: String = "Bâtiment A, salle 12",
        name: String = "Marie Dupont"
    ) throws -> AppointmentObject {
        let starts = try #require(Instant(iso8601: "2026-02-03T09:00:00+01:00"))
        return AppointmentObject(
            method: method,
            appointment: Appointment(
                uid: "uid-1@ops.example", sequence: 3, starts: starts, ends: starts + .minutes(90),
                place: place),
            organizer: .init(try #require(EmailAddress("rdv@ops.example")), name: "Équipe postes"),
            attendee: .init(try #require(EmailAddress("marie@mairie.example")), name: name),
            answer: .needsAction,
            summary: summary, description: description, url: "https://rdv.ops.example/b/TOKEN",
            stamp: try #require(Instant(iso8601: "2026-01-01T08:00:00Z")))
    }
}
