// A person's name in a line that somebody typed.

import Core

/// A name: with or without accents, in either order, with particles and hyphens, behind a civility that is left out.
struct PersonName {
    let text: String
    /// Every word but the particles begins with a capital letter.
    let isCapitalised: Bool
    private let words: [Substring]
    private let bearing: Int
    private let hasCivility: Bool

    /// Nil where the text is no name: words of answers and labels, digits, a sentence. An address names its owner, whatever
    /// stands around it: "Paul Martin (paul.martin@a.example)", "a@b.example<mailto:a@b.example>".
    init?(_ text: Substring) {
        if text.count <= 200, let address = Self.address(in: text) {
            self.words = [address]
            self.bearing = 1
            self.text = String(address)
            self.hasCivility = true
            isCapitalised = true
            return
        }
        var words = text.split { $0.isWhitespace || $0 == "," }
        let hasCivility = words.first.map { Self.civilities.contains(Self.bare($0)) } ?? false
        if hasCivility { words.removeFirst() }
        guard (1...6).contains(words.count), text.count <= 80, words.allSatisfy(Self.isWord),
            let last = words.last, !Self.particles.contains(Self.bare(last))
        else { return nil }
        let bearing = words.filter { !Self.particles.contains(Self.bare($0)) }
        let capitals = bearing.filter { $0.first?.isUppercase == true }
        guard capitals.isEmpty || capitals.count == bearing.count,
            !words.contains(where: { Self.labels.contains(Self.bare($0)) }),
            bearing.contains(where: Self.isUnknown)
        else { return nil }
        self.words = words
        self.bearing = bearing.count
        self.text = words.joined(separator: " ")
        self.hasCivility = hasCivility
        isCapitalised = !capitals.isEmpty
    }

    private init(_ words: [Substring], hasCivility: Bool) {
        self.words = words
        bearing = words.count
        self.hasCivility = hasCivility
        text = words.joined(separator: " ")
        isCapitalised = true
    }

    /// It could hardly be anything but a name.
    var isSure: Bool { isCapitalised && (words.count > 1 || hasCivility) }

    /// A family name or a first name alone: the other may stand in the next cell.
    var mayBeHalf: Bool { bearing == 1 || words.allSatisfy { $0.allSatisfy { !$0.isLowercase } } }

    func followed(by other: PersonName) -> PersonName {
        PersonName(words + other.words, hasCivility: hasCivility || other.hasCivility)
    }

    private static func address(in text: Substring) -> Substring? {
        guard text.contains("@") else { return nil }
        return text.split { $0.isWhitespace || "<>()[],:".contains($0) }.first {
            EmailAddress(String($0)) != nil
        }
    }

    private static func isWord(_ word: Substring) -> Bool {
        word.first?.isLetter == true && word.allSatisfy { $0.isLetter || "-'’.".contains($0) }
    }

    /// No word of an answer, of a date or of an office.
    private static func isUnknown(_ word: Substring) -> Bool {
        let parts = word.folded.split { !$0.isLetter }
        return parts.contains {
            Lexicon.match([$0]) == nil && CalendarWords.weekday($0) == nil
                && !CalendarWords.isUnmistakable($0)
                && !SignReader.numbered.contains($0)
        }
    }

    private static func bare(_ word: Substring) -> String { word.folded.filter { $0 != "." } }

    private static let civilities: Set<String> = [
        "m", "mr", "mme", "mlle", "mrs", "ms", "miss", "dr", "monsieur", "madame", "mademoiselle",
    ]
    private static let particles: Set<String> = [
        "de", "du", "des", "d", "la", "le", "les", "van", "von", "der", "den", "di", "da", "del", "el", "ben",
        "y",
        "dos", "l",
    ]
    /// What stands before a colon without being anybody.
    private static let labels: Set<String> = [
        "preference", "preferences", "souhait", "souhaits", "souhaite", "souhaitee", "reponse", "choix",
        "option",
        "date", "heure", "horaire", "jour", "rdv", "creneau", "creneaux", "salle", "bureau", "tel",
        "telephone",
        "mobile", "portable", "fax", "objet", "sujet", "envoye", "expediteur", "destinataire", "subject",
        "sent",
        "from", "to", "cc", "re", "service", "direction", "site", "batiment", "poste", "numero", "lieu",
        "duree",
        "place", "places", "nombre", "total", "commentaire", "remarque", "note", "nb", "ps", "question",
        "urgence",
        "contact", "email", "mail", "courriel", "adresse", "disponibilite", "disponibilites", "plan",
        "equipe",
        "team", "windows", "migration", "projet", "version", "reference", "ref", "campagne", "answer",
        "choice",
        "nom", "prenom", "name", "agent", "agents", "bonjour", "merci", "voici", "pour", "je", "nous", "vous",
        "il", "elle", "ils", "elles", "on", "i", "we", "my", "mon", "ma", "mes", "our", "your", "the", "ce",
        "cette",
        "premier", "second", "first", "slot", "reunion", "meeting", "salut", "hello", "hi", "hey", "coucou",
        "cher", "chere",
        "dear", "oui", "non", "ok", "yes", "no", "bonsoir", "cordialement", "objection", "attention",
        "important", "info",
    ]
}
