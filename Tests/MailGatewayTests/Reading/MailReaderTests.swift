import Core
import Foundation
import TestSupport
import Testing

@testable import MailGateway

struct MailReaderTests {
    private let keys: SigningKeys
    private let reader: MailReader

    init() throws {
        keys = try SigningKeys([1: Array(repeating: 7, count: 32)])
        reader = MailReader(keys: keys)
    }

    /// Every mail of Tests/Fixtures/mail.
    static let goldens: [String] = {
        let files = try? FileManager.default.contentsOfDirectory(atPath: Fixture.path("mail"))
        return (files ?? []).filter { $0.hasSuffix(".eml") }.map { String($0.dropLast(4)) }.sorted()
    }()

    @Test("A mail says what its golden file says, in the words of mail classify", arguments: goldens)
    func golden(name: String) throws {
        let expected = try JSONSerialization.jsonObject(
            with: Data(Fixture.bytes("mail/\(name).expected.json")))

        let facts = reader.read(try Fixture.bytes("mail/\(name).eml"))

        let text = try JSON.text(MailClassification(facts))
        let found = try JSONSerialization.jsonObject(with: Data(text.utf8))
        #expect(found as? NSDictionary == expected as? NSDictionary, "\(text)")
    }

    @Test("The golden mails are all there")
    func goldensExist() {
        #expect(Self.goldens.count >= 168)
    }

    @Test("Our own mail is known by a loop header that only we can write")
    func ownMail() {
        let ours = mail(headers: ["\(LoopHeader.name): \(LoopHeader.value(keys))"])
        let forged = mail(headers: ["\(LoopHeader.name): yes"])

        #expect(reader.read(ours).kind == .own)
        #expect(reader.read(forged).kind == .human)
    }

    @Test("Our own header comes before everything, a bounce before a calendar, a calendar before an absence")
    func order() {
        let loop = "\(LoopHeader.name): \(LoopHeader.value(keys))"
        let calendar = ["Content-Type: text/calendar; method=REPLY", "Auto-Submitted: auto-replied"]
        let reply =
            "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:u\nATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example\n"
            + "END:VEVENT\nEND:VCALENDAR"

        #expect(reader.read(mail(headers: [loop] + calendar, body: reply)).kind == .own)
        #expect(reader.read(mail(headers: calendar, body: reply)).kind == .calendarReply)
        let daemon = mail(from: "MAILER-DAEMON@mx.example", headers: calendar, body: reply)
        #expect(reader.read(daemon).kind == .bounce)
    }

    @Test(
        "Lists, mass mailings and nobody are never answered; a person is",
        arguments: [
            ("X-Auto-Response-Suppress: All", true), ("Auto-Submitted: no", true),
            ("Precedence: first-class", true),
            ("Precedence: bulk", false), ("Precedence: list", false), ("Precedence: junk", false),
            ("List-Id: <a.example>", false), ("Return-Path: <>", false),
            ("Auto-Submitted: auto-generated", false),
            ("Subject: Absence du bureau", false), ("X-Autoreply: yes", false),
        ])
    func answering(header: String, mayBeAnswered: Bool) {
        #expect(reader.read(mail(headers: [header])).answer.mayBeAnswered == mayBeAnswered)
    }

    @Test("A reply key is found in any header that a server may have left it in, in either case")
    func replyKeys() throws {
        let key = try #require(ReplyKey.key(handle: RandomToken.base32(bytes: 10), epoch: 0, keys: keys))

        for header in [
            "To", "Cc", "Delivered-To", "X-Delivered-To", "Envelope-To", "X-Original-To", "X-Forwarded-To",
        ] {
            let raw = mail(headers: ["\(header): \"Rendez-vous\" <RDV+\(key.uppercased())@OPS.EXAMPLE>"])
            #expect(reader.read(raw).answer.clues.replyKeys == [key], "\(header)")
        }
        let catchAll = mail(headers: ["To: \(key)@rdv.ops.example, rdv+other@ops.example"])
        #expect(reader.read(catchAll).answer.clues.replyKeys == [key])
    }

    @Test("References are told latest first, the mail that is answered before all")
    func references() {
        let raw = mail(headers: [
            "In-Reply-To: <c@x.example>", "References: <a@x.example>\n <b@x.example> <c@x.example>",
        ])

        #expect(
            reader.read(raw).answer.clues.references == ["c@x.example", "b@x.example", "a@x.example"])
    }

    private func mail(
        from: String = "marie.dupont@mairie.example", headers: [String], body: String = "Bonjour"
    ) -> [UInt8] {
        Array((["From: \(from)"] + headers + ["", body, ""]).joined(separator: "\n").utf8)
    }
}
