// A message set aside, shown so that nothing in it can act: no control character, no link to click, no attachment opened.

internal import Core
internal import MailGateway

/// What `mail quarantine --show` tells of a message.
private struct QuarantinedMail: Encodable {
    let id: String
    let receivedAt: String
    let attempts: Int
    let reason: Nullable<String>
    let bytes: Int
    let from: Nullable<String>
    let to: Nullable<String>
    let subject: Nullable<String>
    let messageId: Nullable<String>
    let parts: [String]
    let text: Nullable<String>

    /// More than that is not needed to decide.
    private static let longestText = 4_000

    init(_ row: InboxRow, _ raw: [UInt8]) {
        let view = raw.count <= MailReader.maximumSize ? MailView(raw) : nil
        id = row.id.text
        receivedAt = row.receivedAt.iso8601
        attempts = row.attempts
        reason = Nullable(row.reason)
        bytes = raw.count
        from = Nullable(view?.from)
        to = Nullable(view?.to)
        subject = Nullable(view?.subject)
        messageId = Nullable(view?.messageID)
        parts = view?.parts ?? []
        let text =
            view.map { $0.text ?? $0.calendar ?? "" } ?? String(decoding: raw.prefix(500), as: UTF8.self)
        self.text = Nullable(Terminal.harmless(String(text.prefix(Self.longestText)), lines: true))
    }

    func show() {
        let rows = [
            ("ID", id), (Terminal.text(fr: "Reçu", en: "Received"), receivedAt),
            (Terminal.text(fr: "Raison", en: "Reason"), reason.value ?? ""),
            (Terminal.text(fr: "De", en: "From"), from.value ?? ""),
            (Terminal.text(fr: "À", en: "To"), to.value ?? ""),
            (Terminal.text(fr: "Objet", en: "Subject"), subject.value ?? ""),
            ("Message-ID", messageId.value ?? ""),
            (Terminal.text(fr: "Parties", en: "Parts"), parts.joined(separator: ", ")),
            (
                Terminal.text(fr: "Taille", en: "Size"),
                Terminal.text(fr: "\(bytes) octets", en: "\(bytes) bytes")
            ),
        ]
        for (name, value) in rows where !value.isEmpty { print("\(name): \(Terminal.harmless(value))") }
        print("\n\(text.value ?? "")")
    }
}

/// Shows one message of the quarantine. Throws `Refused` where there is none of that identifier.
func showMail(_ text: String, _ installation: Installation, json: Bool) async throws {
    guard let id = InboxRow.ID(text),
        let (row, raw) = try await installation.database.read({ connection in
            try Inbox.find(id, on: connection).map { ($0, try Inbox.raw(id, on: connection) ?? []) }
        }), row.state == .quarantined
    else { throw noQuarantined(text) }
    let mail = QuarantinedMail(row, raw)
    if json { try Terminal.printJSON(mail) } else { mail.show() }
}

/// What a command says where no message in quarantine has an identifier.
func noQuarantined(_ id: String) -> Refused {
    Refused(
        fr: "Aucun message en quarantaine ne porte l'identifiant \(Terminal.harmless(id)).",
        en: "No message in quarantine has the identifier \(Terminal.harmless(id)).")
}
