// Answers as mail programs and servers send them.

import Foundation
import TestSupport

enum Reply {
    /// Words above the quotation of what they answer.
    static func text(_ words: String, to mail: SentMail, from sender: String) -> [UInt8] {
        let quotation =
            "Le lun. 1 mars 2027 à 09:00, OpsTracker <rdv@ops.example> a écrit :\r\n> 1. lundi\r\n> 2. mardi\r\n"
        return bytes(
            head(to: mail, from: sender) + [
                "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit",
            ],
            "\(words)\r\n\r\n\(quotation)")
    }

    /// The answer of a calendar to the request in a mail, each with a later DTSTAMP than the one before.
    static func calendar(_ partstat: String, to mail: SentMail, from sender: String) throws -> [UInt8] {
        struct NoCalendar: Error {}
        guard let object = mail.part("text/calendar")?.text.replacing("\r\n ", with: "") else {
            throw NoCalendar()
        }
        let kept = object.split(separator: "\r\n").filter { line in
            ["UID:", "SEQUENCE:", "DTSTART", "DTEND"].contains { line.hasPrefix($0) }
        }
        let minute = ["TENTATIVE": 1, "ACCEPTED": 2][partstat] ?? 3
        let lines =
            ["BEGIN:VCALENDAR", "PRODID:-//Test//EN", "VERSION:2.0", "METHOD:REPLY", "BEGIN:VEVENT"]
            + kept.map(String.init) + [
                "DTSTAMP:20270101T100\(minute)00Z", "ATTENDEE;PARTSTAT=\(partstat):MAILTO:\(sender)",
                "END:VEVENT",
                "END:VCALENDAR", "",
            ]
        return bytes(
            head(to: mail, from: sender) + [
                "Content-Type: text/calendar; charset=utf-8; method=REPLY", "Content-Transfer-Encoding: 8bit",
            ], lines.joined(separator: "\r\n"))
    }

    /// The answer of a calendar to a request that is known by its UID alone.
    static func calendar(_ partstat: String, uid: String, from sender: String) -> [UInt8] {
        bytes(
            [
                "From: \(sender)", "To: rdv@ops.example", "Subject: Re: rendez-vous",
                "Message-ID: <\(UUID().uuidString)@agents.example>", "MIME-Version: 1.0",
                "Content-Type: text/calendar; charset=utf-8; method=REPLY", "Content-Transfer-Encoding: 8bit",
            ],
            [
                "BEGIN:VCALENDAR", "PRODID:-//Test//EN", "VERSION:2.0", "METHOD:REPLY", "BEGIN:VEVENT",
                "UID:\(uid)", "SEQUENCE:0", "DTSTAMP:20270101T100000Z",
                "ATTENDEE;PARTSTAT=\(partstat):MAILTO:\(sender)", "END:VEVENT", "END:VCALENDAR", "",
            ].joined(separator: "\r\n"))
    }

    /// A permanent failure as multipart/report (RFC 3464).
    static func bounce(of mail: SentMail, to recipient: String) -> [UInt8] {
        bytes(
            [
                "From: MAILER-DAEMON@mx.agents.example", "To: \(mail["reply-to"] ?? "")",
                "Subject: Undelivered Mail Returned to Sender", "MIME-Version: 1.0",
                "Auto-Submitted: auto-replied",
                "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"",
            ],
            """
            --b\r
            Content-Type: text/plain\r
            \r
            The mail could not be delivered.\r
            --b\r
            Content-Type: message/delivery-status\r
            \r
            Reporting-MTA: dns; mx.agents.example\r
            \r
            Final-Recipient: rfc822; \(recipient)\r
            Action: failed\r
            Status: 5.1.1\r
            Diagnostic-Code: smtp; 550 5.1.1 unknown user\r
            --b--\r

            """)
    }

    /// An absence that a mail server answered by itself.
    static func absence(to mail: SentMail, from sender: String) -> [UInt8] {
        bytes(
            head(to: mail, from: sender) + [
                "Auto-Submitted: auto-replied", "Content-Type: text/plain; charset=utf-8",
            ],
            "Je suis absente jusqu'au 9 février.\r\n")
    }

    private static func head(to mail: SentMail, from sender: String) -> [String] {
        [
            "From: \(sender)", "To: \(mail["reply-to"] ?? "")", "Subject: Re: rendez-vous",
            "Message-ID: <\(UUID().uuidString)@agents.example>", "In-Reply-To: \(mail["message-id"] ?? "")",
            "MIME-Version: 1.0",
        ]
    }

    private static func bytes(_ head: [String], _ body: String) -> [UInt8] {
        Array((head.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
    }
}
