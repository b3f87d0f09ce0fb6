// From lines to clauses: where one thing ends and the next begins.

import Core

/// Reads folded lines, and parts them at marks and at words that open a clause.
struct ClauseSplitter {
    let moments: MomentReader
    private(set) var clauses: [Clause] = []
    private var tokens: [Token] = []
    private var opensSentence = true
    private var objects = false

    init(moments: MomentReader) { self.moments = moments }

    mutating func end(sentence: Bool, question: Bool = false) {
        if !tokens.isEmpty {
            clauses.append(
                Clause(
                    signs: SignReader.signs(of: moments.settled(tokens)), isQuestion: question,
                    opensSentence: opensSentence, objects: objects))
            tokens = []
            opensSentence = false
            objects = false
        }
        if sentence { opensSentence = true }
    }

    mutating func read(_ line: String) {
        for scanned in Scanned.all(in: line) {
            switch scanned {
            case .token(.word(let word)): read(word)
            case .token(let token): tokens.append(token)
            case .mark(let mark, let isApart, let isLast): read(mark, isApart, isLast)
            }
        }
    }

    private mutating func read(_ word: Substring) {
        let isObjection = Self.objections.contains(word)
        guard isObjection || Self.openers.contains(word) else { return tokens.append(.word(word)) }
        end(sentence: false)
        objects = isObjection
    }

    private mutating func read(_ mark: Unicode.Scalar, _ isApart: Bool, _ isLast: Bool) {
        switch mark {
        case "?": end(sentence: true, question: true)
        case ".":
            // "mar. 4 févr."
            guard isLast || tokens.last?.text.map(CalendarWords.isAbbreviation) != true else { return }
            end(sentence: true)
        case "!", "…": end(sentence: true)
        case ",", ";", "(", ")": end(sentence: false)
        case "-", "–", "—": if isApart { end(sentence: false) }
        default: break
        }
    }

    /// Words that begin a clause without a mark, and those among them that take back what was said.
    private static let openers: Set<Substring> = [
        "car", "parce", "puisque", "because", "since", "plutot", "rather", "instead", "donc", "as",
    ]
    private static let objections: Set<Substring> = [
        "mais", "but", "however", "cependant", "toutefois", "contre", "revanche", "though",
    ]
}
