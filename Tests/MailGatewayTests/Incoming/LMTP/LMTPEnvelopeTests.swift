// For whom mail is taken by LMTP, what is kept of its envelope, and where it is listened for.

import Core
import Testing

@testable import MailGateway

struct LMTPEnvelopeTests {
    private static let key = "r" + String(repeating: "a", count: 37)

    @Test(
        "Recipients are ours, or our domain's, or anybody's, as the operator says",
        arguments: [
            ("rdv@ops.example", true, true), ("rdv+x@ops.example", true, true),
            ("rdv=x@ops.example", true, true),
            ("rdv-x@ops.example", true, true), ("\(key)@ops.example", true, true),
            ("rdvx@ops.example", false, true), ("postmaster@ops.example", false, true),
            ("rdv@other.example", false, false),
        ])
    func recipients(text: String, own: Bool, domain: Bool) throws {
        let gateway = try #require(EmailAddress("rdv@ops.example"))
        let recipient = try #require(EmailAddress(text))

        #expect(RecipientPolicy(gateway: gateway, acceptance: .own).accepts(recipient) == own)
        #expect(RecipientPolicy(gateway: gateway, acceptance: .domain).accepts(recipient) == domain)
        #expect(RecipientPolicy(gateway: gateway, acceptance: .any).accepts(recipient))
    }

    @Test("The envelope is kept where the headers do not tell it, and only there")
    func envelope() throws {
        let plain = try #require(EmailAddress("rdv@ops.example"))
        let keyed = try #require(EmailAddress("rdv+\(Self.key)@ops.example"))
        let told = Array("To: x <RDV+\(Self.key.uppercased())@ops.example>\r\n\r\nbody".utf8)
        let untold = Array("To: x@ops.example\r\n\r\nrdv+\(Self.key)@ops.example".utf8)
        func text(_ content: [UInt8], _ recipients: EmailAddress...) -> String {
            let mail = LMTPMail(sender: nil, recipients: recipients, content: content)
            return String(decoding: mail.bytes, as: UTF8.self)
        }

        #expect(text(told, plain, keyed) == "Return-Path: <>\r\n" + String(decoding: told, as: UTF8.self))
        // The same bytes, whichever recipients an MTA asks again for.
        #expect(text(told, keyed) == text(told, plain))
        #expect(
            text(untold, keyed, plain, keyed)
                == "Return-Path: <>\r\nDelivered-To: \(keyed.text)\r\n"
                + String(decoding: untold, as: UTF8.self))
    }

    @Test("The listener's address is read with its options")
    func address() throws {
        let address = try LMTPAddress("127.0.0.1:2424?accept=domain&connections=9")
        #expect(address.place == .port(host: "127.0.0.1", port: 2424))
        #expect(address.acceptance == .domain)
        #expect(address.connections == 9)
        #expect(try LMTPAddress("[::1]:2424").place == .port(host: "::1", port: 2424))
        #expect(try LMTPAddress("unix:/run/ops/lmtp").place == .socket(path: "/run/ops/lmtp"))
        #expect(try LMTPAddress("unix:/run/ops/lmtp").acceptance == .own)
    }

    @Test(
        "What is no address to listen on is refused with what is wrong",
        arguments: [
            ("", LMTPAddress.Fault.notAnAddress), ("2424", .notAnAddress), (":2424", .notAnAddress),
            ("localhost:no", .notAnAddress), ("localhost:70000", .notAnAddress), ("::1:24", .notAnAddress),
            ("unix:relative", .notAnAddress), ("127.0.0.1:24?size=3", .unknownOption("size")),
            ("127.0.0.1:24?accept=all", .unusableOption("accept")),
            ("127.0.0.1:24?connections=0", .unusableOption("connections")),
        ])
    func badAddress(text: String, fault: LMTPAddress.Fault) {
        #expect(throws: fault) { try LMTPAddress(text) }
    }
}
