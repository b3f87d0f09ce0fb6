// What is given to libical of an object that came by mail: the lines that an answer is read from, and no others.

/// Takes iCalendar text line by line (RFC 5545 §3.1), keeps what tells an answer, and closes what was cut off.
///
/// So libical sees no attachment, alarm or recurrence, whose cost and faults are nobody's answer; no rule of a time
/// zone that could be spun out second by second; and never an object without its end. Costs the text's length.
struct CalendarSieve {
    /// Bytes kept of an object: no answer comes near.
    private static let mostKept = 64 * 1024
    /// Bytes of a line: a TZID full of colons costs libical the square of its length.
    private static let longestLine = 8 * 1024
    /// Changes of offset in an object's time zones.
    private static let mostObservances = 100
    /// Components inside one another.
    private static let deepest = 20
    /// Bytes of text looked at: an object with a document inside it is longer than its answer.
    private static let longestText = 4 * 1024 * 1024

    /// The first calendar of a text, as a whole object in lines of their full length; nil where none begins.
    static func object(in text: String) -> String? {
        var sieve = CalendarSieve()
        let bytes = Array(text.utf8.prefix(longestText))
        let lines = unfolded(bytes)
        for line in lines {
            guard !sieve.isOver, sieve.kept.utf8.count < mostKept else { break }
            sieve.read(line)
        }
        guard !sieve.kept.isEmpty else { return nil }
        sieve.close(from: 0)
        return sieve.kept
    }

    private var kept = ""
    /// The components that are open, outermost first, and whether each is kept.
    private var open: [(name: String, isKept: Bool)] = []
    private var observances = 0
    private var isOver = false

    // MARK: Lines

    /// Lines without their folds. In a text that ends without a line end and before the object does, the last line was
    /// cut, and what it says is not what was meant: it is left out.
    private static func unfolded(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var index = 0
        while index < bytes.count {
            let end = bytes[index...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
            let isFold = bytes[index] == 0x20 || bytes[index] == 0x09
            if isFold, let last = lines.indices.last {
                // What grows beyond the longest line is not kept: neither is what would be added to it.
                if lines[last].count <= longestLine { lines[last] += bytes[(index + 1)..<end] }
            } else if end > index {
                lines.append(bytes[index..<end])
            }
            index = end + 1
        }
        if let last = bytes.last, last != 0x0A, last != 0x0D, let line = lines.last,
            !line.starts(with: "END:".utf8)
        {
            lines.removeLast()
        }
        return lines
    }

    private mutating func read(_ line: ArraySlice<UInt8>) {
        guard line.count <= Self.longestLine else { return }
        let text = String(decoding: line, as: UTF8.self)
        let name = text.prefix { $0 != ":" && $0 != ";" }.uppercased()
        switch name {
        case "BEGIN": begin(Self.component(text))
        case "END": end(Self.component(text))
        default: if isWanted(name, text) { keep(text) }
        }
    }

    /// The name behind `BEGIN:` or `END:`.
    private static func component(_ text: String) -> String {
        text.drop { $0 != ":" }.dropFirst().filter { !$0.isWhitespace }.uppercased()
    }

    private mutating func keep(_ line: String) {
        kept += line
        kept += "\r\n"
    }

    // MARK: Components

    private mutating func begin(_ name: String) {
        guard !open.isEmpty || name == "VCALENDAR" else { return }
        // These two stand in a calendar and nowhere else: what is still open was not closed.
        if name == "VEVENT" || name == "VTIMEZONE" { close(from: 1) }
        guard open.count < Self.deepest else { return }
        let isKept =
            (open.last?.isKept ?? true) && Self.inside[open.last?.name ?? ""]?.contains(name) == true
            && mayObserve(name)
        open.append((name, isKept))
        if isKept { keep("BEGIN:\(name)") }
    }

    private mutating func end(_ name: String) {
        guard let index = open.lastIndex(where: { $0.name == name }) else { return }
        close(from: index)
        isOver = open.isEmpty
    }

    private mutating func close(from index: Int) {
        while open.count > index, let closed = open.popLast() {
            if closed.isKept { keep("END:\(closed.name)") }
        }
    }

    private mutating func mayObserve(_ name: String) -> Bool {
        guard name == "STANDARD" || name == "DAYLIGHT" else { return true }
        observances += 1
        return observances <= Self.mostObservances
    }

    /// What is kept inside what.
    private static let inside: [String: Set<String>] = [
        "": ["VCALENDAR"], "VCALENDAR": ["VEVENT", "VTIMEZONE"], "VTIMEZONE": ["STANDARD", "DAYLIGHT"],
        "VEVENT": [], "STANDARD": [], "DAYLIGHT": [],
    ]

    // MARK: Properties

    private func isWanted(_ name: String, _ text: String) -> Bool {
        guard let component = open.last, component.isKept, Self.wanted[component.name]?.contains(name) == true
        else { return false }
        return name != "RRULE" || Self.isYearly(text)
    }

    private static let wanted: [String: Set<String>] = [
        "VCALENDAR": ["METHOD"], "VTIMEZONE": ["TZID"],
        "VEVENT": [
            "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "ATTENDEE",
            "COMMENT",
            "X-MICROSOFT-CDO-APPT-SEQUENCE", "X-MS-OLK-ORIGINALSTART",
        ],
        "STANDARD": observance, "DAYLIGHT": observance,
    ]
    private static let observance: Set = ["DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE"]

    /// A rule that comes a few times a year, as those of time zones do.
    private static func isYearly(_ text: String) -> Bool {
        let parts = text.uppercased().dropFirst("RRULE:".count).split(separator: ";")
        return text.utf8.count < 200 && parts.contains("FREQ=YEARLY") && parts.allSatisfy(isPlain)
    }

    private static func isPlain(_ part: Substring) -> Bool {
        switch part.prefix(while: { $0 != "=" }) {
        case "FREQ": part == "FREQ=YEARLY"
        case "INTERVAL", "BYMONTH", "BYDAY", "BYMONTHDAY", "UNTIL", "COUNT", "WKST": true
        // Notes tells the hour here: one, not all of them.
        case "BYHOUR", "BYMINUTE", "BYSECOND": part.drop { $0 != "=" }.count <= 3
        default: false
        }
    }
}
