// Mail that tells of mail that did not arrive.

import Core

/// Reads delivery reports (RFC 3464), and knows the plainest of the others by their sender.
enum BounceReader {
    private static let mostRecipients = 200

    /// The failed recipients that a mail reports; empty where it is a bounce that names nobody; nil where it is none.
    static func bounces(in mail: ParsedMail) -> [Bounce]? {
        let reports = mail.body.flattened.filter { deliveryStatus.contains($0.type) }.compactMap(\.text)
        if !reports.isEmpty {
            let recipients = reports.flatMap(fieldGroups).prefix(mostRecipients).filter {
                $0["action"] != nil || $0["status"] != nil
            }
            let failed = recipients.filter {
                !["delivered", "relayed", "expanded"].contains($0["action"]?.lowercased())
            }
            // A report of success is no bounce; a report that nobody can read still is.
            return failed.isEmpty && !recipients.isEmpty ? nil : failed.map(bounce)
        }
        guard isFromMailer(mail) else { return nil }
        let text = String(BodyText.find(in: mail.body).prefix(5_000))
        return mail.headers.all("X-Failed-Recipients").flatMap { $0.split(separator: ",") }.prefix(
            mostRecipients
        )
        .compactMap { EmailAddress($0) }.map { bounce(of: $0, status: nil, diagnostic: text) }
    }

    /// The mails that came back inside a report, whole or their headers alone.
    static func enclosed(in mail: ParsedMail) -> [ParsedMail] {
        mail.body.flattened.compactMap { part in
            if case .message(let inner) = part.content { return inner }
            guard part.type == "text/rfc822-headers", let text = part.text else { return nil }
            return MailParser.parse(Array(text.utf8))
        }
    }

    private static let deliveryStatus = ["message/delivery-status", "message/global-delivery-status"]

    private static func isFromMailer(_ mail: ParsedMail) -> Bool {
        let local = (mail.from ?? "").prefix { $0 != "@" }.lowercased()
        if local == "mailer-daemon" { return true }
        let subject = (mail.headers["Subject"] ?? "").prefix(200).folded
        return (local == "postmaster" || mail.headers["X-Failed-Recipients"] != nil)
            && subjects.contains(where: subject.contains)
    }

    private static let subjects = [
        "undeliver", "non remis", "delivery status", "delivery failure", "delivery has failed",
        "failure notice",
        "returned mail", "mail delivery", "echec de", "non distribu",
    ]

    // MARK: RFC 3464

    /// The groups of fields of a delivery-status part, names in lower case: the message's own, then one a recipient.
    private static func fieldGroups(_ text: String) -> [[String: String]] {
        var groups: [[String: String]] = [[:]]
        var name = ""
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            if line.allSatisfy(\.isWhitespace) {
                groups.append([:])
            } else if line.first == " " || line.first == "\t" {
                groups[groups.count - 1][name]?.append(" " + line.drop(while: \.isWhitespace))
            } else if let colon = line.firstIndex(of: ":") {
                name = line[..<colon].lowercased()
                let value = line[line.index(after: colon)...].drop(while: \.isWhitespace)
                if groups[groups.count - 1][name] == nil { groups[groups.count - 1][name] = String(value) }
            }
        }
        return groups
    }

    private static func bounce(_ fields: [String: String]) -> Bounce {
        // The original recipient is the address that we wrote to; the final one may be where it was forwarded.
        let address = ["original-recipient", "final-recipient"].lazy
            .compactMap { fields[$0] }.compactMap { EmailAddress(typed($0)) }.first
        return bounce(
            of: address, status: fields["status"].flatMap { DeliveryCode.enhanced(in: $0) },
            diagnostic: typed(fields["diagnostic-code"] ?? ""),
            isFailure: fields["action"]?.lowercased() == "failed")
    }

    private static func bounce(
        of address: EmailAddress?, status: String?, diagnostic: String, isFailure: Bool = true
    ) -> Bounce {
        let code = DeliveryCode.reply(in: diagnostic)
        // "5.0.0" says no more than "failed": the server's own words may.
        let told = DeliveryCode.enhanced(in: diagnostic)
        let status = status.map { $0.hasSuffix(".0.0") ? told ?? $0 : $0 } ?? told
        return Bounce(
            address: address, status: status, code: code,
            permanent: isFailure && DeliveryCode.isPermanent(status: status, code: code),
            diagnostic: String(diagnostic.prefix(500)))
    }

    /// The value of a typed field: `rfc822; a@b.c` is `a@b.c`.
    private static func typed(_ field: String) -> String {
        let value = field.firstIndex(of: ";").map { field[field.index(after: $0)...] } ?? field[...]
        return String(value.drop(while: \.isWhitespace))
    }
}

/// SMTP reply codes (RFC 5321 §4.2) and enhanced status codes (RFC 3463) in what servers say.
enum DeliveryCode {
    /// The first enhanced status: `5.1.1`.
    static func enhanced(in text: String) -> String? {
        words(text).first { word in
            let parts = word.split(separator: ".", omittingEmptySubsequences: false)
            return parts.count == 3 && ["2", "4", "5"].contains(parts[0])
                && parts[1...].allSatisfy { (1...3).contains($0.count) && Int($0) != nil }
        }
    }

    /// The first reply code of failure: `550`.
    static func reply(in text: String) -> String? {
        words(text).first { $0.count == 3 && ("400"..."599").contains($0) && Int($0) != nil }
    }

    /// By the enhanced status, then by the reply code; failed without either is failed for good. A full mailbox
    /// (x.2.2, 552) may be emptied.
    static func isPermanent(status: String?, code: String?) -> Bool {
        if let status { return status.hasPrefix("5") && !status.hasSuffix(".2.2") }
        if let code { return code.hasPrefix("5") && code != "552" }
        return true
    }

    private static func words(_ text: String) -> [String] {
        text.prefix(2_000).split { !($0.isASCII && ($0.isNumber || $0 == ".")) }
            .map { String($0.last == "." ? $0.dropLast() : $0) }
    }
}
