// From the bytes of a mail to what it says, without any effect.

package import Core
import Foundation

/// Reads incoming mail: our own loop header first, then bounces, calendar answers, automatic answers, human text.
///
/// The calendar comes before the automatic answers, because calendar systems write from no-reply addresses with
/// automatic headers.
package struct MailReader: Sendable {
    /// Bytes; larger mails are kept whole, but not read.
    package static let maximumSize = 25 * 1024 * 1024

    private let keys: SigningKeys
    private let authservID: String?
    private let clock: WallClock

    /// `keys` tell our own loop header from one that somebody made up. `authservID` is the one server whose
    /// Authentication-Results are believed (RFC 8601 §2.5); with none, nobody's are. `clock` is the installation's, by
    /// which "demain" is a day.
    package init(keys: SigningKeys, authservID: String? = nil, clock: WallClock = .paris) {
        self.keys = keys
        self.authservID = authservID
        self.clock = clock
    }

    /// Reads a raw mail (RFC 5322). Never fails: what cannot be read is `unreadable`, with the reason.
    package func read(_ raw: [UInt8]) -> MailFacts {
        guard !raw.isEmpty else { return unreadable("the message is empty") }
        guard raw.count <= Self.maximumSize else {
            return unreadable("the message is larger than the \(Self.maximumSize >> 20) MB that are read")
        }
        guard let mail = MailParser.parse(raw) else {
            return unreadable("the message is no mail: it does not begin with a header")
        }
        return ownMail(mail) ?? bounce(mail) ?? calendar(mail) ?? automatic(mail) ?? human(mail)
    }

    private func unreadable(_ reason: String, _ mail: ParsedMail? = nil) -> MailFacts {
        facts(.unreadable, .nothing(reason), mail, mayBeAnswered: false)
    }

    private func facts(
        _ kind: MailFacts.Kind, _ content: IncomingAnswer.Content, _ mail: ParsedMail?, mayBeAnswered: Bool,
        enclosed: [ParsedMail] = []
    ) -> MailFacts {
        MailFacts(
            kind: kind, written: mail?.date,
            answer: IncomingAnswer(
                clues: mail.map { MailClues.find(in: $0, enclosed: enclosed) }
                    ?? AnswerClues(replyKeys: [], references: [], from: nil),
                content: content,
                messageID: mail.flatMap { MailClues.messageIDs($0.headers["Message-ID"]).first },
                mayBeAnswered: mayBeAnswered,
                authentication: mail.map {
                    AuthenticationResults.authentication(in: $0.headers, believing: authservID)
                } ?? .unknown))
    }

    private func ownMail(_ mail: ParsedMail) -> MailFacts? {
        let isOurs = mail.headers.all(LoopHeader.name).contains { LoopHeader.isOurs($0, keys) }
        return isOurs ? facts(.own, .nothing("our own mail, come back"), mail, mayBeAnswered: false) : nil
    }

    private func bounce(_ mail: ParsedMail) -> MailFacts? {
        guard let bounces = BounceReader.bounces(in: mail) else { return nil }
        // The mail that failed comes with the report, whole or its headers: it names its row.
        return facts(
            .bounce, .bounces(bounces), mail, mayBeAnswered: false, enclosed: BounceReader.enclosed(in: mail))
    }

    private func calendar(_ mail: ParsedMail) -> MailFacts? {
        let parts = CalendarPart.all(in: mail)
        let mayBeAnswered = !AutomaticMail.isBulk(mail.headers)
        for case let answer? in parts.map(\.answer) {
            guard let kind = Self.kinds[answer.method] else { continue }
            let whole = answer.comment == nil ? answer.with(comment: AnswerComment.find(in: mail)) : answer
            return facts(kind, .calendar(whole), mail, mayBeAnswered: mayBeAnswered)
        }
        // Any other object counts where it is the message; attached to one, it says nothing that its author wrote.
        guard let part = parts.first(where: \.isBody) else { return nil }
        guard let answer = part.answer else {
            return unreadable("the calendar object in the message cannot be read", mail)
        }
        return facts(.calendarOther, .calendar(answer), mail, mayBeAnswered: mayBeAnswered)
    }

    private static let kinds: [String: MailFacts.Kind] = [
        "REPLY": .calendarReply, "COUNTER": .calendarCounter, "REFRESH": .calendarRefresh,
    ]

    private func automatic(_ mail: ParsedMail) -> MailFacts? {
        guard AutomaticMail.isAutomatic(mail) else { return nil }
        let body = words(mail)
        let text = HumanText.strip(body)
        // Domino tells the day in the subject, and some absences stand below a closing.
        let told = [mail.headers["Subject"] ?? "", text, String(body.prefix(5_000))]
        let returns = told.lazy.compactMap { ReturnDay.find(in: $0, written: written(mail)) }.first
        return facts(.autoReply, .automatic(text: text, returns: returns), mail, mayBeAnswered: false)
    }

    private func human(_ mail: ParsedMail) -> MailFacts {
        let text = HumanText.strip(words(mail))
        let intent = IntentReader.intent(of: text, written: written(mail))
        return facts(.human, .text(text, intent), mail, mayBeAnswered: !AutomaticMail.isBulk(mail.headers))
    }

    /// The text of a mail, or what Outlook put in a winmail.dat instead of one.
    private func words(_ mail: ParsedMail) -> String {
        let text = BodyText.find(in: mail.body)
        guard text.allSatisfy(\.isWhitespace) else { return text }
        for case .bytes(let bytes) in mail.body.flattened.map(\.content) {
            if let body = TNEF(bytes)?.properties.text(.body) { return body }
        }
        return text
    }

    private func written(_ mail: ParsedMail) -> Day? { mail.date.map(clock.day) }
}
