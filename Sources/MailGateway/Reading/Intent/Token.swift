// Words and numbers, before they mean anything.

import Core

/// The smallest piece of an answer.
enum Token: Equatable {
    /// Folded letters.
    case word(Substring)
    case number(Int, ordinal: Bool)
    /// "9h30", "14h", "9:30", "2pm"
    case hour(TimeOfDay)
    /// "9.30": an hour where one is expected.
    case dotted(TimeOfDay)
    /// "9h00-10h30"
    case hours(TimeOfDay)
    /// "04/02", "2026-02-04"; uncertain where it could be two numbers: "2/3".
    case date(day: Int, month: Int, year: Int?, certain: Bool)
    /// A number of another kind, with its value where it has one: a year, a telephone's, an office's.
    case figure(Int?)
    /// Something of a date or an hour that cannot be read: "9-10".
    case blur
    /// A moment, made of the tokens above.
    case moment(ReadMoment)

    var text: Substring? {
        guard case .word(let text) = self else { return nil }
        return text
    }
}

/// A day or hour in a clause.
struct ReadMoment: Hashable, Sendable {
    var parts = WrittenMoment()
    /// It has an end as well: "de 9h à 12h" is an hour of a slot, or the time that somebody has.
    var isRange = false
}

/// Reads digits, and what joins them to an hour, a date, a range or an ordinal.
struct NumberReader {
    let token: Token
    /// Where the number, with its suffix, ends.
    let end: Int

    init(_ line: [Unicode.Scalar], at start: Int) {
        var index = start
        while index < line.count {
            if line[index].isDigit {
                index += 1
            } else if index + 1 < line.count, line[index + 1].isDigit,
                ".,:/-–h".unicodeScalars.contains(line[index])
            {
                index += 1
            } else {
                break
            }
        }
        let end =
            line[index...].prefix(20).firstIndex { !$0.properties.isAlphabetic }
            ?? min(line.count, index + 20)
        let suffix = String(String.UnicodeScalarView(line[index..<end]))
        let body = String(String.UnicodeScalarView(line[start..<min(index, start + 24)]))
        self.end = end
        token = index - start > 24 ? .figure(nil) : Self.token(body, suffix)
    }

    private static func token(_ body: String, _ suffix: String) -> Token {
        let isPlain = body.utf8.allSatisfy { (0x30...0x39).contains($0) }
        let isClock = ["h", "hr", "hrs", "am", "pm", "min", "mn", "heures"].contains(suffix)
        if isPlain {
            if isClock { return time(body + "h", suffix).map(Token.hour) ?? .blur }
            return plain(body, suffix)
        }
        guard suffix.isEmpty || isClock || suffix == "t" else { return .figure(nil) }
        if let time = time(body, suffix) {
            return body.contains(".") && suffix.isEmpty ? .dotted(time) : .hour(time)
        }
        let ends = body.split { $0 == "-" || $0 == "–" }
        if ends.count == 2, let start = time(ends[0], suffix), time(ends[1], suffix) != nil,
            body.contains("h") || body.contains(":") || suffix == "h"
        {
            return .hours(start)
        }
        return date(body) ?? (body.split { !$0.isNumber }.count > 3 ? .figure(nil) : .blur)
    }

    private static func plain(_ digits: String, _ suffix: String) -> Token {
        let value = Int(digits)
        guard ["", "e", "er", "ere", "eme", "ieme", "st", "nd", "rd", "th"].contains(suffix) else {
            return .figure(nil)
        }
        guard let value, (1..<100).contains(value), !digits.hasPrefix("0") else {
            return .figure(digits.count == 2 || digits.count == 4 ? value : nil)
        }
        return .number(value, ordinal: !suffix.isEmpty)
    }

    /// "9h30", "9h", "9:30", "9.30", with "am" or "pm" behind it.
    private static func time(_ text: some StringProtocol, _ suffix: String) -> TimeOfDay? {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "h" || $0 == ":" || $0 == "." }
        guard (1...3).contains(parts.count), var hour = Int(parts[0]), parts[0].count <= 2, hour <= 23 else {
            return nil
        }
        let digits = parts.dropFirst().first ?? ""
        guard digits.isEmpty || digits.count == 2, let minute = digits.isEmpty ? 0 : Int(digits), minute < 60,
            parts.count < 3 || (text.contains(":") && Int(parts[2]) != nil)
        else { return nil }
        if suffix == "pm", hour < 12 { hour += 12 }
        if suffix == "am", hour == 12 { hour = 0 }
        return TimeOfDay(minutes: hour * 60 + minute)
    }

    /// Day first, as the French write it; year first where it has four digits.
    private static func date(_ text: String) -> Token? {
        let parts = text.split(omittingEmptySubsequences: false) { "/.-".contains($0) }
        var numbers = parts.compactMap { Int($0) }
        guard numbers.count == parts.count, (2...3).contains(parts.count) else { return nil }
        if parts[0].count == 4 { numbers.reverse() }
        guard parts.count == 3 || text.contains("/"), (1...31).contains(numbers[0]),
            (1...12).contains(numbers[1])
        else { return nil }
        let year = numbers.count == 3 ? numbers[2] : nil
        if let year, !(0...99).contains(year), !(2000...2999).contains(year) { return nil }
        return .date(
            day: numbers[0], month: numbers[1], year: year.map { $0 < 100 ? 2000 + $0 : $0 },
            certain: year != nil || parts.contains { $0.hasPrefix("0") } || numbers[0] > 12)
    }
}

extension Unicode.Scalar {
    var isDigit: Bool { (0x30...0x39).contains(value) }
}
