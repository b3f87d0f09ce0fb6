// An installation without its wires: what it writes is handed over as bytes, and what comes is handed in.

import Core
import Logging
import MailGateway
import TestSupport

/// One gateway over a database of its own, with keys of its own: Composer → bytes, bytes → InboxService.
struct Correspondent {
    let database: any SQLDatabase
    let keys: SigningKeys
    private let composer: Composer
    private let inbox: InboxService

    init(
        _ database: any SQLDatabase, keys: SigningKeys, domain: String, baseURL: String = "http://127.0.0.1:1"
    )
        throws
    {
        guard let gateway = GatewayAddress("OpsTracker <rdv@\(domain)>") else { throw SQLError.other(domain) }
        self.database = database
        self.keys = keys
        composer = Composer(
            gateway: gateway, baseURL: baseURL, keys: keys,
            templates: try Templates(folder: Repository.root + "/templates/mail"))
        inbox = InboxService(
            database, keys: keys, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// What is due to leave, each with its recipient.
    func send(now: Instant) async throws -> [(recipient: EmailAddress, bytes: [UInt8])] {
        let rows = try await database.transaction { connection in
            let rows = try Outbox.claim(limit: 1000, now: now, until: now + .hours(1), on: connection).rows
            for row in rows { try Outbox.sent(row.id, now: now, on: connection) }
            return rows
        }
        return try rows.map { row in
            let mail = try composer.mail(for: try row.row(), now: now)
            return (mail.recipient, mail.bytes)
        }
    }

    func receive(_ mail: [UInt8], now: Instant) async throws -> MailReport {
        try await inbox.ingest([mail], source: "test", now: now)[0]
    }
}
