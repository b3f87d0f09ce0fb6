// An answer as a person's mail program would send it: words, or the button of a calendar.

internal import Core
internal import Foundation
internal import MailGateway

/// A reply to a mail of the demonstration, as bytes.
struct DemoReply {
    let bytes: [UInt8]

    /// Nil where the form asks for nothing that can be sent.
    init?(to mail: MailView, _ form: DemoInbox.ReplyForm) {
        guard let answer = form.answer else {
            guard let text = form.text, !text.isEmpty else { return nil }
            bytes = Self.mail(to: mail, type: "text/plain; charset=utf-8", body: String(text.prefix(5_000)))
            return
        }
        guard ["ACCEPTED", "TENTATIVE", "DECLINED"].contains(answer), let calendar = mail.calendar else {
            return nil
        }
        let lines = calendar.replacingOccurrences(of: "\r\n ", with: "").components(separatedBy: "\r\n")
        let kept = ["UID", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY"].compactMap { name in
            lines.first { $0.hasPrefix(name + ":") || $0.hasPrefix(name + ";") }
        }
        let stamp = Instant.now().iso8601.filter { $0 != "-" && $0 != ":" }
        let body =
            ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//demonstration//FR", "METHOD:REPLY", "BEGIN:VEVENT"]
            + kept
            + [
                "DTSTAMP:\(stamp)", "ATTENDEE;PARTSTAT=\(answer):mailto:\(Self.address(in: mail.to))",
                "END:VEVENT",
                "END:VCALENDAR", "",
            ]
        bytes = Self.mail(
            to: mail, type: "text/calendar; charset=utf-8; method=REPLY", body: body.joined(separator: "\r\n")
        )
    }

    private static func mail(to mail: MailView, type: String, body: String) -> [UInt8] {
        let head = [
            "From: <\(address(in: mail.to))>", "To: <\(address(in: mail.replyTo ?? mail.from))>",
            "Subject: Re: \(mail.subject.filter { $0.isASCII && !$0.isNewline })",
            "Message-ID: <\(RandomToken.base32(bytes: 10))@agents.example>",
            "In-Reply-To: <\(mail.messageID ?? "")>", "MIME-Version: 1.0", "Content-Type: \(type)",
            "Content-Transfer-Encoding: 8bit", "",
        ]
        return Array((head.joined(separator: "\r\n") + "\r\n" + body).utf8)
    }

    /// The address in `Name <address>`, or the text itself.
    static func address(in text: String) -> String {
        guard let open = text.lastIndex(of: "<"), let close = text.lastIndex(of: ">"), open < close else {
            return text
        }
        return String(text[text.index(after: open)..<close])
    }
}
