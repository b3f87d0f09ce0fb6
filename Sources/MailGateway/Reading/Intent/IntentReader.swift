// From a person's words to the one thing that they ask for.

import Core

/// Understands short answers in French and English.
///
/// Acting on a misunderstanding is worse than asking: one clear meaning is an intent; two, none, a doubt, a question
/// or a number that could be something else is `unclear`.
enum IntentReader {
    /// Answers are short: what comes after this many clauses is no answer but a letter.
    private static let mostClauses = 60

    static func intent(of text: String, written: Day? = nil) -> Intent {
        let clauses = Clause.all(in: text)
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
        guard !found.contains(.unclear) else { return .unclear }
        let options = Set(found.compactMap(\.option))
        if let option = options.first {
            let isClear = options.count == 1 && !found.contains(.rejects(option)) && !found.contains(.cancel)
            return isClear ? .choose(option: option) : .unclear
        }
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
}

/// What one clause says.
private enum Meaning: Hashable {
    case chooses(Int)
    /// Not this one.
    case rejects(Int)
    case accept, decline, cancel, move, absent
    /// Something that matters, and could be read in two ways.
    case unclear

    var option: Int? {
        guard case .chooses(let option) = self else { return nil }
        return option
    }

    var isRejection: Bool {
        guard case .rejects = self else { return false }
        return true
    }
}

extension Clause {
    fileprivate var meanings: Set<Meaning> {
        let options = options
        let isAsked = isQuestion || signs.contains(.asks) || signs.contains(.requests)
        if signs.contains(.doubt) { return matters ? [.unclear] : [] }
        if isAsked { return asked(options) }
        return isNegated ? negated(options) : stated(options)
    }

    private var isNegated: Bool {
        has(.not) || has(.cannot) || (has(.ne) && !has(.que))
    }

    /// Whether anything in the clause could be acted on.
    private var matters: Bool {
        signs.contains {
            switch $0 {
            case .yes, .confirm, .suits, .cannot, .no, .cancel, .move, .slot, .takes, .number, .ordinal: true
            default: false
            }
        }
    }

    private func has(_ sign: Sign) -> Bool { signs.contains(sign) }

    /// "Puis-je avoir le 2 ?" and "un autre créneau ?" are requests; any other question decides nothing.
    private func asked(_ options: Options) -> Set<Meaning> {
        guard matters else { return [] }
        guard !has(.asks), !isNegated else { return [.unclear] }
        if has(.move), options.isEmpty { return [.move] }
        guard has(.requests) else { return [.unclear] }
        if has(.cancel), options.isEmpty { return [.cancel] }
        return options.only.map { [.chooses($0)] } ?? [.unclear]
    }

    private func negated(_ options: Options) -> Set<Meaning> {
        if !options.sure.isEmpty { return Set(options.sure.map(Meaning.rejects)) }
        if has(.cancel) || has(.move) || has(.confirm) || has(.yes) || !options.loose.isEmpty {
            return [.unclear]
        }
        guard has(.suits) || has(.cannot) || has(.no) else { return [] }
        // "Je ne peux pas mardi" may be another day; "je ne peux pas imprimer" is another matter.
        return has(.moment) ? [.unclear] : has(.word) ? [] : [.decline]
    }

    private func stated(_ options: Options) -> Set<Meaning> {
        if has(.cancel) || (has(.move) && options.isEmpty) {
            return has(.cancel) && has(.move) ? [.unclear] : [has(.cancel) ? .cancel : .move]
        }
        if !options.isEmpty {
            guard let option = options.only, !has(.no) || has(.takes) else {
                return options.sure.isEmpty && has(.word) && !has(.yes) && !has(.confirm) ? [] : [.unclear]
            }
            return [.chooses(option)]
        }
        if has(.absent) { return has(.yes) || has(.confirm) ? [.unclear] : [.absent] }
        if has(.confirm) { return has(.no) ? [.unclear] : [.accept] }
        if has(.no) { return has(.yes) || has(.moment) ? [.unclear] : has(.word) ? [] : [.decline] }
        // A yes that opens its clause stands whatever follows; the milder words must stand alone.
        let opens = signs.first { $0 != .filler } == .yes
        guard has(.yes) || has(.suits), opens || !has(.word) else { return [] }
        return has(.moment) ? [.unclear] : [.accept]
    }

    /// The numbers of a clause: those that name a slot, and those that might.
    private struct Options {
        var sure: [Int] = []
        var loose: [Int] = []

        var isEmpty: Bool { sure.isEmpty && loose.isEmpty }
        /// The one slot that is named.
        var only: Int? { Set(sure).count == 1 && Set(loose).subtracting(sure).isEmpty ? sure.first : nil }
    }

    private var options: Options {
        var options = Options()
        for (index, sign) in signs.enumerated() {
            switch sign {
            case .number(let number):
                if isNamed(at: index) || isAlone(at: index) {
                    options.sure.append(number)
                } else {
                    options.loose.append(number)
                }
            case .ordinal(let number):
                if isNamed(at: index) || signs[(index + 1)...].first == .slot { options.sure.append(number) }
            default: break
            }
        }
        return options
    }

    /// "Le créneau 2", "je prends le 2"; "le 2" where nothing beside it makes it a day or a street.
    private func isNamed(at index: Int) -> Bool {
        var before = signs[..<index]
        let hasArticle = before.last == .article
        while before.last == .article { before.removeLast() }
        if before.last == .slot { return true }
        guard signs[(index + 1)...].first != .word else { return false }
        if before.last == .takes { return !has(.moment) }
        return hasArticle && !has(.word) && !has(.moment)
    }

    /// The only number, among words that say nothing else of it.
    private func isAlone(at index: Int) -> Bool {
        let numbers = signs.filter { if case .number = $0 { true } else { false } }
        return numbers.count == 1 && !has(.word) && !has(.moment)
            && (index == 0 || signs[index - 1] != .bound)
    }
}
