// One line of a bounce in words.

import Core

/// A line, and the failed recipient that its form shows.
struct NoticeLine {
    let raw: Substring
    let text: Substring
    let folded: String

    init(_ raw: Substring) {
        self.raw = raw
        text = raw.trimmed
        folded = text.start(300).folded
    }

    /// An address, and what the line says behind it.
    typealias Finding = (address: EmailAddress, reason: Substring)

    /// "Final-Recipient: rfc822; a@b.c", "Failed Recipient: a@b.c", "Destinataire : a@b.c".
    var field: Finding? {
        guard let colon = text.firstIndex(of: ":"),
            NoticePhrases.fields.contains(text[..<colon].prefix(60).folded),
            let address = FailedAddress.read(ReportFields.typed(String(text[text.index(after: colon)...])))
        else { return nil }
        return (address, "")
    }

    /// "<a@b.c>: host … said: 550", as Postfix, qmail, Courier and Yahoo begin a recipient.
    var marked: Finding? {
        guard text.first == "<", let end = text.firstIndex(of: ">") else { return nil }
        let rest = text[text.index(after: end)...]
        guard rest.first == ":" || rest.hasPrefix(" (expanded from") || rest.hasPrefix(" (reason"),
            let address = FailedAddress.read(text[..<end])
        else { return nil }
        return (original(in: rest) ?? address, rest.drop { $0 == ":" || $0 == " " })
    }

    /// A line of a list of recipients: it begins with the address, or is a name with its address at the end.
    func listed(opensParagraph: Bool) -> Finding? {
        if let address = leadingAddress {
            let start = text.firstIndex(of: "@") ?? text.startIndex
            let rest = text[start...].drop { !$0.isWhitespace && !">:,;)".contains($0) }
            return (original(in: rest) ?? address, rest.drop { !$0.isLetter && !$0.isNumber && $0 != "#" })
        }
        // "Marie Dupont (marie.dupont@mairie.example)", "Dupont Marie<mailto:marie.dupont@mairie.example>"
        guard opensParagraph, text.count < 200, let last = text.last, ">)".contains(last),
            let start = text.lastIndex(where: { $0 == "<" || $0 == "(" }),
            text[..<start].split(separator: " ").count <= 6,
            let address = FailedAddress.read(text[start...].dropFirst().dropLast())
        else { return nil }
        return (address, "")
    }

    /// The address that the line begins with, behind a bullet.
    var leadingAddress: EmailAddress? {
        let start = text.drop { "*-•·\"' ".contains($0) }
        return FailedAddress.read(start.prefix(300).prefix { !$0.isWhitespace })
    }

    /// The first address in the line that is none of `own`.
    func address(but own: Set<EmailAddress>) -> EmailAddress? {
        text.prefix(1_000).split { $0.isWhitespace || "<>()".contains($0) }.lazy
            .compactMap { FailedAddress.read($0) }.first { !own.contains($0) }
    }

    /// The address that we wrote to, where the line begins with it: Exim puts it below the one that failed.
    var original: EmailAddress? { text.first == "(" ? original(in: text) : nil }

    /// "(expanded from <c@d.e>)", "(generated from c@d.e)": the address that we wrote to.
    private func original(in rest: Substring) -> EmailAddress? {
        let words = rest.prefix(300)
        guard let open = words.firstIndex(of: "("),
            ["(expanded from ", "(generated from "].contains(where: words[open...].hasPrefix)
        else { return nil }
        return words[open...].split(separator: " ").dropFirst(2).first.flatMap {
            FailedAddress.read($0.drop { $0 == "<" }.prefix { !">)".contains($0) })
        }
    }

    /// Behind it, the notice repeats our mail.
    var beginsCopy: Bool {
        NoticePhrases.copies.contains(where: folded.says)
            || NoticePhrases.copyHeaders.contains(where: folded.begins)
    }

    /// "Name: value", as mails begin.
    var isHeader: Bool {
        guard let colon = raw.firstIndex(of: ":"), colon != raw.startIndex else { return false }
        return raw[..<colon].allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
            && !NoticePhrases.copies.contains(where: folded.says)
    }
}
