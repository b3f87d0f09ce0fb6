// What ties a mail to the row of the outbox that it answers.

import Core

/// Finds reply keys, references and the sender in headers.
enum MailClues {
    /// Headers that may hold the address that a mail was sent to: some servers rewrite one and keep another.
    private static let recipients = [
        "to", "delivered-to", "x-delivered-to", "envelope-to", "x-original-to", "x-forwarded-to", "cc",
    ]
    private static let longestHeader = 20_000
    private static let mostReferences = 50

    /// `enclosed` are mails of ours that came back inside this one: their own names count too.
    static func find(in mail: ParsedMail, enclosed: [ParsedMail] = []) -> AnswerClues {
        let addresses =
            recipients.flatMap(mail.headers.all) + enclosed.flatMap { $0.headers.all("reply-to") }
        let references =
            messageIDs(mail.headers["in-reply-to"]) + messageIDs(mail.headers["references"]).reversed()
            + enclosed.flatMap { messageIDs($0.headers["message-id"]) }
        return AnswerClues(
            replyKeys: unique(addresses.flatMap(replyKeys)),
            references: Array(unique(references).prefix(mostReferences)),
            from: mail.from.flatMap { EmailAddress($0) })
    }

    /// The Message-IDs of a header, without angle brackets, in order (RFC 5322 §3.6.4).
    static func messageIDs(_ header: String?) -> [String] {
        (header ?? "").start(longestHeader).utf8.split(separator: UInt8(ascii: "<")).compactMap { bytes in
            let piece = Substring(bytes)
            guard let end = piece.firstIndex(of: ">") else { return nil }
            let id = piece[..<end].filter { !$0.isWhitespace }
            return id.contains("@") && id.utf8.count < 500 ? id : nil
        }
    }

    /// Keys in the local parts of a header's addresses: behind a plus, or alone where a whole domain is ours. Whether
    /// a key is genuine is for whoever holds the signing keys to say.
    private static func replyKeys(_ header: String) -> [String] {
        // Whatever is not ASCII parts addresses as white space does: no key holds any.
        header.start(longestHeader).utf8.split { $0 <= 0x20 || $0 >= 0x7F || marks.contains($0) }
            .filter { $0.contains(at) }
            .flatMap { $0.prefix { $0 != at }.split { $0 == plus || $0 == equals } }
            .map(Substring.init)
            .filter { ReplyKey.handle(of: $0) != nil }
            .map { $0.lowercased() }
    }

    private static let marks = Array("<>,;:\"()".utf8)
    private static let (at, plus, equals) = (UInt8(ascii: "@"), UInt8(ascii: "+"), UInt8(ascii: "="))

    private static func unique(_ values: [String]) -> [String] {
        var seen: Set<String> = []
        return values.filter { seen.insert($0).inserted }
    }
}
