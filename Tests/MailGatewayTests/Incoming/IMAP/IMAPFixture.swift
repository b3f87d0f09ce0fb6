// What the tests of a mailbox share.

import Core
import Logging
import ServiceLifecycle
import TestSupport
import Testing

@testable import MailGateway

extension Incoming {
    /// Runs a source until `body` has ended, then asks it to stop.
    static func running(_ source: IMAPSource, _ body: @escaping (ServiceGroup) async throws -> Void)
        async throws
    {
        let group = ServiceGroup(services: [source], logger: Log().logger)
        async let ended: Void = group.run()
        let result: Result<Void, any Error>
        do { result = .success(try await body(group)) } catch { result = .failure(error) }
        await group.triggerGracefulShutdown()
        try await ended
        try result.get()
    }

    static func source(
        _ server: DovecotServer, _ inbox: InboxService, options: String = "", log: Log = Log()
    ) throws -> IMAPSource {
        let address = try IMAPAddress(
            "imaps://rdv:secret@127.0.0.1:\(server.imaps)/INBOX?ca=\(server.certificate)\(options)")
        return IMAPSource(address, inbox: inbox, logger: log.logger)
    }

    static func rename(_ table: String, _ name: String, in database: any SQLDatabase) async throws {
        _ = try await database.transaction { try $0.execute("ALTER TABLE \(table) RENAME TO \(name)") }
    }

    /// Checks the bytes of all mails in the inbox, oldest first.
    static func stored(_ database: any SQLDatabase, is mails: [[UInt8]]) async throws {
        let raw = try await database.read { connection in
            try Inbox.list(on: connection).compactMap { try Inbox.raw($0.id, on: connection) }
        }
        #expect(raw == mails)
    }
}
