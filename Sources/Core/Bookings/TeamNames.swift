// Whom a manager means by a name: in their own team, and nowhere else (RG-124).
//
// Case, accents, hyphens and order do not count, particles may be left out or written together, a given name may be an
// initial or left out. The fullest reading that fits anybody counts; where it fits two, nobody is chosen.

/// The names of a team, as people may write them.
struct TeamNames {
    enum Match: Equatable {
        case one(Agent)
        /// Who might be meant, by name.
        case several([Agent])
        case none
    }

    private let members: [(agent: Agent, name: PersonName)]

    init(_ members: [Agent]) {
        self.members = members.map { ($0, PersonName(given: $0.givenName, family: $0.familyName)) }
    }

    /// The member of a name or an address.
    func find(_ written: String) -> Match {
        if let email = EmailAddress(written.filter { !$0.isWhitespace && $0 != "<" && $0 != ">" }) {
            return members.first { $0.agent.email == email }.map { .one($0.agent) } ?? .none
        }
        let readings = members.map { (agent: $0.agent, fit: $0.name.fit(of: written)) }
        guard let best = readings.compactMap(\.fit).max() else { return .none }
        let found = readings.filter { $0.fit == best }.map(\.agent)
        return found.count == 1 ? .one(found[0]) : .several(found)
    }
}

/// A person's name in parts that can be compared.
private struct PersonName {
    /// How much of a name was written; the more, the surer.
    enum Fit: Int, Comparable {
        case partOfFamily, family, initials, partOfGiven, full

        static func < (left: Fit, right: Fit) -> Bool { left.rawValue < right.rawValue }
    }

    private let given: [String]
    /// The family name with its particles, without them, and with all written together.
    private let families: [[String]]

    init(given: String, family: String) {
        self.given = Self.words(given)
        let words = Self.words(family)
        families = [words, Self.bare(words), [words.joined()]]
    }

    private static let particles: Set<String> = [
        "de", "du", "des", "d", "la", "le", "les", "l", "van", "von", "der", "den", "di", "da", "dos", "el",
        "al",
        "ben", "ter", "y",
    ]
    private static let titles: Set<String> = [
        "monsieur", "madame", "mademoiselle", "mme", "mlle", "mr", "mrs", "ms", "dr",
    ]

    private static func words(_ text: String) -> [String] {
        text.folded.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// Without particles, unless nothing else is left.
    private static func bare(_ words: [String]) -> [String] {
        let bare = words.filter { !particles.contains($0) }
        return bare.isEmpty ? words : bare
    }

    /// How well a written name fits; nil where it does not.
    func fit(of written: String) -> Fit? {
        let words = Self.words(written).filter { !Self.titles.contains($0) }
        guard !words.isEmpty, words.count <= 12 else { return nil }
        // "M. Dupont" may be a title or an initial: as an initial it says more, where it fits.
        let untitled = words.first == "m" && words.count > 1 ? Array(words.dropFirst()) : words
        let readings = Set([words, Self.bare(words), untitled, Self.bare(untitled)])
        return readings.flatMap { words in families.compactMap { fit(of: words, family: $0) } }.max()
    }

    private func fit(of words: [String], family: [String]) -> Fit? {
        guard let rest = Self.removing(family, from: words) else {
            let isPart = family.count > 1 && Self.removing(words, from: family) != nil
            return isPart && words.contains { $0.count > 2 } ? .partOfFamily : nil
        }
        if rest.isEmpty { return given.isEmpty ? .full : .family }
        if rest.sorted() == given.sorted() || rest == [given.joined()] { return .full }
        if Self.removing(rest, from: given) != nil { return .partOfGiven }
        let initials = given.compactMap(\.first).map(String.init)
        let isInitials = rest == [initials.joined()] || rest == initials || rest == [initials.first ?? ""]
        return isInitials ? .initials : nil
    }

    /// What is left of some words without others; nil where one of the others is not among them.
    private static func removing(_ others: [String], from words: [String]) -> [String]? {
        var left = words
        for word in others {
            guard let index = left.firstIndex(of: word) else { return nil }
            left.remove(at: index)
        }
        return left
    }
}
