// The parts of a mail that may hold a calendar's answer.

import Core

/// A part that holds an iCalendar object, or Outlook's own form of one.
struct CalendarPart {
    /// Nil where the part says that it is a calendar, and cannot be read.
    let answer: CalendarAnswer?
    /// The part is the message, or one of its alternatives, rather than attached to it.
    let isBody: Bool

    /// More than any program sends; the rest is somebody's mischief.
    private static let most = 10

    static func all(in mail: ParsedMail) -> [CalendarPart] {
        let sender = mail.from.flatMap { EmailAddress($0) }
        return parts(in: mail.body, isBody: true).prefix(most)
            .compactMap { CalendarPart($0, isBody: $1, sender: sender) }
    }

    /// Nil for a winmail.dat that is no response to an appointment: it is read as the mail that it is.
    private init?(_ part: ParsedPart, isBody: Bool, sender: EmailAddress?) {
        self.isBody = isBody
        if case .bytes(let bytes) = part.content {
            let tnef = TNEF(bytes)
            answer = tnef.flatMap { CalendarAnswer($0, sender: sender) }
            if tnef != nil, answer == nil { return nil }
        } else {
            answer = CalendarAnswer(iCalendar: part.text ?? "", method: part.parameters["method"])
        }
    }

    private static func parts(in part: ParsedPart, isBody: Bool) -> [(ParsedPart, isBody: Bool)] {
        switch part.content {
        case .parts(let parts):
            parts.flatMap { self.parts(in: $0, isBody: part.type == "multipart/alternative") }
        case .text(let text) where part.isCalendar || beginsCalendar(text): [(part, isBody)]
        case .bytes: [(part, isBody)]
        case .text, .message, .skipped: []
        }
    }

    /// Gateways have flattened calendars into plain text.
    private static func beginsCalendar(_ text: String) -> Bool {
        text.utf8.prefix(2_000).drop { $0 <= 0x20 }.starts(with: "BEGIN:VCALENDAR".utf8)
    }
}

extension ParsedPart {
    fileprivate var isCalendar: Bool {
        ["text/calendar", "application/ics", "text/x-vcalendar"].contains(type)
            || parameters["name"]?.lowercased().hasSuffix(".ics") == true
    }
}
