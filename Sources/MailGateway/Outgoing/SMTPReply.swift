// What an SMTP server's refusal means for the message and for those behind it.

internal import CCurl

/// How one transfer ended.
struct SMTPReply: Sendable {
    let result: CURLcode
    /// The last reply code; 0 where the server said nothing.
    let code: Int
    /// The last reply line, or libcurl's words where there was none.
    let line: String
    /// libcurl's own words, which tell the command that was refused ("RCPT failed: 550").
    let detail: String
    /// Whether the server has read the message to its end.
    let isWhole: Bool

    /// The connection ended without a refusal.
    var isBroken: Bool {
        code < 400
            && (result == CURLE_SEND_ERROR || result == CURLE_RECV_ERROR || result == CURLE_GOT_NOTHING)
    }

    /// Nil where the message was taken.
    var error: DeliveryError? {
        guard result != CURLE_OK else { return nil }
        let reason = line.isEmpty ? detail : line
        let scope: DeliveryError.Scope = concernsMessage ? (namesNobody ? .address : .recipient) : .server
        return code >= 500 ? .permanent(reason, scope: scope) : .temporary(reason, scope: scope)
    }

    /// Whether the server knows that the recipient's address is none. Its enhanced code says so where there is one
    /// (RFC 3463 §3.2; 5.1.7 and 5.1.8 are about the sender), else the code (RFC 5321 §4.2.3: 550, 551, 553).
    private var namesNobody: Bool {
        guard code >= 500, detail.hasPrefix("RCPT failed") else { return false }
        guard let status = EnhancedStatus(line) else { return [550, 551, 553].contains(code) }
        return status.subject == 1 && status.detail != 7 && status.detail != 8
    }

    /// Whether the server refused this recipient or this content, rather than us.
    private var concernsMessage: Bool {
        // 421: the service is closing (RFC 5321 §3.8), whatever the command was.
        guard code >= 400, code != 421, result != CURLE_LOGIN_DENIED else { return false }
        if detail.hasPrefix("RCPT failed") || detail.hasPrefix("DATA failed") { return true }
        // MAIL FROM is always ours, so a refusal of it is about us, unless it is about size (RFC 1870 §6.1).
        if detail.hasPrefix("MAIL failed") { return code == 552 || code == 523 }
        // Nothing comes after the whole message but the reply to it.
        return isWhole
    }
}

/// The `5.1.1` that follows a reply's code (RFC 2034 §4).
struct EnhancedStatus: Sendable, Hashable {
    let subject: Int
    let detail: Int

    /// Nil where the reply bears none.
    init?(_ reply: String) {
        let words = reply.dropFirst(3).split(maxSplits: 1, whereSeparator: { $0 == " " || $0 == "-" })
        let numbers = (words.first ?? "").split(separator: ".", omittingEmptySubsequences: false).map {
            Int($0)
        }
        guard numbers.count == 3, let kind = numbers[0], (2...5).contains(kind), let subject = numbers[1],
            let detail = numbers[2]
        else { return nil }
        self.subject = subject
        self.detail = detail
    }
}
