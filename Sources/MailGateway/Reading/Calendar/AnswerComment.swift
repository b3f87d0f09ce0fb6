// What somebody added in words when their calendar answered.

import Core
import Foundation

/// Finds the words that calendars put in the text of a mail, and not in the object beside it.
enum AnswerComment {
    private static let longest = 2_000

    /// Outlook's text is what the person wrote, and nothing else. Google's tells the answer first, and then "with this
    /// note:". Other programs' texts are their own.
    static func find(in mail: ParsedMail) -> String? {
        let text = BodyText.find(in: mail.body)
        let found = note(in: text) ?? (isFromOutlook(mail.headers) ? HumanText.strip(text) : "")
        return found.isEmpty ? nil : String(found.prefix(longest))
    }

    private static func isFromOutlook(_ headers: MailHeaders) -> Bool {
        headers["Thread-Index"] != nil || headers["X-Mailer"]?.contains("Outlook") == true
            || headers.fields.contains { $0.name.hasPrefix("x-ms-exchange-") || $0.name == "x-ms-has-attach" }
    }

    /// The paragraph behind the line that announces it, without its quotation marks.
    private static func note(in text: String) -> String? {
        let lines = text.prefix(longest * 2).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard let line = lines.firstIndex(where: { announcements.contains(where: $0.folded.hasSuffix) })
        else {
            return nil
        }
        let isBlank = { (line: Substring) in line.allSatisfy(\.isWhitespace) }
        let paragraph = lines[(line + 1)...].drop(while: isBlank).prefix { !isBlank($0) }
        return paragraph.joined(separator: " ").trimmingCharacters(in: marks)
    }

    private static let marks = CharacterSet(charactersIn: "\"“”«» \u{A0}\u{202F}")

    /// Folded.
    private static let announcements = [
        "with this note:", "with the note:", "avec cette note :", "avec cette note:",
        "avec la note suivante :",
        "avec le commentaire suivant :",
    ]
}
