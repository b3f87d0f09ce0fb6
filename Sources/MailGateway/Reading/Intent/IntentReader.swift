// From a person's words to the one thing that they ask for.

import Core

/// Understands short answers in French and English.
///
/// Acting on a misunderstanding is worse than asking: one clear meaning is an intent; two, none, a doubt, a question
/// or a number that could be something else is `unclear`.
enum IntentReader {
    /// Answers are short: what comes after this many clauses is no answer but a letter.
    private static let mostClauses = 60

    /// `written` is the day of the mail, from which "demain" and dates without a year count.
    static func intent(of text: String, written: Day? = nil) -> Intent {
        if let lines = Placements.lines(in: text, written: written) { return .place(lines) }
        return single(text, written: written)
    }

    /// The meaning of a text that is about its author alone.
    static func single(_ text: String, written: Day?) -> Intent {
        let clauses = Clause.all(in: text, written: written)
        guard clauses.count <= mostClauses else { return .unclear }
        var found: Set<Meaning> = []
        for clause in clauses {
            let meanings = clause.meanings
            // "Oui, mais il faudrait…", "ok, si…": taken back, in words that we do not know.
            let takesBack = clause.objects || (clause.signs.first == .doubt && !clause.opensSentence)
            if takesBack, meanings.isEmpty, !found.isEmpty { return .unclear }
            found.formUnion(meanings)
        }
        return combined(found, until: ReturnDay.find(in: text, written: written))
    }

    /// The one meaning of all clauses together. What is asked for outweighs the yes, the no or the absence that leads
    /// to it: "non, je prends le 3", "ok, annulez".
    private static func combined(_ found: Set<Meaning>, until: Day?) -> Intent {
        guard !found.contains(.unclear), !found.isSuperset(of: [.accept, .mentions]) else { return .unclear }
        let found = found.subtracting([.mentions])
        if found.contains(where: \.isChoice) { return choice(found) }
        if found.contains(where: \.isRejection) { return .unclear }
        switch found.intersection([.cancel, .move]) {
        case [.cancel]: return .cancel
        case [.move]: return .move
        case []: break
        default: return .unclear
        }
        switch found {
        case [.accept]: return .accept
        case [.decline], [.decline, .absent]: return .decline
        case [.absent]: return .absent(until: until)
        default: return .unclear
        }
    }

    /// One slot, by its number, its moment, or both; none where two are named, or where one is named and refused.
    private static func choice(_ found: Set<Meaning>) -> Intent {
        let options = Set(found.compactMap(\.option))
        guard !found.contains(.cancel), options.count <= 1,
            options.allSatisfy({ !found.contains(.rejects($0)) })
        else { return .unclear }
        let moments = found.compactMap(\.moment)
        guard var moment = moments.first else { return options.first.map { .choose(option: $0) } ?? .unclear }
        for other in moments.dropFirst() {
            guard let joined = moment.joined(other) else { return .unclear }
            moment = joined
        }
        guard !found.contains(where: { $0.rejects(moment) }) else { return .unclear }
        moment.option = options.first
        return .chooseTime(moment)
    }
}

extension Meaning {
    fileprivate var option: Int? {
        guard case .chooses(let option) = self else { return nil }
        return option
    }

    fileprivate var moment: WrittenMoment? {
        guard case .choosesTime(let moment) = self else { return nil }
        return moment
    }

    fileprivate var isChoice: Bool { option != nil || moment != nil }

    fileprivate var isRejection: Bool {
        switch self {
        case .rejects, .rejectsTime: true
        default: false
        }
    }

    /// Whether a moment falls into what is refused: "pas mardi" refuses "mardi 4" too, and "pas le 4" may.
    fileprivate func rejects(_ moment: WrittenMoment) -> Bool {
        switch self {
        case .rejects(let number): number == moment.dayOfMonth
        case .rejectsTime(let refused): refused.joined(moment) != nil
        default: false
        }
    }
}
