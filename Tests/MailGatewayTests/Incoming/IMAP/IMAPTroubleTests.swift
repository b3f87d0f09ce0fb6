// A mailbox on a real Dovecot, with what goes wrong: crashes, servers that go, messages that nobody can read or keep.

import Core
import Foundation
import TestSupport
import Testing

@testable import MailGateway

@Suite(.serialized)
struct IMAPTroubleTests {
    @Test("A crash between storing and marking loses nothing and acts once")
    func crash() async throws {
        try await DovecotServer.with { server in
            try await Incoming.with { inbox, database in
                try server.deliver(Incoming.mail("1"), to: "rdv")
                // The process ends here: stored, neither marked nor settled.
                _ = try await inbox.store([Incoming.mail("1")], source: "imap", now: .now())

                let reports = try await Incoming.source(server, inbox).poll()
                let recovered = try await inbox.recover(receivedBefore: .now() + .seconds(1), now: .now())

                #expect(reports.map(\.outcome) == [.duplicate])
                #expect(recovered.map(\.reason) == [Incoming.id("1")])
                #expect(try server.mails(of: "rdv").map(\.flags) == ["Sa"])
            }
        }
    }

    @Test("A mailbox that was made anew is read as what it is")
    func validity() async throws {
        try await DovecotServer.with { server in
            try await Incoming.with { inbox, database in
                for name in ["1", "2"] { try server.deliver(Incoming.mail(name), to: "rdv") }
                let source = try Incoming.source(server, inbox)
                _ = try await source.poll()

                try await server.cut()
                try server.forgetUIDs(of: "rdv")
                try server.deliver(Incoming.mail("3"), to: "rdv")
                try await server.start()
                await #expect(throws: IMAPFault.self) { try await source.poll() }
                await source.hangUp()
                let reports = try await source.poll()

                // Their marks are gone with their UIDs: they come again, and are known by their content.
                #expect(reports.filter { $0.outcome != .duplicate }.map(\.reason) == [Incoming.id("3")])
                #expect(try await Incoming.settled(in: database).count == 3)
            }
        }
    }

    @Test("A message that the server cannot read keeps nobody waiting")
    func unreadable() async throws {
        try await DovecotServer.with { server in
            try await Incoming.with { inbox, database in
                try server.deliver(Incoming.mail("1"), to: "rdv")
                let poison = try server.deliver(Incoming.mail("poison"), to: "rdv")
                for name in ["2", "3"] { try server.deliver(Incoming.mail(name), to: "rdv") }
                try server.lock(poison, of: "rdv")
                let log = Log()
                let source = try Incoming.source(server, inbox, log: log)

                // A server may close the connection over it: the next look goes on with those that are not to blame.
                for _ in 0..<6 where try await Incoming.settled(in: database).count < 3 {
                    _ = try? await source.poll()
                    await source.hangUp()
                }
                try server.deliver(Incoming.mail("4"), to: "rdv")
                _ = try? await source.poll()

                #expect(
                    try await Set(Incoming.settled(in: database))
                        == Set(["1", "2", "3", "4"].map(Incoming.id)))
                #expect(log.text.contains("stays in the mailbox"))
            }
        }
    }

    @Test("A message too large to be read is taken by its beginning, where its author wrote")
    func tooLarge() async throws {
        try await DovecotServer.with { server in
            try await Incoming.with { inbox, database in
                let enormous = Incoming.mail("1", body: "le 2\r\n" + String(repeating: "x", count: 26 << 20))
                try server.deliver(enormous, to: "rdv")
                try server.deliver(Incoming.mail("2"), to: "rdv")

                let reports = try await Incoming.source(server, inbox).poll()

                #expect(reports.map(\.reason) == ["1", "2"].map(Incoming.id))
                #expect(try server.mails(of: "rdv").map(\.flags) == ["Sa", "Sa"])
                try await Incoming.stored(
                    database, is: [Array(enormous.prefix(1 << 20)), Incoming.mail("2")])
            }
        }
    }

    @Test(
        "What cannot be stored is not marked, and comes when the trouble has ended",
        arguments: Engine.available)
    func storage(engine: Engine) async throws {
        try await DovecotServer.with { server in
            try await Incoming.with(engine) { inbox, database in
                for name in ["1", "2"] { try server.deliver(Incoming.mail(name), to: "rdv") }
                let source = try Incoming.source(server, inbox)
                try await Incoming.rename("inbox", "elsewhere", in: database)

                await #expect(throws: SQLError.self) { try await source.poll() }
                let flags = try server.mails(of: "rdv").map(\.flags)
                try await Incoming.rename("elsewhere", "inbox", in: database)
                let reports = try await source.poll()

                #expect(flags == ["", ""])
                #expect(reports.map(\.reason) == ["1", "2"].map(Incoming.id))
            }
        }
    }

    @Test("A message that storage refuses waits, and the others do not")
    func refusedByStorage() async throws {
        try await DovecotServer.with { server in
            try await Incoming.with { inbox, database in
                for name in ["1", "poison", "2"] { try server.deliver(Incoming.mail(name), to: "rdv") }
                _ = try await database.transaction { connection in
                    try connection.execute(
                        """
                        CREATE TRIGGER poison BEFORE INSERT ON inbox WHEN instr(NEW.raw, CAST('<poison' AS BLOB)) > 0
                        BEGIN SELECT RAISE(ABORT, 'no'); END
                        """)
                }
                let source = try Incoming.source(server, inbox)

                let reports = try await source.poll() + source.poll()

                #expect(reports.map(\.reason) == ["1", "2"].map(Incoming.id))
                #expect(try server.mails(of: "rdv").map(\.flags) == ["Sa", "", "Sa"])
            }
        }
    }

    @Test("Watching goes on by itself when the server is back, and ends when the process is asked to")
    func watching() async throws {
        try await DovecotServer.with { server in
            try await Incoming.with { inbox, database in
                let log = Log()
                let source = try Incoming.source(server, inbox, options: "&interval=1", log: log)
                try await Incoming.running(source) { _ in
                    try server.deliver(Incoming.mail("1"), to: "rdv")
                    try await eventually("the first mail") {
                        try await Incoming.settled(in: database) == [Incoming.id("1")]
                    }
                    try await server.cut()
                    try await eventually("the trouble is told") { log.text.contains("will be tried again") }
                    try server.deliver(Incoming.mail("2"), to: "rdv")
                    try await server.start()
                    try await eventually("the second mail") {
                        try await Incoming.settled(in: database) == ["1", "2"].map(Incoming.id)
                    }
                }
                #expect(!log.text.contains("secret"))
                #expect(log.text.contains("read again"))
            }
        }
    }

    @Test("A server that says nothing does not hold the process up")
    func hanging() async throws {
        try await Incoming.with { inbox, database in
            let port = try LoopbackPort.free()
            let silent = try LoopbackPort.silent(port)
            defer { close(silent) }
            let address = try IMAPAddress("imap://rdv:secret@127.0.0.1:\(port)")
            let source = IMAPSource(address, inbox: inbox, logger: Log().logger)
            let clock = ContinuousClock()
            var asked = clock.now
            try await Incoming.running(source) { _ in
                // It is waiting for a greeting that never comes.
                try await Task.sleep(for: .milliseconds(500))
                asked = clock.now
            }
            #expect(asked.duration(to: clock.now) < .seconds(5))
        }
    }
}
