// From the tokens of a clause to its signs.

import Core

/// Finds the phrases of the lexicon, and tells which numbers are a slot's.
enum SignReader {
    static func signs(of tokens: [Token]) -> [Sign] {
        let tokens = settled(tokens)
        var signs: [Sign] = []
        var index = 0
        while index < tokens.count {
            switch tokens[index] {
            case .number(let number, let ordinal): signs.append(ordinal ? .ordinal(number) : .number(number))
            case .moment(let moment): signs.append(.moment(moment))
            case .blur, .hour, .hours, .dotted, .date: signs.append(.moment(nil))
            case .figure: signs.append(.word)
            case .word(let word):
                let words = tokens[index...].prefix(6).prefix { $0.text != nil }.compactMap(\.text)
                let match = Lexicon.match(words[...])
                // "no 2" is a number; "no, 2" has ended the clause.
                if word == "no", index + 1 < tokens.count, case .number = tokens[index + 1] {
                    signs.append(.slot)
                } else {
                    signs.append(match?.sign ?? .word)
                    index += (match?.length ?? 1) - 1
                }
            }
            index += 1
        }
        return signs
    }

    /// Numbers that belong to dates, hours, offices and telephones, made into what they are.
    private static func settled(_ tokens: [Token]) -> [Token] {
        var settled = tokens
        for (index, token) in tokens.enumerated() {
            guard case .number = token else { continue }
            let before = index > 0 ? tokens[index - 1] : nil
            let after = index + 1 < tokens.count ? tokens[index + 1] : nil
            let isSpan = isWord(before, in: ["du", "from"]) && isWord(after, in: ["au", "to"])
            if isMonth(before) || isMonth(after) || isSpan || isWord(after, in: counted) {
                settled[index] = .blur
            } else if isFigure(before) || isFigure(after) || isWord(before, in: numbered) {
                settled[index] = .figure(nil)
            }
        }
        return settled
    }

    private static func isMonth(_ token: Token?) -> Bool {
        token?.text.map(CalendarWords.isUnmistakable) ?? false
    }

    private static func isWord(_ token: Token?, in words: Set<Substring>) -> Bool {
        token?.text.map(words.contains) ?? false
    }

    /// Three numbers in a row, or one beside a figure, are a telephone's.
    private static func isFigure(_ token: Token?) -> Bool {
        switch token {
        case .figure?, .number(_, ordinal: false)?: true
        default: false
        }
    }

    /// Nouns that take the number before them, and those that take the number behind them.
    private static let counted: Set<Substring> = [
        "h", "heure", "heures", "hr", "hour", "hours", "am", "pm", "o", "min", "mn", "minutes", "jour",
        "jours", "day", "days", "semaines", "weeks", "mois", "months", "month", "fois", "ans", "years",
        "euros",
        "personnes", "people", "postes", "ordinateurs", "pc", "ecrans", "collegues", "colleagues",
    ]
    static let numbered: Set<Substring> = [
        "bureau", "salle", "batiment", "bat", "etage", "porte", "poste", "room", "floor", "building",
        "office",
        "ext", "windows", "version", "page", "tel", "telephone", "phone", "rue", "niveau", "at",
    ]
}
