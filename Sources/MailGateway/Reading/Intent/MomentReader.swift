// Days and hours among the words of a clause.

import Core

/// Puts the tokens of each day and hour together: "mardi 4 février à 9h30" becomes one moment.
struct MomentReader {
    /// The day of the mail, from which "demain" counts.
    let written: Day?

    /// The tokens, with moments in the place of those that they are made of.
    func settled(_ tokens: [Token]) -> [Token] {
        var settled: [Token] = []
        var index = 0
        while index < tokens.count {
            if let (piece, length) = piece(tokens, at: index) {
                append(piece, to: &settled)
                index += length
            } else {
                settled.append(tokens[index])
                index += 1
            }
        }
        return settled.map { if case .dotted = $0 { .blur } else { $0 } }
    }

    /// Joins a piece to the moment before it, across words that only connect them; a second day or hour is a second
    /// moment, but for the end of a range.
    private func append(_ piece: ReadMoment, to settled: inout [Token]) {
        let gap = settled.reversed().prefix { isConnector($0) }.count
        guard let last = settled.dropLast(gap).last, case .moment(var moment) = last, gap <= 2 else {
            return settled.append(.moment(piece))
        }
        if moment.parts.time != nil, piece.parts.time != nil, moment.parts.time != piece.parts.time,
            gap == 0 || settled.suffix(gap).contains(where: { ["a", "to", "au"].contains($0.text) }),
            piece.parts.dayOfMonth == nil, piece.parts.weekday == nil
        {
            moment.isRange = true
        } else if let joined = moment.parts.joined(piece.parts) {
            moment.parts = joined
            moment.isRange = moment.isRange || piece.isRange
        } else {
            return settled.append(.moment(piece))
        }
        settled.removeLast(gap + 1)
        settled.append(.moment(moment))
    }

    private func isConnector(_ token: Token) -> Bool {
        token.text.map {
            [
                "a", "at", "le", "the", "on", "of", "de", "d", "from", "du", "au", "in", "la", "l", "to",
                "dans",
                "prochain",
            ].contains($0)
        } ?? false
    }

    /// The piece of a moment that begins at a token, and how many tokens it takes.
    private func piece(_ tokens: [Token], at index: Int) -> (ReadMoment, Int)? {
        let rest = tokens[index...]
        switch tokens[index] {
        case .hour(let time): return (ReadMoment(parts: .init(time: halved(time, rest.dropFirst()))), 1)
        case .hours(let start): return (ReadMoment(parts: .init(time: start), isRange: true), 1)
        case .dotted(let time):
            let before = tokens[..<index].last
            let isExpected =
                ["a", "at"].contains(before?.text) || endsDay(tokens[..<index])
                || isHalf(rest.dropFirst().first)
            guard isExpected else { return nil }
            let settled = meridiem(time, rest.dropFirst().first) ?? time
            return (ReadMoment(parts: .init(time: settled)), settled == time ? 1 : 2)
        case .date(let day, let month, let year, let certain):
            guard certain || isBesideDayOrHour(tokens, at: index) else { return nil }
            return (ReadMoment(parts: .init(dayOfMonth: day, month: month, year: year)), 1)
        case .number(let number, let ordinal): return numbered(number, ordinal, tokens, at: index)
        case .figure(let value?): return value < 100 ? numbered(value, false, tokens, at: index) : nil
        case .word(let word): return named(word, tokens, at: index)
        case .figure, .blur, .moment: return nil
        }
    }

    // MARK: Numbers

    /// "4 février", "4th of February 2026", "le 4 à 14h", "9 h 30", "9 am".
    private func numbered(_ number: Int, _ ordinal: Bool, _ tokens: [Token], at index: Int) -> (
        ReadMoment, Int
    )? {
        let rest = tokens[(index + 1)...]
        let gap = rest.first?.text == "of" ? 1 : 0
        if (1...31).contains(number), let month = rest.dropFirst(gap).first?.text.flatMap(CalendarWords.month)
        {
            let year = year(rest.dropFirst(gap + 1).first)
            return (
                ReadMoment(parts: .init(dayOfMonth: number, month: month, year: year)),
                gap + (year == nil ? 2 : 3)
            )
        }
        if !ordinal, let (time, length) = spokenHour(number, rest) {
            return (ReadMoment(parts: .init(time: time)), length + 1)
        }
        let before = tokens[..<index].last?.text
        // "Mardi 4 à 9"
        if !ordinal, before == "a" || before == "at", endsDay(tokens[..<index].dropLast()), number < 24 {
            return (
                ReadMoment(parts: .init(time: TimeOfDay(minutes: (number < 8 ? number + 12 : number) * 60))),
                1
            )
        }
        guard (1...31).contains(number), ["le", "the", "du", "au", "of", "on"].contains(before) || ordinal,
            beginsHour(rest.drop { ["a", "at"].contains($0.text) })
        else { return nil }
        return (ReadMoment(parts: .init(dayOfMonth: number)), 1)
    }

    /// "h 30", "heures", "heures et demie", "o'clock", "am", behind a number.
    private func spokenHour(_ hour: Int, _ rest: ArraySlice<Token>) -> (TimeOfDay, Int)? {
        guard (0...23).contains(hour), let unit = rest.first?.text else { return nil }
        switch unit {
        case "h", "heure", "heures":
            let behind = rest.dropFirst()
            if case .number(let minute, false)? = behind.first, (10..<60).contains(minute) {
                return TimeOfDay(minutes: hour * 60 + minute).map { ($0, 2) }
            }
            if case .figure(let minute?)? = behind.first, minute < 60 {
                return TimeOfDay(minutes: hour * 60 + minute).map { ($0, 2) }
            }
            let words = behind.prefix(2).map(\.text)
            if words == ["et", "demie"] { return TimeOfDay(minutes: hour * 60 + 30).map { ($0, 3) } }
            if words == ["et", "quart"] { return TimeOfDay(minutes: hour * 60 + 15).map { ($0, 3) } }
            return TimeOfDay(minutes: hour * 60).map { ($0, 1) }
        case "o":
            guard rest.dropFirst().first?.text == "clock" else { return nil }
            return TimeOfDay(minutes: (hour < 8 ? hour + 12 : hour) * 60).map { ($0, 2) }
        case "am", "pm":
            return TimeOfDay(minutes: hour * 60).flatMap { meridiem($0, rest.first) }.map { ($0, 1) }
        default: return nil
        }
    }

    private func beginsHour(_ rest: ArraySlice<Token>) -> Bool {
        switch rest.first {
        case .hour?, .hours?, .dotted?: true
        case .number(let hour, false)?: spokenHour(hour, rest.dropFirst()) != nil
        case .figure(let hour?)?: spokenHour(hour, rest.dropFirst()) != nil
        case .word(let word)?: word == "midi" || word == "noon"
        default: false
        }
    }

    private func year(_ token: Token?) -> Int? {
        guard case .figure(let value?)? = token, (2000...2999).contains(value) else { return nil }
        return value
    }

    // MARK: Words

    private func named(_ word: Substring, _ tokens: [Token], at index: Int) -> (ReadMoment, Int)? {
        let rest = tokens[(index + 1)...]
        if let weekday = CalendarWords.weekday(word) { return weekdayed(weekday, rest) }
        if let weekday = CalendarWords.shortWeekday(word), isNumberOfDay(rest.first),
            word != "mon" && word != "mar" || isDated(rest.dropFirst())
        {
            return weekdayed(weekday, rest)
        }
        if let month = CalendarWords.month(word), let day = dayNumber(rest.first) {
            let year = year(rest.dropFirst().first)
            return (ReadMoment(parts: .init(dayOfMonth: day, month: month, year: year)), year == nil ? 2 : 3)
        }
        let next = rest.first?.text
        switch word {
        case "midi", "noon": return (ReadMoment(parts: .init(time: .noon)), 1)
        case "apres" where next == "midi": return (ReadMoment(parts: .init(half: .afternoon)), 2)
        case "apres" where next == "demain": return relative(2, 2)
        case "matin", "matinee", "morning": return (ReadMoment(parts: .init(half: .morning)), 1)
        case "afternoon": return (ReadMoment(parts: .init(half: .afternoon)), 1)
        case "demain", "tomorrow": return relative(1, 1)
        case "aujourd" where next == "hui": return relative(0, 2)
        case "today": return relative(0, 1)
        default: return nil
        }
    }

    private func relative(_ days: Int, _ length: Int) -> (ReadMoment, Int)? {
        guard let day = written?.adding(days: days) else { return nil }
        return (
            ReadMoment(parts: .init(dayOfMonth: day.dayOfMonth, month: day.month, year: day.year)), length
        )
    }

    /// "mardi 4", "mardi le 4", "Tuesday the 4th"; a month behind the number is for the next piece to take.
    private func weekdayed(_ weekday: Int, _ rest: ArraySlice<Token>) -> (ReadMoment, Int) {
        let gap = ["le", "the"].contains(rest.first?.text) ? 1 : 0
        let behind = rest.dropFirst(gap)
        let parts = WrittenMoment(weekday: weekday)
        guard let day = dayNumber(behind.first), spokenHour(day, behind.dropFirst()) == nil,
            behind.dropFirst().first?.text.flatMap(CalendarWords.month) == nil
                && behind.dropFirst().first?.text != "of"
        else { return (ReadMoment(parts: parts), 1) }
        return (ReadMoment(parts: .init(weekday: weekday, dayOfMonth: day)), gap + 2)
    }

    private func dayNumber(_ token: Token?) -> Int? {
        switch token {
        case .number(let number, _)?: (1...31).contains(number) ? number : nil
        case .figure(let value?)?: (1...31).contains(value) ? value : nil
        default: nil
        }
    }

    private func isNumberOfDay(_ token: Token?) -> Bool {
        if case .date? = token { return true }
        return dayNumber(token) != nil
    }

    /// A month or an hour follows.
    private func isDated(_ rest: ArraySlice<Token>) -> Bool {
        rest.first?.text.flatMap(CalendarWords.month) != nil
            || beginsHour(rest.drop { ["a", "at"].contains($0.text) })
    }

    /// Whether tokens end with a day: "mardi", "mardi 4", "4 février", "Feb 4", "04/02".
    private func endsDay(_ tokens: ArraySlice<Token>) -> Bool {
        switch tokens.last {
        case .date?: true
        case .word(let word)?: CalendarWords.weekday(word) != nil || CalendarWords.month(word) != nil
        case .number?, .figure?:
            tokens.dropLast().last?.text.map {
                CalendarWords.weekday($0) ?? CalendarWords.shortWeekday($0) ?? CalendarWords.month($0) != nil
            } ?? false
        default: false
        }
    }

    private func isBesideDayOrHour(_ tokens: [Token], at index: Int) -> Bool {
        let before = tokens[..<index].last?.text
        return before.flatMap { CalendarWords.weekday($0) ?? CalendarWords.shortWeekday($0) } != nil
            || beginsHour(tokens[(index + 1)...].drop { ["a", "at"].contains($0.text) })
    }

    // MARK: Halves of the day

    private func isHalf(_ token: Token?) -> Bool { ["am", "pm"].contains(token?.text) }

    private func meridiem(_ time: TimeOfDay, _ token: Token?) -> TimeOfDay? {
        switch token?.text {
        case "pm": TimeOfDay(minutes: time.minutes < 720 ? time.minutes + 720 : time.minutes)
        case "am": TimeOfDay(minutes: time.minutes >= 720 ? time.minutes - 720 : time.minutes)
        default: nil
        }
    }

    /// "3h de l'après-midi" is 15:00.
    private func halved(_ time: TimeOfDay, _ rest: ArraySlice<Token>) -> TimeOfDay {
        let words = rest.prefix(4).map { $0.text ?? "" }
        let isLate = words.starts(with: ["de", "l", "apres", "midi"]) || words.starts(with: ["du", "soir"])
        return isLate && time.minutes < 720 ? TimeOfDay(clamped: time.minutes + 720) : time
    }
}

extension WrittenMoment {
    /// Both together, where no part of one contradicts the other; an hour makes the half of its day needless.
    func joined(_ other: WrittenMoment) -> WrittenMoment? {
        var joined = WrittenMoment()
        func join<T: Equatable>(_ path: WritableKeyPath<WrittenMoment, T?>) -> Bool {
            joined[keyPath: path] = self[keyPath: path] ?? other[keyPath: path]
            return other[keyPath: path].map { $0 == joined[keyPath: path] } ?? true
        }
        guard join(\.weekday), join(\.dayOfMonth), join(\.month), join(\.year), join(\.half), join(\.time),
            join(\.option)
        else { return nil }
        if let time = joined.time, let half = joined.half {
            guard (half == .morning) == (time < .noon) else { return nil }
            joined.half = nil
        }
        return joined
    }
}
