// Mail that no person wrote.

import Core

/// Knows automatic answers by their headers (RFC 3834 §5) and, since some Exchange absences carry none, by their subjects.
enum AutomaticMail {
    /// `X-Auto-Response-Suppress` proves nothing: Exchange puts it on what people write.
    static func isAutomatic(_ mail: ParsedMail) -> Bool {
        let headers = mail.headers
        if let submitted = headers["Auto-Submitted"], word(submitted) != "no" { return true }
        if headers["X-Autoreply"].map({ word($0) != "no" }) == true || headers["X-Autorespond"] != nil {
            return true
        }
        if headers.all("Precedence").contains(where: { word($0) == "auto_reply" }) { return true }
        // Receipts and complaints: reports on our mail, by programs.
        if mail.body.type == "multipart/report" || hasNullReturnPath(headers) { return true }
        let subject = (headers["Subject"] ?? "").prefix(200).folded
        return subjects.contains(where: subject.hasPrefix)
    }

    /// Whether an answer would go to a list, a mass mailing or nobody.
    static func isBulk(_ headers: MailHeaders) -> Bool {
        hasNullReturnPath(headers) || headers["List-Id"] != nil
            || headers.all("Precedence").contains {
                ["bulk", "list", "junk", "auto_reply"].contains(word($0))
            }
    }

    static func hasNullReturnPath(_ headers: MailHeaders) -> Bool {
        headers.all("Return-Path").contains { $0.filter { !$0.isWhitespace } == "<>" }
    }

    /// The first word of a header's value, without parameters or comments.
    private static func word(_ value: String) -> String {
        String(value.prefix(100).prefix { !";( \t".contains($0) }).lowercased()
    }

    /// Folded beginnings.
    private static let subjects = [
        "reponse automatique", "reponse auto", "message automatique", "absence du bureau", "absent du bureau",
        "absente du bureau", "absent(e) du bureau", "notification d'absence", "message d'absence",
        "automatic reply", "automatic response", "auto reply", "auto-reply", "autoreply", "auto response",
        "auto-response", "auto:", "out of office", "out of the office", "out-of-office", "vacation reply",
        "vacation notice", "away from my mail",
    ]
}
