// A mailbox on a real Dovecot, emptied.

import Core
import Foundation
import Logging
import ServiceLifecycle
import TestSupport
import Testing

@testable import MailGateway

@Suite(.serialized)
struct IMAPSourceTests {
    @Test("Messages are taken oldest first and marked; none is taken again", arguments: Engine.available)
    func flagged(engine: Engine) async throws {
        try await DovecotServer.with { server in
            try await Incoming.with(engine) { inbox, database in
                for name in ["1", "2", "3"] { try server.deliver(Incoming.mail(name), to: "rdv") }
                let source = try Incoming.source(server, inbox)

                let reports = try await source.poll()
                let again = try await source.poll()
                try server.deliver(Incoming.mail("4"), to: "rdv")
                let later = try await source.poll()

                #expect(reports.map(\.reason) == ["1", "2", "3"].map(Incoming.id))
                #expect(again.isEmpty)
                #expect(later.map(\.reason) == [Incoming.id("4")])
                // Seen, and a keyword of the mailbox, which a Maildir writes as a small letter.
                #expect(try server.mails(of: "rdv").map(\.flags) == ["Sa", "Sa", "Sa", "Sa"])
                #expect(try server.mails(of: "rdv").map(\.bytes) == (1...4).map { Incoming.mail("\($0)") })
                try await Incoming.stored(database, is: try server.mails(of: "rdv").map(\.bytes))
            }
        }
    }

    @Test("A person who reads the mailbox hides nothing")
    func seen() async throws {
        try await DovecotServer.with { server in
            try await Incoming.with { inbox, database in
                let file = try server.deliver(Incoming.mail("1"), to: "rdv")
                try server.markSeen(file, of: "rdv")

                let reports = try await Incoming.source(server, inbox).poll()

                #expect(reports.map(\.reason) == [Incoming.id("1")])
            }
        }
    }

    @Test(
        "Messages are moved to a folder that is made, also where the server cannot move",
        arguments: ["", "imap_capability = IMAP4rev1 SASL-IR UIDPLUS", "imap_capability = IMAP4rev1 SASL-IR"])
    func moved(settings: String) async throws {
        try await DovecotServer.with(settings.isEmpty ? "" : "protocol imap {\n  \(settings)\n}") { server in
            try await Incoming.with { inbox, database in
                for name in ["1", "2"] { try server.deliver(Incoming.mail(name), to: "rdv") }
                let source = try Incoming.source(server, inbox, options: "&processed=Traités")

                let reports = try await source.poll()
                try server.deliver(Incoming.mail("3"), to: "rdv")
                let later = try await source.poll() + source.poll()

                #expect(reports.map(\.reason) == ["1", "2"].map(Incoming.id))
                #expect(later.map(\.reason) == [Incoming.id("3")])
                #expect(
                    try Set(server.mails(of: "rdv", folder: "Trait&AOk-s").map(\.bytes))
                        == Set((1...3).map { Incoming.mail("\($0)") }))
                // A server that can neither move nor expunge by UID keeps them, marked as deleted.
                let left = try server.mails(of: "rdv").map(\.flags)
                #expect(left == (settings.hasSuffix("SASL-IR") ? ["ST", "ST", "ST"] : []))
            }
        }
    }

    @Test("A bearer token opens the mailbox, also one from a file that is renewed")
    func tokens() async throws {
        try await DovecotServer.with { server in
            try await Incoming.with { inbox, database in
                try server.deliver(Incoming.mail("1"), to: "rdv")
                let file = NSTemporaryDirectory() + "token-" + RandomToken.base32(bytes: 10)
                defer { try? FileManager.default.removeItem(atPath: file) }
                let spent = DovecotServer.token(for: "rdv", isSpent: true)
                try Data((spent + "\n").utf8).write(to: URL(filePath: file))
                let address = "imaps://rdv@127.0.0.1:\(server.imaps)?auth=xoauth2&ca=\(server.certificate)"
                let source = IMAPSource(
                    try IMAPAddress(address + "&token=" + file), inbox: inbox, logger: Log().logger)

                let fault = await #expect(throws: IMAPFault.self) { try await source.poll() }
                #expect(!"\(try #require(fault))".contains(spent))
                #expect("\(try #require(fault))".contains("401"))
                try Data((DovecotServer.token(for: "rdv") + "\n").utf8).write(to: URL(filePath: file))
                let reports = try await source.poll()

                #expect(reports.map(\.reason) == [Incoming.id("1")])
            }
        }
    }

    @Test("A refusal is told in the server's words, without the password")
    func refusals() async throws {
        try await DovecotServer.with { server in
            try await Incoming.with { inbox, database in
                let wrong = try IMAPAddress("imap://rdv:mistaken@127.0.0.1:\(server.imap)")
                let fault = await #expect(throws: IMAPFault.self) {
                    try await IMAPSource(wrong, inbox: inbox, logger: Log().logger).poll()
                }
                let words = "\(try #require(fault))"
                #expect(words.contains("AUTHENTICATIONFAILED"))
                #expect(!words.contains("mistaken"))

                let stranger = try IMAPAddress("imaps://rdv:secret@127.0.0.1:\(server.imaps)")
                let untrusted = await #expect(throws: IMAPFault.self) {
                    try await IMAPSource(stranger, inbox: inbox, logger: Log().logger).poll()
                }
                #expect("\(try #require(untrusted))".contains("certificate"))

                let missing = try IMAPAddress("imap://rdv:secret@127.0.0.1:\(server.imap)/Absent")
                let absent = await #expect(throws: IMAPFault.self) {
                    try await IMAPSource(missing, inbox: inbox, logger: Log().logger).poll()
                }
                #expect("\(try #require(absent))".contains("Absent"))
            }
        }
    }

    @Test("A large mailbox is emptied in few round trips")
    func large() async throws {
        let count = Effort.count(450, full: 10_000)
        try await DovecotServer.with { server in
            try await Incoming.with { inbox, database in
                for number in 0..<count { try server.deliver(Incoming.mail("\(number)"), to: "rdv") }
                let source = try Incoming.source(server, inbox, options: "&processed=Traités")

                let reports = try await source.poll()

                #expect(reports.map(\.reason) == (0..<count).map { Incoming.id("\($0)") })
                #expect(try server.mails(of: "rdv").isEmpty)
                #expect(try server.mails(of: "rdv", folder: "Trait&AOk-s").count == count)
                // Sizes, bodies and a move for each hundred, and a handful to begin with.
                #expect(await source.roundTrips <= (count + 99) / 100 * 3 + 6)
            }
        }
    }
}
