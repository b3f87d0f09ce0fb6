// Mail that a server delivers into a folder.

package import Core
internal import Foundation
package import Logging
internal import ServiceLifecycle

/// Watches a Maildir: takes what lies in `new`, and moves it to `cur` once it is safe in the inbox.
///
/// A crash at any instant loses nothing: a file that is stored and still in `new` is stored again as a duplicate, and
/// the mail itself is in the hands of `InboxRecovery`.
package actor MaildirSource: Service {
    private let executor = BlockingQueue("maildir-in")
    private let path: String
    private let inbox: InboxService
    private let logger: Logger
    private let now: @Sendable () -> Instant
    /// Files that could not be taken, and until when they are left alone, so that they keep nobody waiting.
    private var postponed: [String: Instant] = [:]

    private static let interval = Duration.seconds(1)

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    package init(
        path: String, inbox: InboxService, logger: Logger,
        now: @escaping @Sendable () -> Instant = { .now() }
    ) {
        self.path = path
        self.inbox = inbox
        self.logger = logger
        self.now = now
    }

    /// Sweeps every second until the process is asked to stop; the batch in hand is finished first.
    package func run() async {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                try await sweep()
            } catch {
                logger.error("the Maildir could not be emptied", metadata: ["error": "\(error)"])
            }
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.interval) }
        }
    }

    /// Takes everything that lies in `new`, oldest name first. Throws where the folder or the database fails.
    @discardableResult
    package func sweep() async throws -> [MailReport] {
        let time = now()
        postponed = postponed.filter { $0.value > time }
        var names = try waiting().filter { postponed[$0] == nil }[...]
        var reports: [MailReport] = []
        while !names.isEmpty, !Task.isShuttingDownGracefully {
            let batch = take(from: &names)
            guard !batch.isEmpty else { continue }
            reports += try await inbox.settle(accept(batch), now: now())
        }
        return reports
    }

    private struct File {
        let name: String
        let bytes: [UInt8]
    }

    private func waiting() throws -> [String] {
        for folder in ["tmp", "new", "cur"] {
            try FileManager.default.createDirectory(
                atPath: "\(path)/\(folder)", withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        }
        return try FileManager.default.contentsOfDirectory(atPath: path + "/new").filter {
            !$0.hasPrefix(".")
        }
        .sorted()
    }

    /// Reads the next few files. One that is gone was taken by somebody else; one that cannot be read is postponed.
    private func take(from names: inout ArraySlice<String>) -> [File] {
        var batch: [File] = []
        var size = 0
        while batch.count < IncomingBatch.mostMails, size < IncomingBatch.mostBytes,
            let name = names.popFirst()
        {
            let file = "\(path)/new/\(name)"
            if let bytes = read(file) {
                batch.append(File(name: name, bytes: bytes))
                size += bytes.count
            } else if FileManager.default.fileExists(atPath: file) {
                postpone(name, because: "it cannot be read")
            }
        }
        return batch
    }

    private func read(_ file: String) -> [UInt8]? {
        guard let handle = FileHandle(forReadingAtPath: file) else { return nil }
        return try? LargeMail.read(handle)
    }

    /// Stores files, and moves those that are stored. Where the batch as a whole is refused, each is tried alone, so that
    /// one cannot hold the others up.
    private func accept(_ batch: [File]) async throws -> [InboxService.Stored] {
        let source = "maildir"
        var accepted: [InboxService.Stored] = []
        do {
            accepted = try await inbox.store(batch.map(\.bytes), source: source, now: now())
            batch.forEach(markSeen)
        } catch SQLError.other where batch.count > 1 {
            for file in batch { accepted += try await accept([file]) }
        } catch SQLError.other(let message) {
            for file in batch { postpone(file.name, because: message) }
        }
        return accepted
    }

    /// Moves a file to `cur` with the flag "seen".
    private func markSeen(_ file: File) {
        let base = file.name.prefix { $0 != ":" }
        guard rename("\(path)/new/\(file.name)", "\(path)/cur/\(base):2,S") != 0, errno != ENOENT else {
            return
        }
        postpone(file.name, because: "it cannot be moved to cur")
    }

    private func postpone(_ name: String, because reason: String) {
        postponed[name] = now() + .minutes(1)
        logger.error(
            "a mail stays in the Maildir for now", metadata: ["file": "\(name)", "reason": "\(reason)"])
    }
}
