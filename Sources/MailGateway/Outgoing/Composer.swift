// From an outbox row to a mail: words, signed link, calendar object, headers.

package import Core

/// Renders messages. A value that any number of tasks share.
package struct Composer: Sendable {
    private let gateway: GatewayAddress
    private let baseURL: String
    private let keys: SigningKeys
    private let letters: FormLetters
    private let loopValue: String

    /// `baseURL` is what links begin with, without a slash at its end.
    package init(gateway: GatewayAddress, baseURL: String, keys: SigningKeys, templates: Templates) {
        self.gateway = gateway
        self.baseURL = baseURL.last == "/" ? String(baseURL.dropLast()) : baseURL
        self.keys = keys
        letters = FormLetters(templates)
        loopValue = LoopHeader.value(keys)
    }

    /// Why a row cannot become a mail: its snapshot is not one that we made.
    package enum Fault: Error, Sendable, Hashable {
        case unusableSnapshot
    }

    /// The mail that tells a row's snapshot, the same at every try but for the calendar's DTSTAMP, which is `now`.
    package func mail(for row: OutboxRow, now: Instant) throws(Fault) -> OutgoingMail {
        let snapshot = row.snapshot
        guard
            let key = ReplyKey.key(handle: row.replyHandle, epoch: snapshot.link?.epoch ?? 0, keys: keys),
            let reply = gateway.replyAddress(key: key)
        else { throw .unusableSnapshot }
        let link = try link(of: snapshot)
        let words = letters.words(for: snapshot, link: link)
        let object = appointmentObject(snapshot, words: words, link: link, stamp: now)
        let message = MimeMessage(
            from: .init(name: gateway.name, address: gateway.address),
            to: .init(name: snapshot.name, address: row.recipient),
            replyTo: .init(name: gateway.name, address: reply),
            subject: words.subject, date: row.createdAt,
            messageID: "\(row.messageLocalPart)@\(gateway.address.domain)",
            headers: headers(snapshot), text: words.text, html: words.html,
            calendar: object.map { .init(method: $0.method.rawValue, bytes: $0.bytes()) })
        return OutgoingMail(
            sender: reply, recipient: row.recipient, name: row.messageLocalPart, bytes: message.bytes())
    }

    /// The recipient's signed page; empty where they have none.
    private func link(of snapshot: MessageSnapshot) throws(Fault) -> String {
        guard let grant = snapshot.link else { return "" }
        guard let token = SignedLink(grant).token(signedBy: keys) else { throw .unusableSnapshot }
        return baseURL + grant.purpose.path + token
    }

    /// What tells other machines that a machine wrote this, and to leave it unanswered (RFC 3834, MS-OXCMAIL).
    private func headers(_ snapshot: MessageSnapshot) -> [(name: String, value: String)] {
        var headers = [
            ("Auto-Submitted", snapshot.inReplyTo == nil ? "auto-generated" : "auto-replied"),
            ("X-Auto-Response-Suppress", "All"),
            (LoopHeader.name, loopValue),
        ]
        if let answered = snapshot.inReplyTo, Self.isMessageID(answered) {
            headers += [("In-Reply-To", "<\(answered)>"), ("References", "<\(answered)>")]
        }
        return headers.map { (name: $0.0, value: $0.1) }
    }

    /// The calendar object of the messages that have one (RG-122, RG-140–143).
    private func appointmentObject(
        _ snapshot: MessageSnapshot, words: Templates.Words, link: String, stamp: Instant
    ) -> AppointmentObject? {
        let (appointment, placed): (Appointment, Bool)
        switch snapshot.message {
        case .confirmation(let booked, let byOther): (appointment, placed) = (booked, byOther)
        case .change(_, let new, let byOther): (appointment, placed) = (new, byOther)
        case .reminder(let booked, _, let byOther): (appointment, placed) = (booked, byOther)
        case .cancellation(let cancelled, _, _): (appointment, placed) = (cancelled, false)
        case .proposal(let held, _, _, _): (appointment, placed) = (held, true)
        case .invitation, .answerReminder, .teamInvitation, .teamDigest, .teamAnswer, .alert, .daySheet,
            .lateness,
            .bounces,
            .verification, .clarification, .refusal:
            return nil
        }
        let campaign = snapshot.campaign
        let description = [campaign.description, campaign.preparation, campaign.contact, link]
        return AppointmentObject(
            method: snapshot.message.kind == .cancellation ? .cancel : .request, appointment: appointment,
            organizer: .init(gateway.address, name: gateway.name),
            attendee: .init(snapshot.recipient, name: snapshot.name),
            answer: placed ? .needsAction : .accepted,
            summary: campaign.type.isEmpty ? campaign.name : campaign.type,
            description: description.filter { !$0.isEmpty }.joined(separator: "\n\n"), url: link, stamp: stamp
        )
    }

    /// An identifier that somebody else wrote goes into our headers only where it is one (RFC 5322 §3.6.4).
    private static func isMessageID(_ text: String) -> Bool {
        (3...250).contains(text.utf8.count) && text.contains("@")
            && text.utf8.allSatisfy {
                $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">")
            }
    }
}
