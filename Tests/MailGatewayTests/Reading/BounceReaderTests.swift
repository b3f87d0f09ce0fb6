import Core
import Testing

@testable import MailGateway

struct BounceReaderTests {
    private let reader: MailReader

    init() throws { reader = MailReader(keys: try SigningKeys([1: Array(repeating: 7, count: 32)])) }

    private func facts(
        _ body: String, from: String = "MAILER-DAEMON@mx.example", subject: String = "failure notice",
        headers: [String] = []
    ) -> MailFacts {
        let head = ["From: \(from)", "To: rdv@ops.example", "Subject: \(subject)"] + headers
        return reader.read(
            Array(
                (head + ["Content-Type: text/plain; charset=utf-8", "", body, ""]).joined(separator: "\n")
                    .utf8))
    }

    private func bounces(_ body: String) -> [Bounce] {
        guard case .bounces(let bounces) = facts(body).answer.content else { return [] }
        return bounces
    }

    @Test(
        "What failed for good, and what for now",
        arguments: [
            ("550 5.1.1 User unknown", true), ("550 no such user", true), ("553 invalid", true),
            ("5.1.2", true),
            ("5.7.1 Access denied", true), ("550 5.2.1 mailbox disabled", true),
            ("552 5.3.4 message too big", true),
            ("Utilisateur inconnu", true), ("cette adresse n'existe pas", true), ("550 5.4.1 rejected", true),
            ("452 4.2.2 mailbox full", false), ("552 5.2.2 quota exceeded", false), ("552 too much", false),
            ("550 5.0.0 mailbox is full", false), ("La boîte aux lettres est pleine", false),
            ("451 4.7.1 Greylisted", false),
            ("421 try later", false), ("connection timed out", false), ("554 5.7.1 rejected as spam", false),
            ("550 blocked using a blocklist", false), ("550 5.7.26 unauthenticated mail", false),
            ("550 5.1.1 user unknown at spamgate.example", true),
        ])
    func verdicts(reason: String, permanent: Bool) {
        let found = bounces("<marie.dupont@mairie.example>:\n\(reason)")

        #expect(found.map(\.address) == [EmailAddress("marie.dupont@mairie.example")])
        #expect(found.map(\.permanent) == [permanent], "\(found)")
    }

    @Test(
        "Codes are told from ports, hosts, versions and delays",
        arguments: [
            ("smtp;550 5.1.1 no", "5.1.1", "550"), ("550-5.1.1 no", "5.1.1", "550"),
            ("(#5.1.1)", "5.1.1", nil),
            ("#550 5.1.10 RESOLVER.ADR.RecipientNotFound", "5.1.10", "550"), ("'550'", nil, "550"),
            ("192.0.2.1 port 587", nil, nil), ("Exim 4.96.2 on mx550.example", nil, nil),
            ("mx-550.example said no", nil, nil),
            ("after 421x tries", nil, nil), ("[418] OFR204_418", nil, nil), ("v4.2.1beta", nil, nil),
        ] as [(String, String?, String?)])
    func codes(text: String, status: String?, code: String?) {
        #expect(DeliveryCode.enhanced(in: text) == status)
        #expect(DeliveryCode.reply(in: text) == code)
    }

    @Test("Only who failed is named: not we, not an administrator, not a person in a sentence")
    func others() {
        let text = """
            Your message could not be delivered to one or more recipients.
            For help, write to admin@mx.example.

            <rdv@ops.example>: sender
            <marie.dupont@mairie.example>: host mx.mairie.example said: 550 5.1.1 ask help@mairie.example
            """

        #expect(bounces(text).map(\.address) == [EmailAddress("marie.dupont@mairie.example")])
    }

    @Test("A person who repeats a bounce is a person; so is a postmaster who writes")
    func people() {
        let text = "<marie.dupont@mairie.example>:\n550 5.1.1 unknown"

        #expect(facts(text, from: "paul.martin@mairie.example").kind == .human)
        #expect(facts("Bonjour", from: "postmaster@mairie.example", subject: "Maintenance").kind == .human)
    }

    @Test("The copy of our mail behind a notice names its row")
    func copy() throws {
        let keys = try SigningKeys([1: Array(repeating: 7, count: 32)])
        let key = try #require(ReplyKey.key(handle: RandomToken.base32(bytes: 10), epoch: 0, keys: keys))
        let text = """
            Hi. This is the qmail-send program at mx.example.

            <marie.dupont@mairie.example>:
            550 unknown

            --- Below this line is a copy of the message.

            Return-Path: <rdv@ops.example>
            Reply-To: <rdv+\(key)@ops.example>
            Message-ID: <ops.abc@ops.example>

            Bonjour
            """

        let clues = facts(text).answer.clues

        #expect(clues.replyKeys == [key])
        #expect(clues.references == ["ops.abc@ops.example"])
    }

    @Test(
        "Addresses are read out of brackets, schemes and capsules",
        arguments: [
            ("<a@b.example>", "a@b.example"), ("mailto:a@b.example", "a@b.example"),
            ("[SMTP:a@b.example]", "a@b.example"),
            ("a@b.example:", "a@b.example"), ("IMCEASMTP-a+2Eb+40c+2Eexample@x.example", "a.b@c.example"),
            ("IMCEAEX-_O=ORG_CN=RECIPIENTS_CN=A@x.example", nil), ("nobody", nil), ("IMCEASMTP-+4", nil),
        ] as [(String, String?)])
    func addresses(text: String, address: String?) {
        #expect(FailedAddress.read(text)?.text == address)
    }
}
