// The LMTP listener on its socket, with a real Postfix and with clients that behave badly.

import Core
import Foundation
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import MailGateway

@Suite(.serialized)
struct LMTPListenerTests {
    @Test("Postfix delivers to it, and each message has an outcome", arguments: Engine.available)
    func postfix(engine: Engine) async throws {
        try await Incoming.with(engine) { inbox, database in
            try await listening(inbox) { port in
                try await PostfixServer.with(transports: ["ops.example": "lmtp:inet:127.0.0.1:\(port)"]) {
                    postfix in
                    for name in ["1", "2", "3"] {
                        try SMTPClient.send(
                            Incoming.mail(name, body: ".\r\n..\r\né"),
                            to: ["rdv+k@ops.example", "rdv@ops.example"],
                            port: postfix.port)
                    }
                    try SMTPClient.send(Incoming.mail("4"), to: ["stranger@ops.example"], port: postfix.port)

                    try await eventually("all are settled and the queue is empty") {
                        let settled = try await Incoming.settled(in: database)
                        return try Set(settled) == Set(["1", "2", "3"].map(Incoming.id))
                            && postfix.queued() == 0
                    }
                    let raw = try await database.read { connection in
                        try Inbox.list(on: connection).compactMap { try Inbox.raw($0.id, on: connection) }
                    }
                    #expect(raw.count == 3)
                    for mail in raw {
                        let text = String(decoding: mail, as: UTF8.self)
                        #expect(text.hasPrefix("Return-Path: <sender@agents.example>\r\n"))
                        #expect(text.hasSuffix("\r\n\r\n.\r\n..\r\né\r\n"))
                    }
                    #expect(postfix.log.contains("no such address here"))
                }
            }
        }
    }

    @Test("What cannot be stored stays with Postfix, and comes when the trouble has ended")
    func storage() async throws {
        try await Incoming.with { inbox, database in
            try await listening(inbox) { port in
                try await PostfixServer.with(transports: ["ops.example": "lmtp:inet:127.0.0.1:\(port)"]) {
                    postfix in
                    _ = try await database.transaction {
                        try $0.execute("ALTER TABLE inbox RENAME TO elsewhere")
                    }
                    for name in ["1", "2"] {
                        try SMTPClient.send(Incoming.mail(name), to: ["rdv@ops.example"], port: postfix.port)
                    }
                    try await eventually("Postfix was refused twice") {
                        postfix.log.components(separatedBy: "451 4.3.0").count > 2
                    }
                    #expect(try postfix.queued() == 2)
                    _ = try await database.transaction {
                        try $0.execute("ALTER TABLE elsewhere RENAME TO inbox")
                    }

                    try await eventually("both have come") {
                        let settled = try await Incoming.settled(in: database)
                        return try Set(settled) == Set(["1", "2"].map(Incoming.id)) && postfix.queued() == 0
                    }
                }
            }
        }
    }

    @Test("It listens on a socket in the file system, and leaves none behind")
    func unixSocket() async throws {
        try await withTemporaryFolder { folder in
            chmod(folder, 0o755)
            let path = folder + "/lmtp"
            try await Incoming.with { inbox, database in
                try await listening(inbox, at: "unix:" + path) { _ in
                    try await PostfixServer.with(transports: ["ops.example": "lmtp:unix:" + path]) {
                        postfix in
                        try SMTPClient.send(Incoming.mail("1"), to: ["rdv@ops.example"], port: postfix.port)
                        try await eventually("it has come") {
                            try await Incoming.settled(in: database) == [Incoming.id("1")]
                        }
                    }
                }
            }
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test("Too many connections, and those that say nothing, are sent away")
    func limits() async throws {
        try await Incoming.with { inbox, database in
            try await listening(inbox, at: "127.0.0.1:0?connections=2", idle: .milliseconds(300)) { port in
                let clients = try (0..<3).map { _ in try SMTPClient(port) }
                let greetings = try clients.map { try $0.line().prefix(3) }.sorted()
                #expect(greetings == ["220", "220", "421"])
                // Both of the others are told so, and there is room again.
                #expect(try clients.filter { try $0.rest().contains("421 4.4.2") }.count == 2)
                #expect(try SMTPClient(port).line().hasPrefix("220"))
            }
        }
    }

    @Test("A client that sends and never reads fills nobody's memory")
    func slowReader() async throws {
        try await Incoming.with { inbox, database in
            try await listening(inbox) { port in
                let client = try SMTPClient(port)
                let noops = Array(String(repeating: "NOOP\r\n", count: 10_000).utf8)
                // The kernel's buffers take some; then nothing more is taken from us.
                var sent = 0
                while sent < 64 << 20, client.trySend(noops, for: .seconds(1)) { sent += noops.count }
                #expect(sent < 64 << 20)
                let other = try SMTPClient(port)
                #expect(try other.line().hasPrefix("220"))
            }
        }
    }

    @Test("Stopping answers the message in hand, says 421 to the others, and ends within five seconds")
    func stopping() async throws {
        let (arrived, arrival) = AsyncStream.makeStream(of: Void.self)
        let (released, release) = AsyncStream.makeStream(of: Void.self)
        let listener = { (opened: @escaping @Sendable (Int?) -> Void) throws in
            LMTPListener(
                try LMTPAddress("127.0.0.1:0"), gateway: try #require(EmailAddress("rdv@ops.example")),
                logger: Log().logger, opened: opened
            ) { _ in
                arrival.yield()
                for await _ in released { break }
                return {}
            }
        }
        var asked = ContinuousClock.now
        let busy = Mutex<SMTPClient?>(nil)
        let idle = Mutex<SMTPClient?>(nil)
        try await running(listener) { port, group in
            let client = try SMTPClient(port)
            try client.send(Incoming.mail("1"), to: ["rdv@ops.example"], greeting: "LHLO")
            busy.withLock { $0 = client }
            let silent = try SMTPClient(port)
            _ = try silent.line()
            idle.withLock { $0 = silent }
            for await _ in arrived { break }
            asked = .now
            await group.triggerGracefulShutdown()
            #expect(try silent.rest().contains("421 4.3.2"))
            release.yield()
            let rest = try client.rest()
            #expect(rest.contains("250 2.0.0 <rdv@ops.example> stored"))
            #expect(rest.contains("421 4.3.2"))
        }
        #expect(asked.duration(to: .now) < .seconds(5))
    }

    @Test("A port that is taken is told")
    func taken() async throws {
        let port = try LoopbackPort.free()
        let other = try LoopbackPort.silent(port)
        defer { close(other) }
        let gateway = try #require(EmailAddress("rdv@ops.example"))
        let listener = LMTPListener(
            try LMTPAddress("127.0.0.1:\(port)"), gateway: gateway, logger: Log().logger
        ) { _ in {} }

        await #expect(throws: LMTPListener.NotListening.self) { try await listener.run() }
    }

    private func listening(
        _ inbox: InboxService, at address: String = "127.0.0.1:0", idle: TimeAmount = .minutes(1),
        _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let gateway = try #require(EmailAddress("rdv@ops.example"))
        try await running({ opened in
            LMTPListener(
                try LMTPAddress(address), gateway: gateway, logger: Log().logger, idle: idle, opened: opened
            ) { raw in
                let mails = try await inbox.store([raw], source: "lmtp", now: .now())
                return { _ = try? await inbox.settle(mails, now: .now()) }
            }
        }) { port, _ in try await body(port) }
    }

    /// Runs a listener until `body` has ended, then asks it to stop.
    private func running(
        _ listener: (@escaping @Sendable (Int?) -> Void) throws -> LMTPListener,
        _ body: (Int, ServiceGroup) async throws -> Void
    ) async throws {
        let (ports, opened) = AsyncStream.makeStream(of: Int.self)
        let group = ServiceGroup(
            services: [try listener { opened.yield($0 ?? 0) }], logger: Log().logger)
        async let ended: Void = group.run()
        let result: Result<Void, any Error>
        do {
            var port = 0
            for await opened in ports {
                port = opened
                break
            }
            try await body(port, group)
            result = .success(())
        } catch { result = .failure(error) }
        await group.triggerGracefulShutdown()
        try await ended
        try result.get()
    }
}
