// From an outbox row to a mail: words, signed link, calendar object, headers.

package import Core

/// Renders messages. A value that any number of tasks share.
package struct Composer: Sendable {
    private let gateway: GatewayAddress
    private let baseURL: String
    private let keys: SigningKeys
    private let letters: CampaignLetters
    private let loopValue: String

    /// `baseURL` is what links begin with, without a slash at its end.
    package init(gateway: GatewayAddress, baseURL: String, keys: SigningKeys, templates: Templates) {
        self.gateway = gateway
        self.baseURL = baseURL.last == "/" ? String(baseURL.dropLast()) : baseURL
        self.keys = keys
        letters = CampaignLetters(templates)
        loopValue = LoopHeader.value(keys)
    }

    /// Why a row cannot become a mail: its snapshot is not one that we made.
    package enum Fault: Error, Sendable, Hashable {
        case unusableSnapshot
    }

    /// Looks whether campaigns have changed their words since the last time, which is at most a second ago or is made so.
    /// Returns the faults of words that were kept and can no longer be used: the templates' stand in for them.
    package func refresh(from database: any SQLDatabase, now: Instant) async throws -> [TemplateProblem] {
        try await letters.refresh(from: database, now: now)
    }

    /// The words of a row's message.
    package func words(for row: OutboxRow) throws(Fault) -> Templates.Words {
        letters.letters(of: row.campaign).words(for: row.snapshot, link: try link(of: row.snapshot))
    }

    /// The mail that tells a row's snapshot, the same at every try but for the calendar's DTSTAMP, which is `now`.
    package func mail(for row: OutboxRow, now: Instant) throws(Fault) -> OutgoingMail {
        let snapshot = row.snapshot
        guard
            let key = ReplyKey.key(handle: row.replyHandle, epoch: snapshot.link?.epoch ?? 0, keys: keys),
            let reply = gateway.replyAddress(key: key)
        else { throw .unusableSnapshot }
        let link = try link(of: snapshot)
        let words = letters.letters(of: row.campaign).words(for: snapshot, link: link)
        let object = AppointmentObject(snapshot, from: gateway, link: link, stamp: now)
        let message = MimeMessage(
            from: .init(name: gateway.name, address: gateway.address),
            to: .init(name: snapshot.name, address: row.recipient),
            replyTo: .init(name: gateway.name, address: reply),
            subject: words.subject, date: row.createdAt,
            messageID: "\(row.messageLocalPart)@\(gateway.address.domain)",
            headers: headers(snapshot), text: words.text, html: words.html,
            calendar: object.map { .init(method: $0.method.rawValue, bytes: $0.bytes()) },
            attachments: Attachments.files(of: snapshot, from: gateway, stamp: now))
        return OutgoingMail(
            sender: reply, recipient: row.recipient, name: row.messageLocalPart, bytes: message.bytes())
    }

    /// The recipient's signed page; empty where they have none.
    private func link(of snapshot: MessageSnapshot) throws(Fault) -> String {
        guard let grant = snapshot.link else { return "" }
        guard let token = SignedLink(grant).token(signedBy: keys) else { throw .unusableSnapshot }
        return baseURL + grant.purpose.path + token + query(of: snapshot.message)
    }

    /// What the page is asked to show: the choice that a mail only waits to see confirmed.
    private func query(of message: Message) -> String {
        switch message {
        case .verification(.choose(let option), _, _): "?slot=\(option.slot)"
        case .verification(.cancel, _, _): "?cancel=1"
        default: ""
        }
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

    /// An identifier that somebody else wrote goes into our headers only where it is one (RFC 5322 §3.6.4).
    private static func isMessageID(_ text: String) -> Bool {
        (3...250).contains(text.utf8.count) && text.contains("@")
            && text.utf8.allSatisfy {
                $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">")
            }
    }
}
