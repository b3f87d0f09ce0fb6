// Mail that lies in a mailbox on a server, fetched by polling.

package import Core
internal import Foundation
package import Logging
internal import ServiceLifecycle

/// Empties a mailbox: what it finds is stored and flushed here, and only then marked or moved there.
///
/// A crash between the two fetches a message again, which the inbox knows by its content. While all is well one connection
/// is kept; a trouble ends it, is logged in the server's words, and is followed by a pause that grows to five minutes.
package actor IMAPSource: Service {
    private let executor = BlockingQueue("imap")
    private let address: IMAPAddress
    private let inbox: InboxService
    private let logger: Logger
    private let now: @Sendable () -> Instant
    private let brake = Brake()
    private var session: IMAPSession?
    private var worklist = IMAPWorklist()

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    package init(
        _ address: IMAPAddress, inbox: InboxService, logger: Logger,
        now: @escaping @Sendable () -> Instant = { .now() }
    ) {
        self.address = address
        self.inbox = inbox
        self.logger = logger
        self.now = now
    }

    /// Polls until the process is asked to stop; a batch that is stored is marked first. A server that hangs is left.
    package func run() async {
        await withGracefulShutdownHandler {
            await watch()
        } onGracefulShutdown: { [brake] in
            brake.pull()
        }
    }

    private func watch() async {
        var troubles = 0
        while !brake.isPulled, !Task.isCancelled {
            var pause = Span.seconds(address.interval)
            do {
                try await poll()
                if troubles > 0 { logger.notice("the mailbox is read again", metadata: place) }
                troubles = 0
            } catch {
                session = nil
                guard !brake.isPulled else { break }
                // Our own database is looked at again soon, a server is left alone for longer each time.
                troubles = error is SQLError ? 1 : troubles + 1
                pause = max(pause, Backoff.pause(troubles: troubles))
                logger.error(
                    "the mailbox could not be emptied, and will be tried again",
                    metadata: place.merging(["error": "\(error)", "pause": "\(pause.milliseconds) ms"]) { $1 }
                )
            }
            let wait = Duration.milliseconds(pause.milliseconds)
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: wait) }
        }
        hangUp()
    }

    /// Takes leave of the server; the next look connects anew.
    func hangUp() {
        session?.end()
        session = nil
    }

    /// Commands sent over the connection that is open.
    var roundTrips: Int { session?.commands ?? 0 }

    /// Takes everything that waits in the mailbox, oldest first, and gives what became of each. Throws `IMAPFault`, or
    /// `SQLError` where nothing can be stored: what was not stored still waits there.
    @discardableResult
    package func poll() async throws -> [MailReport] {
        let session = try open()
        worklist.begin(try session.waiting(), validity: session.validity, now: now())
        // Stored earlier, and not marked: the connection broke in between.
        try mark(Array(worklist.stored), in: session)
        var reports: [MailReport] = []
        while !brake.isPulled, let uids = worklist.next() {
            do {
                reports += try await take(uids, from: session)
            } catch IMAPFault.refused(let words) {
                fail(uids.filter { !worklist.stored.contains($0) }, because: words)
            } catch IMAPFault.broken(let words) {
                fail(uids.filter { !worklist.stored.contains($0) }, because: words)
                throw IMAPFault.broken(words)
            }
        }
        return reports
    }

    private func open() throws -> IMAPSession {
        if let session { return session }
        let opened = try IMAPSession(address, secret: try secret(), brake: brake)
        session = opened
        return opened
    }

    private func secret() throws(IMAPFault) -> String {
        do { return try address.credential.secret() } catch { throw .broken("\(error)") }
    }

    private struct Mail {
        let uid: UID
        let raw: [UInt8]
    }

    private func take(_ uids: [UID], from session: IMAPSession) async throws -> [MailReport] {
        let sizes = try session.sizes(of: uids)
        for uid in uids where sizes[uid] == nil { fail([uid], because: "the server gives no size for it") }
        var reports: [MailReport] = []
        for step in FetchPlan.steps(uids, sizes: sizes) {
            guard !brake.isPulled else { break }
            if case .beginning(let uid) = step {
                logger.warning(
                    "a mail is too large to be read, and is taken by its beginning",
                    metadata: place.merging(["uid": "\(uid)", "bytes": "\(sizes[uid] ?? 0)"]) { $1 })
            }
            let mails = try session.fetch(step)
            let missing = step.uids.filter { mails[$0] == nil }
            if !missing.isEmpty { fail(missing, because: "the server does not give it") }
            let stored = try await store(
                step.uids.compactMap { uid in mails[uid].map { Mail(uid: uid, raw: $0) } })
            try mark(step.uids.filter(worklist.stored.contains), in: session)
            reports += try await inbox.settle(stored, now: now())
        }
        return reports
    }

    /// Stores messages in one commit. Where the batch as a whole is refused, each is tried alone, so that one cannot hold
    /// the others up; where none of several passes, the storage is to blame, and everything waits.
    private func store(_ mails: [Mail]) async throws -> [InboxService.Stored] {
        guard !mails.isEmpty else { return [] }
        do { return try await keep(mails) } catch SQLError.other(let message) {
            guard mails.count > 1 else {
                fail([mails[0].uid], because: message)
                return []
            }
            var stored: [InboxService.Stored] = []
            var refused: [(uid: UID, reason: String)] = []
            for mail in mails {
                do { stored += try await keep([mail]) } catch SQLError.other(let reason) {
                    refused.append((mail.uid, reason))
                }
            }
            guard !stored.isEmpty else { throw SQLError.other(message) }
            for mail in refused { fail([mail.uid], because: mail.reason) }
            return stored
        }
    }

    private func keep(_ mails: [Mail]) async throws -> [InboxService.Stored] {
        let stored = try await inbox.store(mails.map(\.raw), source: "imap", now: now())
        worklist.keep(mails.map(\.uid))
        return stored
    }

    /// Marks what is safe here. Where the server refuses, for a folder that is full perhaps, it is asked again at the next
    /// look, and nothing is fetched twice meanwhile.
    private func mark(_ uids: [UID], in session: IMAPSession) throws {
        do {
            for start in stride(from: 0, to: uids.count, by: IncomingBatch.mostMails) {
                try session.settle(Array(uids[start...].prefix(IncomingBatch.mostMails)))
            }
        } catch IMAPFault.refused(let words) {
            logger.error(
                "mails that are taken could not be marked or moved",
                metadata: place.merging(["uid": "\(UIDSet.text(uids))", "reason": "\(words)"]) { $1 })
        }
    }

    private func fail(_ uids: [UID], because reason: String) {
        guard !uids.isEmpty else { return }
        worklist.fail(uids, now: now())
        logger.error(
            uids.count == 1
                ? "a mail stays in the mailbox for now" : "mails will be tried one by one",
            metadata: place.merging(["uid": "\(UIDSet.text(uids))", "reason": "\(reason)"]) { $1 })
    }

    private var place: Logger.Metadata {
        ["server": "\(address.host)", "mailbox": "\(address.mailbox.text)"]
    }
}
