// Handing mail over, to a real SMTP server and into a real folder.

import Foundation
import TestSupport
import Testing

@testable import Core
@testable import MailGateway

@Suite struct CourierTests {
    @Test("A server gets each message whole, once, with one recipient and the reply address as sender")
    func smtp() async throws {
        try await SMTPSink.with { sink in
            let lane = try #require(try Self.courier(sink.port).lanes.first)
            let mails = try (0..<3).map { try Self.mail("marie\($0)@mairie.example", name: "ops.\($0)") }

            for mail in mails { try await lane.deliver(mail) }

            let taken = try sink.taken().sorted { $0.recipient < $1.recipient }
            #expect(taken.map(\.recipient) == mails.map(\.recipient.text))
            #expect(taken.allSatisfy { $0.sender == "rdv+rkey@ops.example" })
            #expect(taken.first?.mail.part("text/html")?.text.hasSuffix("</html>\r\n") == true)
        }
    }

    @Test("A line that begins with a dot arrives with its dot")
    func dots() async throws {
        try await SMTPSink.with { sink in
            let bytes = Array("Subject: dots\r\n\r\n.\r\n..two\r\nend\r\n".utf8)
            let mail = try Self.mail(bytes: bytes)

            try await Self.courier(sink.port).lanes[0].deliver(mail)

            let content = try #require(try sink.taken().first).mail.text
            #expect(content.hasPrefix(".\r\n..two\r\nend\r\n"))
        }
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let options: [String]
        let isPermanent: Bool
        let scope: DeliveryError.Scope

        var testDescription: String { options.joined(separator: " ") }
    }

    @Test(
        "What a server refuses is told as temporary or permanent, and as the recipient's fault or the server's",
        arguments: [
            Refusal(options: ["-f", "RCPT"], isPermanent: true, scope: .recipient),
            Refusal(options: ["-r", "RCPT"], isPermanent: false, scope: .recipient),
            Refusal(options: ["-f", "DATA"], isPermanent: true, scope: .recipient),
            Refusal(options: ["-f", "."], isPermanent: true, scope: .recipient),
            Refusal(options: ["-r", "."], isPermanent: false, scope: .recipient),
            Refusal(options: ["-f", "MAIL"], isPermanent: true, scope: .server),
            Refusal(options: ["-r", "MAIL"], isPermanent: false, scope: .server),
            Refusal(options: ["-f", "CONNECT"], isPermanent: true, scope: .server),
            Refusal(options: ["-r", "CONNECT"], isPermanent: false, scope: .server),
            Refusal(options: ["-f", "EHLO,HELO"], isPermanent: true, scope: .server),
            Refusal(options: ["-Q", "RCPT"], isPermanent: false, scope: .server),
            Refusal(options: ["-q", "RCPT"], isPermanent: false, scope: .server),
            Refusal(options: ["-q", "CONNECT"], isPermanent: false, scope: .server),
        ])
    func refusals(_ refusal: Refusal) async throws {
        try await SMTPSink.with(refusal.options) { sink in
            let mail = try Self.mail()

            let error = await #expect(throws: DeliveryError.self) {
                try await Self.courier(sink.port).lanes[0].deliver(mail)
            }

            #expect(error?.scope == refusal.scope)
            if case .permanent = error { #expect(refusal.isPermanent) } else { #expect(!refusal.isPermanent) }
            #expect(error?.reason.isEmpty == false)
        }
    }

    @Test(
        "A refusal is told in the server's own words, and whether there is no such address",
        arguments: [
            ("550 5.1.1 No such agent", DeliveryError.Scope.address), ("550 No such user", .address),
            ("553 5.1.3 Bad address syntax", .address), ("550 5.1.8 Sender rejected", .recipient),
            ("550 5.7.1 Not from you", .recipient), ("552 5.2.2 Mailbox full", .recipient),
            ("554 No", .recipient),
        ])
    func words(reply: String, scope: DeliveryError.Scope) async throws {
        try await SMTPSink.with(["-B", reply, "-f", "RCPT"]) { sink in
            let mail = try Self.mail()

            await #expect(throws: DeliveryError.permanent(reply, scope: scope)) {
                try await Self.courier(sink.port).lanes[0].deliver(mail)
            }
        }
    }

    @Test("A server that is not there, or offers no encryption where it is required, is in trouble")
    func unreachable() async throws {
        let mail = try Self.mail()
        let port = try LoopbackPort.free()

        let error = await #expect(throws: DeliveryError.self) {
            try await Self.courier(port).lanes[0].deliver(mail)
        }
        #expect(error?.scope == .server)

        try await SMTPSink.with { sink in
            let error = await #expect(throws: DeliveryError.self) {
                try await Self.courier(sink.port, options: "?starttls=required").lanes[0].deliver(mail)
            }
            #expect(error?.scope == .server)
            let taken = try sink.taken()
            #expect(taken.isEmpty)
        }
    }

    @Test("A connection that the server closed is opened anew for the next message")
    func reconnects() async throws {
        try await SMTPSink.with { sink in
            let lane = try Self.courier(sink.port).lanes[0]
            try await lane.deliver(try Self.mail(name: "ops.first"))

            try await sink.restart()
            try await lane.deliver(try Self.mail(name: "ops.second"))

            #expect(try sink.taken().count == 2)
        }
    }

    @Test("A Maildir gets a whole file under new, and a second try replaces the first")
    func maildir() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/outgoing"
            let lane = Courier(.maildir(path: path)).lanes[0]
            let mail = try Self.mail()

            try await lane.deliver(mail)
            try await lane.deliver(mail)

            let names = try FileManager.default.contentsOfDirectory(atPath: path + "/new")
            #expect(names == [mail.name])
            let bytes = try Data(contentsOf: URL(filePath: "\(path)/new/\(mail.name)"))
            #expect(Array(bytes) == mail.bytes)
            #expect(try FileManager.default.contentsOfDirectory(atPath: path + "/tmp").isEmpty)
        }
    }

    @Test("A Maildir that cannot be written is the server's trouble, not the message's")
    func unwritable() async throws {
        let mail = try Self.mail()
        let error = await #expect(throws: DeliveryError.self) {
            try await Courier(.maildir(path: "/dev/null/outgoing")).lanes[0].deliver(mail)
        }
        #expect(error?.scope == .server)
    }

    private static func courier(_ port: Int, options: String = "?connections=1") throws -> Courier {
        Courier(try DeliveryAddress("smtp://127.0.0.1:\(port)\(options)"))
    }

    private static func mail(
        _ recipient: String = "marie@mairie.example", name: String = "ops.name", bytes: [UInt8]? = nil
    ) throws -> OutgoingMail {
        let row = Samples.row(try Samples.snapshot(.confirmation(Samples.appointment(), placed: false)))
        return OutgoingMail(
            sender: try #require(EmailAddress("rdv+rkey@ops.example")),
            recipient: try #require(EmailAddress(recipient)),
            name: name, bytes: try bytes ?? Samples.composer().mail(for: row, now: Samples.tuesday).bytes)
    }
}
