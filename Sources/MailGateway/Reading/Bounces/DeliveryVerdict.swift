// For good, or for now: what a failure says of an address.

import Core

/// Weighs what a server said: the enhanced status, then the reply code, then its words.
///
/// Two things are for now whatever the numbers: a full mailbox, which may be emptied, and a refusal of the sender (spam,
/// a block list, authentication), which says nothing of the address.
struct DeliveryVerdict {
    let status: String?
    let code: String?
    let permanent: Bool
    private let diagnostic: String

    /// `status` is the report's own; `words` are the server's; `isFailure` is false for a warning, while the server
    /// goes on trying; `isNamed` tells whether the notice names whom it is about, without which only plain words count.
    init(status reported: String?, words: String, isFailure: Bool, isNamed: Bool) {
        let told = DeliveryCode.enhanced(in: words)
        // "5.0.0" says no more than "failed": the server's own words may.
        let status = reported.map { $0.hasSuffix(".0.0") ? told ?? $0 : $0 } ?? told
        let code = DeliveryCode.reply(in: words)
        self.status = status
        self.code = code
        permanent = isFailure && Self.isPermanent(status, code, words.prefix(4_000).folded, isNamed)
        diagnostic = String(words.prefix(500))
    }

    func bounce(of address: EmailAddress?) -> Bounce {
        Bounce(address: address, status: status, code: code, permanent: permanent, diagnostic: diagnostic)
    }

    /// Whether words give a reason at all.
    static func tells(_ words: String) -> Bool {
        if DeliveryCode.enhanced(in: words) != nil || DeliveryCode.reply(in: words) != nil { return true }
        let folded = words.prefix(4_000).folded
        return [fullMailbox, refusedSender, forGood, forNow].joined().contains(where: folded.contains)
    }

    private static func isPermanent(_ status: String?, _ code: String?, _ words: String, _ isNamed: Bool)
        -> Bool
    {
        let subject = status?.dropFirst(2).first
        if status?.hasSuffix(".2.2") == true { return false }
        if subject != "1" {
            if fullMailbox.contains(where: words.contains) { return false }
            if subject != "2", refusedSender.contains(where: words.contains) { return false }
        }
        if let status { return status.hasPrefix("5") }
        if let code { return code.hasPrefix("5") && code != "552" }
        if forGood.contains(where: words.contains) { return true }
        return isNamed && !forNow.contains(where: words.contains)
    }

    // Folded, French and English.
    private static let fullMailbox = [
        "quota", "mailbox full", "mailbox is full", "mailbox too large", "mailbox exceeds",
        "exceeds allowed size",
        "out of storage", "storage space", "insufficient storage", "insufficient system storage",
        "storage full",
        "boite pleine", "boite est pleine", "boite aux lettres pleine", "boite aux lettres est pleine",
        "boite de reception est pleine", "boite du destinataire pleine", "messagerie est pleine",
        "boite aux lettres saturee", "espace de stockage", "espace insuffisant", "limite de stockage",
    ]
    private static let refusedSender = [
        "spam", "junk mail", "bulk mail", "bulk email", "blacklist", "black list", "blocklist", "block list",
        "blocked using", "dnsbl", " rbl", "reputation", "listed at", "listed by", "is listed", "liste noire",
        "indesirable", "pourriel", "dmarc", "dkim", "spf check", "spf fail", "unauthenticated",
        "ip address is not",
        "too many errors from your ip",
    ]
    private static let forGood = [
        "unknown user", "user unknown", "unknown recipient", "unknown address", "does not exist",
        "doesn't exist",
        "no such", "not found", "couldn't be found", "could not be found", "not listed in", "no mailbox",
        "invalid recipient", "doesn't have", "not a valid", "disabled", "deactivated", "permanent", "fatal",
        "inconnu", "n'existe pas", "n'existe plus", "introuvable", "ne figure pas", "invalide", "desactive",
        "resilie", "cloture",
    ]
    private static let forNow = [
        "temporar", "delay", "will retry", "being retried", "try again", "timed out", "time out", "timeout",
        "greylist", "gray list", "connection refused", "differe", "retarde", "reessaye", "ulterieurement",
        "momentane", "indisponible",
    ]
}
