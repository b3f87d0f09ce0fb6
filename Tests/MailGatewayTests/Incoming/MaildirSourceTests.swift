import Core
import Foundation
import Logging
import ServiceLifecycle
import TestSupport
import Testing

@testable import MailGateway

struct MaildirSourceTests {
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    @Test(
        "A Maildir is emptied in the order of its names; what is taken is marked as seen",
        arguments: Engine.available)
    func sweep(engine: Engine) async throws {
        try await withMaildir(engine) { folder, inbox, database in
            for name in ["3", "1", "2"] { try deliver(name, to: folder) }
            try deliver("4", content: mail("1"), to: folder)

            let reports = try await MaildirSource(path: folder, inbox: inbox, logger: logger).sweep()

            #expect(reports.map(\.reason).prefix(3) == ["1@x.example", "2@x.example", "3@x.example"])
            #expect(reports.last?.outcome == .duplicate)
            #expect(try files(in: folder + "/new").isEmpty)
            #expect(try files(in: folder + "/cur") == ["1:2,S", "2:2,S", "3:2,S", "4:2,S"])
        }
    }

    @Test("A crash between storing and moving loses nothing and acts once", arguments: Engine.available)
    func crash(engine: Engine) async throws {
        try await withMaildir(engine) { folder, inbox, database in
            try deliver("1", to: folder)
            // The process ends here: stored, neither moved nor settled.
            _ = try await inbox.store([mail("1")], source: "maildir", now: .now())

            let reports = try await MaildirSource(path: folder, inbox: inbox, logger: logger).sweep()
            let recovered = try await inbox.recover(receivedBefore: .now() + .seconds(1), now: .now())

            #expect(reports.map(\.outcome) == [.duplicate])
            #expect(recovered.map(\.reason) == ["1@x.example"])
            #expect(try files(in: folder + "/new").isEmpty)
        }
    }

    @Test("A file that cannot be read waits, and the others do not")
    func unreadable() async throws {
        try await withMaildir(.sqlite) { folder, inbox, database in
            try deliver("2", to: folder)
            try FileManager.default.createDirectory(
                atPath: folder + "/new/1", withIntermediateDirectories: true)

            let reports = try await MaildirSource(path: folder, inbox: inbox, logger: logger).sweep()

            #expect(reports.map(\.reason) == ["2@x.example"])
            #expect(try files(in: folder + "/new") == ["1"])
        }
    }

    @Test("A file too large to be read is taken by its beginning, where its author wrote")
    func tooLarge() async throws {
        try await withMaildir(.sqlite) { folder, inbox, database in
            try deliver("1", content: mail("1") + [UInt8](repeating: 0x41, count: 26 << 20), to: folder)

            let reports = try await MaildirSource(path: folder, inbox: inbox, logger: logger).sweep()

            #expect(reports.map(\.reason) == ["1@x.example"])
            #expect(try files(in: folder + "/cur") == ["1:2,S"])
            let raw = try await database.read { connection in
                try Inbox.list(on: connection).compactMap { try Inbox.raw($0.id, on: connection)?.count }
            }
            #expect(raw == [1 << 20])
        }
    }

    @Test("More mails than a batch are all taken")
    func many() async throws {
        try await withMaildir(.sqlite) { folder, inbox, database in
            for number in 100..<350 { try deliver("\(number)", to: folder) }

            let reports = try await MaildirSource(path: folder, inbox: inbox, logger: logger).sweep()

            #expect(reports.map(\.reason) == (100..<350).map { "\($0)@x.example" })
        }
    }

    @Test("Watching takes mail as it comes, and ends when the process is asked to")
    func watching() async throws {
        try await withMaildir(.sqlite) { folder, inbox, database in
            let group = ServiceGroup(
                services: [MaildirSource(path: folder, inbox: inbox, logger: logger)], logger: logger)
            try await withThrowingTaskGroup { tasks in
                tasks.addTask { try await group.run() }
                tasks.addTask {
                    try deliver("1", to: folder)
                    // Ends when the mail has its outcome, or not at all.
                    while try await database.read({ try Inbox.list(state: .done, on: $0) }).isEmpty {
                        try await Task.sleep(for: .milliseconds(20))
                    }
                    await group.triggerGracefulShutdown()
                }
                try await tasks.waitForAll()
            }
            #expect(try files(in: folder + "/cur") == ["1:2,S"])
        }
    }

    /// An inbox whose outcomes tell the Message-ID, and a Maildir of its own.
    private func withMaildir(
        _ engine: Engine, _ body: (String, InboxService, any SQLDatabase) async throws -> Void
    ) async throws {
        let keys = try SigningKeys([1: Array(repeating: 7, count: 32)])
        try await withDatabase(engine) { database in
            try await withTemporaryFolder { folder in
                let inbox = InboxService(database, keys: keys, logger: logger) { answer, _, _, _ in
                    Settlement(.ignored, answer.messageID ?? "")
                }
                try await body(folder, inbox, database)
            }
        }
    }

    private func mail(_ name: String) -> [UInt8] {
        Array("From: a@b.example\nMessage-ID: <\(name)@x.example>\n\noui\n".utf8)
    }

    private func deliver(_ name: String, content: [UInt8]? = nil, to folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder + "/new", withIntermediateDirectories: true)
        try Data(content ?? mail(name)).write(to: URL(filePath: "\(folder)/new/\(name)"))
    }

    private func files(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }
}
