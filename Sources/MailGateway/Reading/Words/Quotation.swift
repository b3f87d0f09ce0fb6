// Where an answer repeats the mail that it answers.

import Core

/// What of a text, from a line on, is somebody else's.
enum Quotation {
    case lines(Int)
    /// This line and all that follow: nothing marks where the author goes on.
    case rest

    /// Nil where the line is the author's.
    static func find(in lines: [TextLine], at index: Int) -> Quotation? {
        let line = lines[index]
        if line.text.hasPrefix(">") { return .lines(1) }
        if isSeparator(line.folded) || isRule(line.folded) || isHeaderBlock(lines, at: index) { return .rest }
        guard let count = attribution(lines, at: index) else { return nil }
        // Quoted lines behind it can have answers between them; a quotation without marks has no end.
        return isQuoted(lines, from: index + count) ? .lines(count) : .rest
    }

    private static func isQuoted(_ lines: [TextLine], from index: Int) -> Bool {
        lines[index...].prefix(10).first { !$0.isEmpty }?.text.hasPrefix(">") == true
    }

    /// "-----Message d'origine-----", "----- Original Message -----", "-------- Message transféré --------".
    private static func isSeparator(_ line: String) -> Bool {
        if forwarded.contains(where: line.begins) { return true }
        guard line.hasPrefix("--") || line.hasPrefix("__") || line.hasPrefix("**") else { return false }
        return originals.contains(where: line.says)
    }

    /// Outlook's rule of underscores above the headers that it repeats.
    private static func isRule(_ line: String) -> Bool { line.count >= 20 && line.allSatisfy { $0 == "_" } }

    /// "De : … / Envoyé : … / À : … / Objet : …", in any order: two headers close together, the sender's among them.
    private static func isHeaderBlock(_ lines: [TextLine], at index: Int) -> Bool {
        guard header(of: lines[index].folded) != nil else { return false }
        let names = Set(lines[index...].prefix(4).compactMap { header(of: $0.folded) })
        return names.count >= 2 && names.contains("from")
    }

    private static func header(of line: String) -> String? {
        guard line.says(":") else { return nil }
        let name = line.prefix(30).prefix { $0 != ":" }
        guard name.utf8.count < line.utf8.count, name.count < 20 else { return nil }
        return headers[name.filter { $0 != "*" && $0 != " " && $0 != ">" }]
    }

    /// How many lines "Le mar. 3 févr. 2026 à 10:12, X <x@y> a écrit :" takes, up to four; nil where there is none.
    private static func attribution(_ lines: [TextLine], at index: Int) -> Int? {
        let first = lines[index].folded
        let opening = first.prefix { $0 != " " && $0 != "," && $0 != "." }
        let isDated = first.first?.isNumber == true || dateOpenings.contains(String(opening))
        var joined = ""
        for count in 1...4 where index + count <= lines.count {
            let line = lines[index + count - 1].folded
            guard !line.isEmpty, line.count < 250 else { return nil }
            joined += (count == 1 ? "" : " ") + line
            if attributions.contains(where: joined.hasSuffix) {
                // Undated ones must name an address, or stand right above what they introduce.
                let isSure = isDated || joined.says("@") || isQuoted(lines, from: index + count)
                return count == 1 ? (isSure ? 1 : nil) : (isDated ? count : nil)
            }
            guard isDated else { return nil }
        }
        return nil
    }

    // Folded, as the lines are.
    private static let attributions = ["a ecrit :", "a ecrit:", "wrote:", "wrote :"]
    private static let dateOpenings: Set<String> = [
        "le", "on", "lun", "lundi", "mar", "mardi", "mer", "mercredi", "jeu", "jeudi", "ven", "vendredi",
        "sam",
        "samedi", "dim", "dimanche", "mon", "monday", "tue", "tuesday", "wed", "wednesday", "thu", "thursday",
        "fri",
        "friday", "sat", "saturday", "sun", "sunday",
    ]
    private static let headers: [String: String] = [
        "de": "from", "from": "from", "expediteur": "from", "sender": "from", "envoye": "date",
        "date": "date",
        "sent": "date", "received": "date", "a": "to", "to": "to", "pour": "to", "destinataire": "to",
        "destinataires": "to", "objet": "subject", "subject": "subject", "sujet": "subject", "cc": "cc",
    ]
    private static let originals = [
        "message d'origine", "message original", "original message", "mail original", "message initial",
        "message transfere", "forwarded message", "message reexpedie", "courriel original",
        "rendez-vous d'origine",
        "original appointment", "mail d'origine",
        "transfere par", "forwarded by", "reponse a",
    ]
    private static let forwarded = [
        "begin forwarded message", "debut du message transfere", "debut du message reexpedie",
    ]
}
