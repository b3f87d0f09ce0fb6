// The day on which somebody says that they will be back.

import Core

/// Finds "de retour le 9 février", "jusqu'au 09/02/2026 inclus", "du 2 au 6 février", "back on Monday", "until Feb 9".
///
/// What it finds is the day of return, the first on which the person may be there again:
/// - a return is told: that day ("retour le 9", "back on 9 February"), whatever else is told;
/// - an end is told: the day that is named ("jusqu'au 9", "until Feb 9"), or the day after where it is said to be one of
///   absence ("jusqu'au 9 inclus", "through 9 February");
/// - a span is told: the day after its last ("du 2 au 9 février", "from 2 to 9 February").
enum ReturnDay {
    /// Characters looked at.
    private static let longest = 5_000
    /// Days after which a date without a year is one that has passed: an absence that nobody has switched off.
    private static let farthest = 270

    /// `written` is the day of the mail: a date without a year is the first one from it on, and a date before it is
    /// none. Without it, only dates with a year are known.
    static func find(in text: String, written: Day?) -> Day? {
        let sentences = sentences(text, MomentReader(written: written))
        for way in [returning, ending, spanning] {
            for sentence in sentences {
                if let day = way(sentence[...], written) { return day }
            }
        }
        return nil
    }

    private static func sentences(_ text: String, _ moments: MomentReader) -> [[Token]] {
        var sentences: [[Token]] = [[]]
        for line in text.start(longest).lines where !line.isEmpty {
            for scanned in Scanned.all(in: line.folded) {
                switch scanned {
                case .token(let token): sentences[sentences.count - 1].append(token)
                case .mark(".", _, let isLast):
                    let last = sentences[sentences.count - 1].last?.text
                    if isLast || last.map(CalendarWords.isAbbreviation) != true { sentences.append([]) }
                case .mark(let mark, _, _): if "!?;".unicodeScalars.contains(mark) { sentences.append([]) }
                }
            }
        }
        return sentences.map(moments.settled)
    }

    // MARK: Ways of telling

    private static func returning(_ sentence: ArraySlice<Token>, _ written: Day?) -> Day? {
        for index in sentence.indices {
            guard let word = sentence[index].text, returns.contains(word) else { continue }
            let behind = sentence[(index + 1)...]
            // "I will get back to you"
            guard word != "back" || behind.first?.text != "to" else { continue }
            if let found = date(in: behind.prefix(8), written) { return found.day }
        }
        return nil
    }

    private static func ending(_ sentence: ArraySlice<Token>, _ written: Day?) -> Day? {
        for index in sentence.indices {
            guard let word = sentence[index].text, ends.contains(word),
                let (day, rest) = date(in: sentence[(index + 1)...].prefix(8), written)
            else { continue }
            let isIncluded = word == "through" || rest.prefix(2).contains { included.contains($0.text ?? "") }
            return isIncluded ? day.adding(days: 1) : day
        }
        return nil
    }

    /// "du 2 au 9 février", "from Monday 2 to Friday 6 February 2026"
    private static func spanning(_ sentence: ArraySlice<Token>, _ written: Day?) -> Day? {
        for index in sentence.indices
        where ["du", "from", "de", "entre", "between"].contains(sentence[index].text) {
            let behind = sentence[(index + 1)...].prefix(7)
            guard isDay(behind.first),
                let end = behind.firstIndex(where: { ["au", "to", "a", "et", "and"].contains($0.text) }),
                let (day, _) = date(in: sentence[(end + 1)...].prefix(3), written)
            else { continue }
            return day.adding(days: 1)
        }
        return nil
    }

    private static let returns: Set<Substring> = [
        "retour", "reviens", "reviendrai", "revient", "reviendra", "rentre", "rentrerai", "rentrera",
        "reprends",
        "reprendrai", "reprise", "back", "return", "returning", "returns",
    ]
    private static let ends: Set<Substring> = ["jusqu", "jusque", "until", "till", "through"]
    private static let included: Set<Substring> = ["inclus", "incluse", "compris", "included", "inclusive"]

    // MARK: Dates

    private static func isDay(_ token: Token?) -> Bool {
        switch token {
        case .moment(let moment)?: moment.parts.dayOfMonth != nil || moment.parts.weekday != nil
        case .number?, .date?, .figure?: true
        case .word(let word)?: ["le", "lundi"].contains(word)
        default: false
        }
    }

    /// The first date among a few tokens, and what follows it.
    private static func date(
        in tokens: ArraySlice<Token>, _ written: Day?
    ) -> (day: Day, rest: ArraySlice<Token>)? {
        for index in tokens.indices {
            guard let parts = parts(tokens, at: index) else { continue }
            return day(parts, written).map { ($0, tokens[(index + 1)...]) }
        }
        return nil
    }

    private static func parts(_ tokens: ArraySlice<Token>, at index: Int) -> WrittenMoment? {
        switch tokens[index] {
        case .moment(let moment): (moment.parts.dayOfMonth ?? moment.parts.weekday).map { _ in moment.parts }
        case .date(let day, let month, let year, _): WrittenMoment(dayOfMonth: day, month: month, year: year)
        case .number(let number, _), .figure(let number?):
            // "le 9", "the 9th", "au 9": not "dans 2 jours", nor an office.
            ["le", "the", "au", "on"].contains(tokens[..<index].last?.text) && number <= 31
                ? WrittenMoment(dayOfMonth: number) : nil
        default: nil
        }
    }

    private static func day(_ parts: WrittenMoment, _ written: Day?) -> Day? {
        if let year = parts.year, let month = parts.month, let number = parts.dayOfMonth {
            return Day(year: year, month: month, day: number).flatMap { day in
                written.map { day >= $0 } ?? true ? day : nil
            }
        }
        guard let written else { return nil }
        guard let number = parts.dayOfMonth else {
            return (1...7).map(written.adding(days:)).first { $0.weekday == parts.weekday }
        }
        return (0...(parts.month == nil ? 31 : farthest)).lazy.map(written.adding(days:)).first { day in
            day.dayOfMonth == number && (parts.month ?? day.month) == day.month
        }
    }
}
