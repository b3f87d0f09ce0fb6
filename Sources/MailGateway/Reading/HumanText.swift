// What a person wrote, apart from what their program added.

import Core

/// The author's own words in the text of an answer: quotation, signature and disclaimer left out, in the forms of
/// Outlook, Apple Mail, Gmail, Thunderbird, Zimbra and phones, in French and in English.
///
/// Goes line by line and looks a few lines ahead at most, so that no text costs more than its length.
enum HumanText {
    /// Characters looked at: what a person writes comes first.
    private static let longestInput = 100_000
    private static let longestOutput = 20_000

    static func strip(_ text: String) -> String {
        let lines = text.prefix(longestInput).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        )
        .map(Line.init)
        var kept: [Substring] = []
        var hasText = false
        var index = 0
        reading: while index < lines.count {
            switch role(of: lines, at: index, afterText: hasText) {
            case .own:
                kept.append(lines[index].text)
                hasText = hasText || !lines[index].folded.isEmpty
                index += 1
            case .dropped(let count): index += count
            case .droppedParagraph:
                while index < lines.count, !lines[index].folded.isEmpty { index += 1 }
            case .end: break reading
            }
        }
        return String(tidied(kept).prefix(longestOutput))
    }

    private struct Line {
        let text: Substring
        let folded: String

        init(_ raw: Substring) {
            text = raw.trimmed
            folded = text.prefix(300).folded
        }
    }

    private enum Role {
        case own
        case dropped(Int)
        case droppedParagraph
        /// Nothing of the author's comes from here on.
        case end
    }

    private static func role(of lines: [Line], at index: Int, afterText: Bool) -> Role {
        let line = lines[index]
        if line.text.hasPrefix(">") { return .dropped(1) }
        if line.text == "--" || line.text == "—" || isRule(line.folded) { return .end }
        if isSeparator(line.folded) || isHeaderBlock(lines, at: index) { return .end }
        if let count = attribution(lines, at: index) {
            // Quoted lines behind it can have answers between them; a quotation without marks has no end.
            let next = lines[(index + count)...].first { !$0.folded.isEmpty }
            return next?.text.hasPrefix(">") == true ? .dropped(count) : .end
        }
        if phoneSignatures.contains(where: line.folded.hasPrefix) { return .dropped(1) }
        if banners.contains(where: line.folded.hasPrefix) { return .droppedParagraph }
        if disclaimers.contains(where: line.folded.hasPrefix) { return .end }
        if afterText, line.folded.count < 50, closings.contains(where: { isClosing(line.folded, $0) }) {
            return .end
        }
        return .own
    }

    /// "-----Message d'origine-----", "----- Original Message -----", "-------- Message transféré --------".
    private static func isSeparator(_ line: String) -> Bool {
        if forwarded.contains(where: line.hasPrefix) { return true }
        guard line.hasPrefix("--") || line.hasPrefix("__") else { return false }
        return originals.contains(where: line.contains)
    }

    /// Outlook's rule of underscores above the headers that it repeats.
    private static func isRule(_ line: String) -> Bool { line.count >= 20 && line.allSatisfy { $0 == "_" } }

    /// "De : … / Envoyé : … / À : … / Objet : …": a sender's line with another header close behind.
    private static func isHeaderBlock(_ lines: [Line], at index: Int) -> Bool {
        guard isHeader(lines[index].folded, of: ["de", "from", "expediteur"]) else { return false }
        return lines[(index + 1)...].prefix(3).contains {
            isHeader($0.folded, of: ["envoye", "date", "a", "sent", "to", "objet", "subject", "cc"])
        }
    }

    private static func isHeader(_ line: String, of names: [String]) -> Bool {
        let name = line.prefix { $0 != ":" }
        guard name.count < line.count else { return false }
        return names.contains(name.filter { $0 != "*" && $0 != " " && $0 != ">" })
    }

    /// How many lines "Le mar. 3 févr. 2026 à 10:12, X <x@y> a écrit :" takes, up to four; nil where there is none.
    private static func attribution(_ lines: [Line], at index: Int) -> Int? {
        let first = lines[index].folded
        let isDated = first.hasPrefix("le ") || first.hasPrefix("on ") || first.first?.isNumber == true
        var joined = ""
        for count in 1...4 where index + count <= lines.count {
            let line = lines[index + count - 1].folded
            guard !line.isEmpty, line.count < 250 else { return nil }
            joined += (count == 1 ? "" : " ") + line
            let isEnd =
                joined.hasSuffix("a ecrit :") || joined.hasSuffix("a ecrit:") || joined.hasSuffix("wrote:")
            // Undated ones must at least name an address, and fit a line.
            if isEnd { return isDated || (count == 1 && joined.contains("@")) ? count : nil }
            guard isDated else { return nil }
        }
        return nil
    }

    private static func isClosing(_ line: String, _ closing: String) -> Bool {
        guard line.hasPrefix(closing) else { return false }
        return line.dropFirst(closing.count).first?.isLetter != true
    }

    /// No empty lines at the ends, nor two in a row.
    private static func tidied(_ lines: [Substring]) -> String {
        var tidy: [Substring] = []
        for line in lines where !(line.isEmpty && tidy.last?.isEmpty != false) { tidy.append(line) }
        if tidy.last?.isEmpty == true { tidy.removeLast() }
        return tidy.joined(separator: "\n")
    }

    // Folded, as the lines are.
    private static let originals = [
        "message d'origine", "message original", "original message", "mail original", "message initial",
        "message transfere", "forwarded message", "message reexpedie", "courriel original",
        "rendez-vous d'origine", "original appointment",
    ]
    private static let forwarded = [
        "begin forwarded message", "debut du message transfere", "debut du message reexpedie",
    ]
    private static let phoneSignatures = [
        "envoye de mon", "envoye depuis", "envoye a partir de", "envoye avec", "envoye via", "sent from my",
        "sent from outlook", "sent from mail for", "sent with", "get outlook for", "telecharger outlook",
        "obtenir outlook", "obtenez outlook", "provenance : courrier",
    ]
    private static let banners = [
        "pensez a l'environnement", "please consider the environment", "avant d'imprimer", "caution: this e",
        "attention : ce courriel", "attention : ce message", "[external", "[externe",
        "ce courriel provient de l'exterieur",
    ]
    private static let disclaimers = [
        "ce message et toutes les pieces", "ce message et les pieces", "ce message, ainsi que",
        "ce message (", "ce courriel (",
        "ce courriel et", "ce message est confidentiel", "ce message contient", "ce mail et",
        "les informations contenues dans ce", "avis de confidentialite", "avertissement :",
        "this message and any", "this e-mail and any", "this email and any", "this message (",
        "this e-mail (",
        "this email (", "this message is confidential", "the information contained in",
        "confidentiality notice",
        "disclaimer:",
    ]
    private static let closings = [
        "cordialement", "bien cordialement", "tres cordialement", "sinceres salutations", "salutations",
        "bien a vous", "bien a toi", "cdt", "cdlt", "best regards", "kind regards", "warm regards", "regards",
        "best wishes", "yours sincerely", "sincerely", "yours faithfully", "cheers",
    ]
}

extension Substring {
    /// Without white space at the ends, non-breaking included.
    fileprivate var trimmed: Substring {
        var rest = self.drop(while: \.isWhitespace)
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return rest
    }
}
