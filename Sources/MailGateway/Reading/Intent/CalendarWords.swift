// The names of days and months, in French and in English.

import Core

/// Folded names and their numbers.
enum CalendarWords {
    /// 1 for Monday … 7 for Sunday, by their whole names.
    static func weekday(_ word: Substring) -> Int? { weekdays[word] }

    /// By an abbreviation, which may be another word ("mon", "sun", "mer"): a number has to follow it.
    static func shortWeekday(_ word: Substring) -> Int? { shortWeekdays[word] }

    /// 1…12, by whole names and by abbreviations. "May", "mars" and "mar" are other words too: a number has to stand
    /// beside them.
    static func month(_ word: Substring) -> Int? { months[word] }

    /// Whether a full stop behind the word belongs to it.
    static func isAbbreviation(_ word: Substring) -> Bool {
        shortWeekdays[word] != nil || (months[word] != nil && word.count <= 5)
    }

    /// Whether the word is nothing but the name of a day or month.
    static func isUnmistakable(_ word: Substring) -> Bool {
        weekdays[word] != nil
            || (months[word] != nil && !["may", "mars", "mar", "mai", "sept", "dec"].contains(word))
    }

    private static let weekdays: [Substring: Int] = table([
        "lundi monday", "mardi tuesday", "mercredi wednesday", "jeudi thursday", "vendredi friday",
        "samedi saturday", "dimanche sunday",
    ])
    private static let shortWeekdays: [Substring: Int] = table([
        "lun mon", "mar tue tues", "mer wed weds", "jeu thu thur thurs", "ven fri", "sam sat", "dim sun",
    ])
    private static let months: [Substring: Int] = table([
        "janvier january janv jan", "fevrier february fevr fev feb", "mars march mar", "avril april avr apr",
        "mai may",
        "juin june jun", "juillet july juil jul", "aout august aug", "septembre september sept sep",
        "octobre october oct", "novembre november nov", "decembre december dec",
    ])

    private static func table(_ names: [String]) -> [Substring: Int] {
        var table: [Substring: Int] = [:]
        for (index, list) in names.enumerated() {
            for name in list.split(separator: " ") { table[name] = index + 1 }
        }
        return table
    }
}
