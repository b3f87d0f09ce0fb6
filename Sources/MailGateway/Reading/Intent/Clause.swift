// A text in pieces small enough to say one thing each.

import Core

/// A clause: the signs of its words, and how it stands among the others.
struct Clause {
    var signs: [Sign] = []
    /// It ends with a question mark.
    var isQuestion = false
    /// It begins a sentence, rather than follow a comma.
    var opensSentence = true
    /// It begins with "mais", "but".
    var objects = false
}

extension Clause {
    /// The clauses of a text, in order; empty ones are left out.
    static func all(in text: String) -> [Clause] {
        var splitter = Splitter()
        for line in text.split(whereSeparator: \.isNewline) {
            splitter.read(Array(line.folded.unicodeScalars))
            splitter.end(sentence: true)
        }
        return splitter.clauses
    }

    /// Words that begin a clause without a mark, and those among them that take back what was said.
    private static let openers: Set<Substring> = [
        "car", "parce", "puisque", "because", "since", "plutot", "rather", "instead", "donc", "as",
    ]
    private static let objections: Set<Substring> = [
        "mais", "but", "however", "cependant", "toutefois", "contre", "revanche", "though",
    ]
    /// Nouns that take the number before them, and those that take the number behind them.
    private static let counted: Set<Substring> = [
        "h", "heure", "heures", "hr", "hour", "hours", "am", "pm", "o", "min", "mn", "minutes", "jour",
        "jours",
        "day", "days", "semaines", "weeks", "mois", "months", "month", "fois", "ans", "years", "euros",
        "personnes", "people", "postes", "ordinateurs", "pc", "ecrans", "collegues", "colleagues",
    ]
    private static let numbered: Set<Substring> = [
        "bureau", "salle", "batiment", "bat", "etage", "porte", "poste", "room", "floor", "building",
        "office",
        "ext", "windows", "version", "page", "tel", "telephone", "phone", "rue", "niveau", "at",
    ]

    private enum Token: Equatable {
        case word(Substring)
        case number(Int, ordinal: Bool)
        /// An hour, a date.
        case moment
        /// A number that is no slot's: a telephone's, a year, an office's.
        case figure

        var text: Substring? {
            guard case .word(let text) = self else { return nil }
            return text
        }
    }

    private struct Splitter {
        var clauses: [Clause] = []
        private var tokens: [Token] = []
        private var opensSentence = true
        private var objects = false

        mutating func end(sentence: Bool, question: Bool = false) {
            if !tokens.isEmpty {
                clauses.append(
                    Clause(
                        signs: signs(settled(tokens)), isQuestion: question, opensSentence: opensSentence,
                        objects: objects))
                tokens = []
                opensSentence = false
                objects = false
            }
            if sentence { opensSentence = true }
        }

        mutating func read(_ line: [Unicode.Scalar]) {
            var index = 0
            while index < line.count {
                let scalar = line[index]
                if scalar.isDigit {
                    index = readNumber(line, at: index)
                } else if scalar.properties.isAlphabetic {
                    let end = line[index...].firstIndex { !$0.properties.isAlphabetic } ?? line.count
                    var word = Substring(String(String.UnicodeScalarView(line[index..<end])))
                    index = end
                    if word == "n", index < line.count, ["°", "º"].contains(line[index]) { word = "numero" }
                    read(word)
                } else {
                    read(
                        mark: scalar, spaced: index > 0 && line[index - 1] == " ",
                        before: line[(index + 1)...].first)
                    index += 1
                }
            }
        }

        private mutating func read(_ word: Substring) {
            let isObjection = objections.contains(word)
            guard isObjection || openers.contains(word) else { return tokens.append(.word(word)) }
            end(sentence: false)
            objects = isObjection
        }

        private mutating func read(mark: Unicode.Scalar, spaced: Bool, before next: Unicode.Scalar?) {
            switch mark {
            case "?": end(sentence: true, question: true)
            case ".", "!", "…": end(sentence: true)
            case ",", ";", "(", ")": end(sentence: false)
            case "-", "–", "—": if spaced, next == " " { end(sentence: false) }
            case "#", "№": tokens.append(.word("numero"))
            case "👍", "✅": tokens.append(.word(Substring(String(mark))))
            default: break
            }
        }

        /// Reads digits, and what joins them to an hour, a date, a range or an ordinal. Returns where it ended.
        private mutating func readNumber(_ line: [Unicode.Scalar], at start: Int) -> Int {
            var index = start
            var isPlain = true
            while index < line.count {
                if line[index].isDigit {
                    index += 1
                } else if index + 1 < line.count, line[index + 1].isDigit,
                    ".,:/-–h".unicodeScalars.contains(line[index])
                {
                    isPlain = false
                    index += 1
                } else {
                    break
                }
            }
            let digits = String(String.UnicodeScalarView(line[start..<index]))
            let end = line[index...].firstIndex { !$0.properties.isAlphabetic } ?? line.count
            let suffix = String(String.UnicodeScalarView(line[index..<end]))
            switch suffix {
            case "", "e", "er", "ere", "eme", "ieme", "st", "nd", "rd", "th":
                if !isPlain {
                    tokens.append(.moment)
                } else if let number = Int(digits), (1..<100).contains(number), !digits.hasPrefix("0") {
                    tokens.append(.number(number, ordinal: !suffix.isEmpty))
                } else {
                    tokens.append(.figure)
                }
            case "h", "am", "pm", "min", "mn": tokens.append(.moment)
            default: tokens.append(.figure)
            }
            return end
        }

        /// Numbers that belong to dates, hours, offices and telephones, made into what they are.
        private func settled(_ tokens: [Token]) -> [Token] {
            var settled = tokens
            for (index, token) in tokens.enumerated() {
                guard case .number = token else { continue }
                let before = index > 0 ? tokens[index - 1] : nil
                let after = index + 1 < tokens.count ? tokens[index + 1] : nil
                let isSpan = isWord(before, in: ["du", "from"]) && isWord(after, in: ["au", "to"])
                if isMoment(before) || isMoment(after) || isSpan || isWord(after, in: counted) {
                    settled[index] = .moment
                } else if isFigure(before) || isFigure(after) || isWord(before, in: numbered) {
                    settled[index] = .figure
                }
            }
            return settled
        }

        private func isMoment(_ token: Token?) -> Bool {
            guard case .word(let word)? = token, let match = Lexicon.match([word]) else { return false }
            return match.sign == .moment && !["matin", "midi", "soir"].contains(word)
        }

        private func isWord(_ token: Token?, in words: Set<Substring>) -> Bool {
            guard case .word(let word)? = token else { return false }
            return words.contains(word)
        }

        /// Three numbers in a row, or one beside a figure, are a telephone's.
        private func isFigure(_ token: Token?) -> Bool {
            switch token {
            case .figure?, .number(_, ordinal: false)?: true
            default: false
            }
        }

        private func signs(_ tokens: [Token]) -> [Sign] {
            var signs: [Sign] = []
            var index = 0
            while index < tokens.count {
                switch tokens[index] {
                case .number(let number, let ordinal):
                    signs.append(ordinal ? .ordinal(number) : .number(number))
                case .moment: signs.append(.moment)
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
    }
}

extension Unicode.Scalar {
    fileprivate var isDigit: Bool { (0x30...0x39).contains(value) }
}
