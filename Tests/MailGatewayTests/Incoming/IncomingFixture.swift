// What the tests of every source need: an inbox that tells what came, mails, and a log to look into.

import Core
import Logging
import Synchronization
import TestSupport
import Testing

@testable import MailGateway

enum Incoming {
    /// Runs `body` with an inbox on a fresh database, whose outcomes tell the Message-ID.
    static func with(
        _ engine: Engine = .sqlite, _ body: (InboxService, any SQLDatabase) async throws -> Void
    ) async throws {
        let keys = try SigningKeys([1: Array(repeating: 7, count: 32)])
        try await withDatabase(engine) { database in
            let inbox = InboxService(database, keys: keys, logger: Log().logger) { answer, _, _, _ in
                Settlement(.ignored, answer.messageID ?? "")
            }
            try await body(inbox, database)
        }
    }

    static func mail(_ name: String, body: String = "oui") -> [UInt8] {
        Array(
            "From: a@b.example\r\nTo: rdv@ops.example\r\nMessage-ID: <\(name)@x.example>\r\n\r\n\(body)\r\n"
                .utf8)
    }

    /// The Message-ID that `mail` gives.
    static func id(_ name: String) -> String { "\(name)@x.example" }

    /// The mails that have an outcome, oldest first, by their Message-ID.
    static func settled(in database: any SQLDatabase) async throws -> [String] {
        try await database.read { try Inbox.list(state: .done, on: $0) }.compactMap(\.messageID)
    }
}

/// Keeps what is logged.
final class Log: Sendable {
    private let kept = Mutex<[String]>([])

    var lines: [String] { kept.withLock { $0 } }
    var text: String { lines.joined(separator: "\n") }

    var logger: Logger { Logger(label: "test") { _ in Handler(log: self) } }

    private struct Handler: LogHandler {
        let log: Log
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        init(log: Log) { self.log = log }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            log.kept.withLock { $0.append("\(event.level) \(event.message) \(event.metadata ?? [:])") }
        }
    }
}
