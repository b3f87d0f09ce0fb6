// How OPSTRACKER_SMTP and OPSTRACKER_MAIL_FROM are read.

import Testing

@testable import Core
@testable import MailGateway

@Suite struct DeliveryAddressTests {
    @Test("A server is read with its options")
    func server() throws {
        let text = "smtp://ops:p%40ss@mail.example:2525?starttls=no&connections=3&per-minute=600"
        guard case .smtp(let server) = try DeliveryAddress(text) else {
            Issue.record("not read as a server")
            return
        }

        #expect(server.url == "smtp://mail.example:2525")
        #expect(server.user == "ops")
        #expect(server.credential == .password("p@ss"))
        #expect(server.encryption == .none)
        #expect(server.connections == 3)
        #expect(server.limits == SendingLimits(perMinute: 600))
    }

    @Test(
        "Nothing leaves this machine in the clear unless told so",
        arguments: [
            ("smtp://mail.example", MailServerEncryption.startTLS, "smtp://mail.example:25"),
            ("smtp://mail.example?starttls=no", .none, "smtp://mail.example:25"),
            ("smtp://127.0.0.1:2525", .none, "smtp://127.0.0.1:2525"),
            ("smtp://localhost", .none, "smtp://localhost:25"),
            ("smtps://mail.example", .implicit, "smtps://mail.example:465"),
        ])
    func encryption(text: String, encryption: MailServerEncryption, url: String) throws {
        guard case .smtp(let server) = try DeliveryAddress(text) else {
            Issue.record("not read as a server")
            return
        }

        #expect(server.encryption == encryption)
        #expect(server.url == url)
        #expect(server.connections == 8)
    }

    @Test(
        "Limits are read: a minute, a domain, hours and days",
        arguments: [
            ("per-minute=30", SendingLimits(perMinute: 30)),
            ("per-minute=30&per-domain=10", SendingLimits(perMinute: 30, perDomain: 10)),
            ("hours=08:00-19:00&days=1-5", SendingLimits(hours: hours("08:00", "19:00", [1, 2, 3, 4, 5]))),
            ("hours=22:00-6:00", SendingLimits(hours: hours("22:00", "06:00", [1, 2, 3, 4, 5, 6, 7]))),
            ("days=1,3,5-6", SendingLimits(hours: hours("00:00", "24:00", [1, 3, 5, 6]))),
        ])
    func limits(options: String, limits: SendingLimits) throws {
        guard case .smtp(let server) = try DeliveryAddress("smtp://mail.example?" + options) else {
            Issue.record("not read as a server")
            return
        }

        #expect(server.limits == limits)
    }

    private static func hours(_ from: String, _ to: String, _ days: Set<Int>) -> SendingHours? {
        guard let from = TimeOfDay(from), let to = TimeOfDay(to) else { return nil }
        return SendingHours(from: from, to: to, days: days, clock: .paris)
    }

    @Test("A Maildir is read by its path")
    func maildir() throws {
        #expect(try DeliveryAddress("maildir:./outgoing") == .maildir(path: "./outgoing"))
    }

    @Test(
        "What is none of these is refused with what is wrong",
        arguments: [
            ("", DeliveryAddress.Fault.notAnAddress), ("maildir:", .notAnAddress), ("smtp://", .notAnAddress),
            ("http://mail.example", .notAnAddress), ("smtp://mail.example/path", .notAnAddress),
            ("smtp://h?tls=yes", .unknownOption("tls")),
            ("smtp://h?connections=0", .unusableOption("connections")),
            ("smtp://h?connections=many", .unusableOption("connections")),
            ("smtp://h?per-minute=-1", .unusableOption("per-minute")),
            ("smtp://h?starttls=maybe", .unusableOption("starttls")),
            ("smtp://h?auth=ntlm", .unusableOption("auth")),
            ("smtp://h?timeout=111", .unusableOption("timeout")),
            ("smtp://h?per-domain=0", .unusableOption("per-domain")),
            ("smtp://h?hours=8-19", .unusableOption("hours")),
            ("smtp://h?hours=08:00", .unusableOption("hours")),
            ("smtp://h?hours=08:00-08:00", .unusableOption("hours")),
            ("smtp://h?days=mon-fri", .unusableOption("days")),
            ("smtp://h?days=0-5", .unusableOption("days")),
            ("smtp://h?days=5-1", .unusableOption("days")),
            ("smtp://h?days=", .unusableOption("days")),
        ])
    func faults(text: String, fault: DeliveryAddress.Fault) {
        #expect(throws: fault) { try DeliveryAddress(text) }
    }

    @Test("The gateway's address is read with its name, and must leave room for a reply key")
    func gateway() throws {
        let named = try #require(GatewayAddress("OpsTracker <rdv@localhost>"))
        #expect(named.name == "OpsTracker")
        #expect(named.address.text == "rdv@localhost")
        #expect(named.replyAddress(key: "rabc")?.text == "rdv+rabc@localhost")

        #expect(GatewayAddress("rdv@localhost")?.name == "")
        #expect(GatewayAddress("OpsTracker <rdv@localhost") == nil)
        #expect(GatewayAddress("OpsTracker") == nil)
        #expect(GatewayAddress("a-very-long-local-part@localhost") == nil)
    }

    @Test(
        "No address that could end an SMTP command exists",
        arguments: [
            "a@b.example\r\nRCPT TO:<c@d.example>", "a@b.example\n", "\ra@b.example", "a@b.example> SIZE=1",
            "<a@b.example",
            "a\u{0}@b.example", "a b@c.example", "é@b.example",
        ])
    func injection(text: String) {
        #expect(EmailAddress(text) == nil)
    }
}
