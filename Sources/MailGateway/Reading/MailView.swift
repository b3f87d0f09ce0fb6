// A mail as its reader sees it, for pages that show mails.

package import Core

/// The headers and bodies that a mail program would show.
package struct MailView: Sendable {
    package let from: String
    package let to: String
    package let replyTo: String?
    package let subject: String
    /// Without angle brackets.
    package let messageID: String?
    package let date: Instant?
    package let text: String?
    package let html: String?
    /// The calendar object that came with it.
    package let calendar: String?
    /// The leaves of its tree, as `text/plain` or `application/pdf devis.pdf`.
    package let parts: [String]

    /// Nil where the bytes are no mail.
    package init?(_ raw: [UInt8]) {
        guard let mail = MailParser.parse(raw) else { return nil }
        let parts = mail.body.flattened
        self.parts = parts.filter(\.parts.isEmpty).map { part in
            part.parameters["name"].map { "\(part.type) \($0)" } ?? part.type
        }
        from = mail.headers["from"] ?? ""
        to = mail.headers["to"] ?? ""
        replyTo = mail.headers["reply-to"]
        subject = mail.headers["subject"] ?? ""
        messageID = mail.headers["message-id"].map { String($0.filter { $0 != "<" && $0 != ">" }) }
        date = mail.date
        text = parts.first { $0.type == "text/plain" }?.text
        html = parts.first { $0.type == "text/html" }?.text
        calendar = parts.first { $0.type == "text/calendar" }?.text
    }
}
