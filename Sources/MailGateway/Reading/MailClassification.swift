// What `mail classify` prints.

package import Core

/// A mail's facts as JSON, under the names that scripts rely on; absent parts are absent.
package struct MailClassification: Encodable, Sendable {
    private let kind: MailFacts.Kind
    private let messageId: String?
    private let from: EmailAddress?
    private let key: String?
    private let authentication: String?
    private let reason: String?
    private let calendar: CalendarText?
    private let bounces: [BounceText]?
    private let text: String?
    private let intent: IntentText?
    private let returns: Day?

    /// `clock` is that of the installation, by which written days and hours become instants.
    package init(_ facts: MailFacts, clock: WallClock = .paris) {
        let answer = facts.answer
        kind = facts.kind
        messageId = answer.messageID
        from = answer.clues.from
        key = answer.clues.replyKeys.first
        authentication =
            switch answer.authentication {
            case .unknown: nil
            case .pass: "pass"
            case .fail: "fail"
            }
        var parts = Parts()
        switch answer.content {
        case .calendar(let calendar): parts.calendar = CalendarText(calendar)
        case .bounces(let bounces): parts.bounces = bounces.map(BounceText.init)
        case .automatic(let text, let returns):
            parts.text = text
            parts.returns = returns
        case .text(let text, let intent):
            parts.text = text
            parts.intent = IntentText(intent, written: facts.written, clock)
        case .nothing(let reason): parts.reason = reason
        }
        calendar = parts.calendar
        bounces = parts.bounces
        text = parts.text
        intent = parts.intent
        returns = parts.returns
        reason = parts.reason
    }

    private struct Parts {
        var calendar: CalendarText?
        var bounces: [BounceText]?
        var text: String?
        var intent: IntentText?
        var returns: Day?
        var reason: String?
    }

    private struct CalendarText: Encodable {
        let method: String
        let uid: String
        let sequence: Int
        let dtstamp: String?
        let attendee: EmailAddress?
        let delegate: EmailAddress?
        let partstat: String?
        let comment: String?
        let start: String?
        let end: String?
        let originalStart: String?

        init(_ answer: CalendarAnswer) {
            method = answer.method
            uid = answer.uid
            sequence = answer.sequence
            dtstamp = answer.stamp?.iso8601
            attendee = answer.attendee
            delegate = answer.delegate
            partstat = answer.partstat
            comment = answer.comment
            start = answer.starts?.iso8601
            end = answer.ends?.iso8601
            originalStart = answer.originalStarts?.iso8601
        }
    }

    private struct BounceText: Encodable {
        let address: EmailAddress?
        let status: String?
        let code: String?
        let permanent: Bool
        let diagnostic: String

        init(_ bounce: Bounce) {
            address = bounce.address
            status = bounce.status
            code = bounce.code
            permanent = bounce.permanent
            diagnostic = bounce.diagnostic
        }
    }
}
