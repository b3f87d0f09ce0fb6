// What one clause of an answer says.

import Core

enum Meaning: Hashable {
    case chooses(Int)
    case choosesTime(WrittenMoment)
    /// Not this one.
    case rejects(Int)
    case rejectsTime(WrittenMoment)
    case accept, decline, cancel, move, absent
    /// A moment among words that are not understood: it may take back a yes.
    case mentions
    /// Something that matters, and could be read in two ways.
    case unclear
}

extension Clause {
    var meanings: Set<Meaning> {
        let options = options
        let isAsked = isQuestion || has(.asks) || has(.requests)
        if has(.doubt) { return matters ? [.unclear] : [] }
        if isAsked { return asked(options) }
        return isNegated ? negated(options) : stated(options)
    }

    /// Whether anything in the clause could be acted on.
    var matters: Bool {
        signs.contains {
            switch $0 {
            case .yes, .confirm, .suits, .cannot, .no, .cancel, .move, .slot, .takes, .number, .ordinal: true
            case .moment(let moment): moment != nil && !hasWord
            default: false
            }
        }
    }

    private var isNegated: Bool {
        has(.not) || has(.cannot) || (has(.ne) && !has(.que))
    }

    private func has(_ sign: Sign) -> Bool { signs.contains(sign) }

    private var hasWord: Bool { has(.word) || has(.limit) }

    private var moments: [ReadMoment?] {
        signs.compactMap {
            guard case .moment(let moment) = $0 else { return nil }
            return .some(moment)
        }
    }

    /// "Puis-je avoir le 2 ?" and "un autre créneau ?" are requests; any other question decides nothing.
    private func asked(_ options: Options) -> Set<Meaning> {
        guard matters else { return [] }
        guard !has(.asks), !isNegated else { return [.unclear] }
        if has(.move), options.isEmpty { return moved }
        guard has(.requests) else { return [.unclear] }
        if has(.cancel), options.isEmpty { return [.cancel] }
        if let option = options.only { return [.chooses(option)] }
        guard options.isEmpty, let moment = onlyMoment, !has(.limit) else { return [.unclear] }
        return [.choosesTime(moment.parts)]
    }

    private func negated(_ options: Options) -> Set<Meaning> {
        if !options.sure.isEmpty { return Set(options.sure.map(Meaning.rejects)) }
        if has(.cancel) || has(.move) || has(.confirm) || has(.yes) || !options.loose.isEmpty {
            return [.unclear]
        }
        // "Je ne peux pas mardi" leaves the other days open.
        let refused = moments.compactMap { $0?.parts }
        if !refused.isEmpty, refused.count == moments.count, !has(.limit) {
            return Set(refused.map(Meaning.rejectsTime))
        }
        guard has(.suits) || has(.cannot) || has(.no) else { return [] }
        // "Je ne peux pas cette semaine" may be another; "je ne peux pas imprimer" is another matter.
        return !moments.isEmpty ? [.unclear] : hasWord ? [] : [.decline]
    }

    private func stated(_ options: Options) -> Set<Meaning> {
        if has(.cancel) { return has(.move) || cancelsAndTakes ? [.unclear] : [.cancel] }
        if has(.move), options.isEmpty { return moved }
        if has(.absent), options.sure.isEmpty, !has(.takes) {
            return has(.yes) || has(.confirm) ? [.unclear] : [.absent]
        }
        if !options.isEmpty {
            guard let option = options.only, !has(.no) || has(.takes) else {
                return options.sure.isEmpty && hasWord && !has(.yes) && !has(.confirm) ? [] : [.unclear]
            }
            guard !moments.isEmpty else { return [.chooses(option)] }
            return onlyMoment.map { [.chooses(option), .choosesTime($0.parts)] } ?? [.unclear]
        }
        if !moments.isEmpty, let told = toldMoment { return told }
        if has(.confirm) { return has(.no) ? [.unclear] : [.accept] }
        if has(.no) { return has(.yes) || !moments.isEmpty ? [.unclear] : hasWord ? [] : [.decline] }
        // A yes that opens its clause stands whatever follows; the milder words must stand alone.
        let opens = signs.first { ![.filler, .source, .target].contains($0) } == .yes
        guard has(.yes) || has(.suits), opens || !hasWord else { return [] }
        return moments.isEmpty ? [.accept] : [.unclear]
    }

    /// "Annulez et mettez-moi le 3", "annulez mardi, je viens mercredi"
    private var cancelsAndTakes: Bool {
        guard let cancel = signs.firstIndex(of: .cancel) else { return false }
        return moments.count > 1 || signs[cancel...].contains(.takes)
    }

    // MARK: Moments

    /// The one moment of the clause, where it can be read.
    private var onlyMoment: ReadMoment? {
        let moments = moments
        guard moments.count == 1, let moment = moments.first, let moment, !moment.parts.isHalfDay else {
            return nil
        }
        return moment
    }

    /// What a clause with a moment chooses; nil where its other words decide.
    private var toldMoment: Set<Meaning>? {
        // Among words that we do not know, the moment must be what is taken: "je prends mardi 4 à 9h30 comme convenu".
        if has(.word), !isTakenAtOnce {
            return has(.confirm) || has(.yes) || has(.no) || has(.suits) ? nil : [.mentions]
        }
        guard !has(.no), !has(.limit), let moment = onlyMoment else { return [.unclear] }
        if isFarewell(moment) { return [] }
        // "Je suis disponible de 9h à 12h" is the time that somebody has; "mardi de 9h à 10h30" is a slot.
        guard !moment.isRange || !has(.suits) || has(.takes) else { return [.unclear] }
        return [.choosesTime(moment.parts)]
    }

    /// "À mardi !", "see you Tuesday"
    private func isFarewell(_ moment: ReadMoment) -> Bool {
        if has(.farewell) { return true }
        guard let index = signs.firstIndex(of: .moment(moment)), index > 0 else { return false }
        return signs[index - 1] == .bound && moment.parts.time == nil
            && signs[..<(index - 1)].allSatisfy { $0 == .filler }
    }

    /// The moment follows "je prends", "le créneau", with nothing but small words between.
    private var isTakenAtOnce: Bool {
        guard
            let index = signs.firstIndex(where: { if case .moment = $0 { true } else { false } }),
            let before = signs[..<index].last(where: {
                ![.article, .filler, .bound, .source, .target].contains($0)
            })
        else { return false }
        return before == .takes || before == .slot
    }

    /// "Déplacer au mardi 4 à 9h30" names the new time, "déplacer mon rendez-vous du mardi 4" the old one.
    private var moved: Set<Meaning> {
        var targets: Set<Meaning> = []
        var isSure = true
        for (index, sign) in signs.enumerated() {
            guard case .moment(let moment) = sign else { continue }
            switch bearing(at: index) {
            case .from: continue
            case .to:
                guard let moment, !has(.limit) else { return [.unclear] }
                targets.insert(.choosesTime(moment.parts))
            case nil: isSure = false
            }
        }
        guard isSure, targets.count <= 1 else { return [.unclear] }
        return targets.isEmpty ? [.move] : targets
    }

    private enum Bearing { case from, to }

    private func bearing(at index: Int) -> Bearing? {
        for sign in signs[..<index].reversed() {
            switch sign {
            case .article, .slot: continue
            case .source: return .from
            case .bound, .target: return .to
            default: return nil
            }
        }
        return nil
    }

    // MARK: Numbers

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
                let isNamed = isNamed(at: index) || signs[(index + 1)...].first == .slot
                if isNamed || signs.allSatisfy({ $0 == sign || $0 == .filler }) {
                    options.sure.append(number)
                }
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
        if before.last == .takes { return moments.isEmpty }
        return hasArticle && !hasWord && moments.isEmpty && !has(.absent)
    }

    /// The only number, among words that say nothing else of it.
    private func isAlone(at index: Int) -> Bool {
        let numbers = signs.filter { if case .number = $0 { true } else { false } }
        let before = index > 0 ? signs[index - 1] : .filler
        return numbers.count == 1 && !hasWord && moments.isEmpty && !has(.absent) && before != .bound
            && before != .source
    }
}

extension WrittenMoment {
    /// "Le matin": no day that it could be the morning of.
    fileprivate var isHalfDay: Bool { half != nil && [weekday, dayOfMonth, month].allSatisfy { $0 == nil } }
}
