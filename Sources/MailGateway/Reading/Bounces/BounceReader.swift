// Mail that tells of mail that did not arrive, or was not wanted.

import Core

/// Reads complaints (RFC 5965), delivery reports (RFC 3464), and the plain notices of mail programs that write neither.
enum BounceReader {
    /// The failed recipients that a mail reports; without an address where it names nobody; nil where it is no bounce.
    static func bounces(in mail: ParsedMail) -> [Bounce]? {
        if let complaint = Complaint(in: mail) { return complaint.bounce.map { [$0] } }
        switch DeliveryReport.find(in: mail) {
        case .failures(let bounces): return bounces
        case .success: return nil
        // A report that nobody can read still is one: its words may say more.
        case .unreadable: return MailerNotice(mail).bounces
        case nil: return MailerNotice.isNotice(mail) ? MailerNotice(mail).bounces : nil
        }
    }

    /// The mails that came back inside a bounce: whole, their headers alone, or as text behind the notice.
    static func enclosed(in mail: ParsedMail) -> [ParsedMail] {
        let parts: [ParsedMail] = mail.body.flattened.compactMap { part in
            if case .message(let inner) = part.content { return inner }
            guard part.type == "text/rfc822-headers", let text = part.text else { return nil }
            return MailParser.parse(Array(text.utf8))
        }
        return parts.isEmpty ? MailerNotice(mail).copy.map { [$0] } ?? [] : parts
    }
}
