// The end of a letter: the closing, the name, the telephone.

import Core

/// Knows signatures by their mark, by the closing above them, and by the look of a name over a telephone.
enum Signature {
    /// Everything from this line on is signature.
    static func begins(_ line: TextLine, afterText: Bool) -> Bool {
        if ["--", "—", "- -", "---"].contains(line.text) { return true }
        return afterText && line.folded.count < 50 && closings.contains { isClosing(line.folded, $0) }
    }

    /// "Envoyé de mon iPhone", "Get Outlook for iOS": a line that a program adds anywhere.
    static func isPhones(_ line: TextLine) -> Bool { phones.contains(where: line.folded.begins) }

    /// Without a name and telephone, address or function below it at the end, where nothing marks them.
    static func cut(from lines: [TextLine]) -> [TextLine] {
        var hasContact = false
        for index in lines.indices.reversed().prefix(15) {
            let line = lines[index]
            if hasContact, isName(line), lines[..<index].contains(where: { !$0.isEmpty }) {
                return Array(lines[..<index])
            }
            if isContact(line) { hasContact = true } else if !line.isEmpty, !isFunction(line) { return lines }
        }
        return lines
    }

    private static func isClosing(_ line: String, _ closing: String) -> Bool {
        guard line.begins(with: closing) else { return false }
        return line.dropFirst(closing.count).first?.isLetter != true
    }

    /// "Marie DUPONT": two to five capitalised words, not all of them words of an answer.
    private static func isName(_ line: TextLine) -> Bool {
        let words = line.text.prefix(60).split { $0 == " " || $0 == "-" }
        guard (2...5).contains(words.count), line.text.count < 60 else { return false }
        return words.allSatisfy {
            $0.first?.isUppercase == true && $0.allSatisfy { $0.isLetter || $0 == "’" || $0 == "'" }
        }
            && words.contains { Lexicon.match([Substring($0.folded)]) == nil }
    }

    /// A telephone, an address of mail or web, or the label of one.
    private static func isContact(_ line: TextLine) -> Bool {
        let text = line.folded
        guard text.count < 120 else { return false }
        if contacts.contains(where: text.begins) || text.says("www.") || text.says("http") {
            return true
        }
        let digits = text.reduce(0) { $0 + ($1.isNumber ? 1 : 0) }
        let letters = text.reduce(0) { $0 + ($1.isLetter ? 1 : 0) }
        return (9...24).contains(digits) && letters < 15 || text.says("@") && !text.says(" ")
    }

    /// A function, a service or a street: short, and nothing that an answer would say.
    private static func isFunction(_ line: TextLine) -> Bool {
        guard line.folded.count < 70,
            line.text.first?.isUppercase == true || line.text.first?.isNumber == true
        else {
            return false
        }
        guard line.text.contains(where: \.isNumber) else { return line.text.last?.isPunctuation != true }
        return places.contains(where: line.folded.says)
    }

    // Folded, as the lines are.
    private static let closings = [
        "cordialement", "bien cordialement", "tres cordialement", "cordiales salutations",
        "sinceres salutations",
        "salutations", "respectueusement", "bien respectueusement", "courtoisement", "amicalement",
        "bien amicalement",
        "avec mes salutations", "meilleures salutations", "veuillez agreer", "je vous prie d'agreer",
        "bien a vous", "bien a toi", "cdt", "cdlt", "bien cdlt", "crdt", "best regards", "kind regards",
        "warm regards",
        "with kind regards", "kindest regards", "many thanks and regards", "thanks and regards",
        "thanks & regards",
        "regards", "rgds", "best wishes", "all the best", "yours sincerely", "sincerely", "yours faithfully",
        "yours truly", "cheers",
    ]
    private static let phones = [
        "envoye de mon", "envoye de ma", "envoye depuis", "envoye a partir d", "envoye avec", "envoye via",
        "envoye d'",
        "envoye de outlook", "envoye par mon", "sent from", "sent with", "sent via", "get outlook for",
        "telecharger outlook", "telechargez outlook", "obtenir outlook", "obtenez outlook",
        "download outlook",
        "provenance : courrier", "yahoo mail :", "yahoo mail:", "ecrit de mon",
    ]
    private static let contacts = [
        "tel ", "tel.", "tel:", "tel :", "telephone", "phone", "t :", "t.", "mob", "mobile", "portable",
        "port.",
        "fax", "p :", "p.", "m :", "ligne directe", "standard", "direct :", "email", "e-mail", "mail :",
        "courriel",
    ]
    private static let places = [
        "rue ", "avenue", "boulevard", " bd ", "place ", "allee", "chemin", "quai", "impasse", "cedex",
        "batiment",
        "bureau", "etage", "direction", "service", "departement", "pole ",
        " cs ", " bp ", "street", "road", "floor", "building", "paris", "route ",
    ]
}
