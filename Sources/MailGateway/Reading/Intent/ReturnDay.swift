// The day on which somebody says that they will be back.

import Core

/// Finds "de retour le 9 février", "jusqu'au 09/02/2026 inclus", "back on 9 February", "until Feb 9".
enum ReturnDay {
    /// The last date of the first phrase that tells a return or an end; nil where there is none. A date without a year is
    /// the first one not before `written`, the day of the mail; without that, it is not known.
    static func find(in text: String, written: Day?) -> Day? {
        let words = text.prefix(5_000).folded.split { !($0.isLetter || $0.isNumber || $0 == "/") }
        for index in words.indices where isLead(words[index]) {
            if let day = date(in: words[(index + 1)...].prefix(5), written: written) { return day }
        }
        return nil
    }

    private static func isLead(_ word: Substring) -> Bool {
        ["retour", "jusqu", "jusque", "au", "back", "until", "till", "return", "returning", "to", "through"]
            .contains(word)
    }

    /// The first date among a few words, told in any of the usual orders.
    private static func date(in words: ArraySlice<Substring>, written: Day?) -> Day? {
        for index in words.indices {
            if let day = numeric(words[index], written) { return day }
            let next = words[(index + 1)...].prefix(2)
            guard let number = dayNumber(words[index]) ?? monthNumber(words[index]),
                let second = next.first
            else { continue }
            let isDayFirst = dayNumber(words[index]) != nil
            guard let other = isDayFirst ? monthNumber(second) : dayNumber(second) else { continue }
            let year = next.dropFirst().first.flatMap { Int($0) }.flatMap {
                (2000...2999).contains($0) ? $0 : nil
            }
            return day(isDayFirst ? number : other, month: isDayFirst ? other : number, year: year, written)
        }
        return nil
    }

    /// `09/02/2026`, `9/2`: day first, as the French write it.
    private static func numeric(_ word: Substring, _ written: Day?) -> Day? {
        let parts = word.split(separator: "/").map { Int($0) }
        guard (2...3).contains(parts.count), let number = parts[0], let month = parts[1] else { return nil }
        let year = parts.count == 3 ? parts[2] : nil
        return day(number, month: month, year: year.map { $0 < 100 ? 2000 + $0 : $0 }, written)
    }

    private static func day(_ number: Int, month: Int, year: Int?, _ written: Day?) -> Day? {
        if let year { return Day(year: year, month: month, day: number) }
        guard let written else { return nil }
        return [written.year, written.year + 1].lazy
            .compactMap { Day(year: $0, month: month, day: number) }.first { $0 >= written }
    }

    private static func dayNumber(_ word: Substring) -> Int? {
        let digits = word.prefix { $0.isNumber }
        guard ["", "er", "st", "nd", "rd", "th"].contains(word.dropFirst(digits.count)),
            let number = Int(digits), (1...31).contains(number)
        else { return nil }
        return number
    }

    private static func monthNumber(_ word: Substring) -> Int? {
        guard word.count >= 3 else { return nil }
        return months.firstIndex {
            $0.contains { name in name == word || (word.count <= 5 && name.hasPrefix(word)) }
        }
        .map { $0 + 1 }
    }

    private static let months = [
        ["janvier", "january"], ["fevrier", "february"], ["mars", "march"], ["avril", "april"],
        ["mai", "may"],
        ["juin", "june"], ["juillet", "july"], ["aout", "august"], ["septembre", "september"],
        ["octobre", "october"], ["novembre", "november"], ["decembre", "december"],
    ]
}
