// What tests of the outbox begin with: rows that wait, a clock that tests set, services.

import Foundation
import Logging
import Synchronization
import TestSupport
import Testing

@testable import Core
@testable import MailGateway

enum OutboxSamples {
    static let start = Samples.tuesday - .days(9)

    /// A clock that tests set.
    final class Clock: Sendable {
        private let instant = Mutex(OutboxSamples.start)

        var now: Instant { instant.withLock { $0 } }

        func advance(_ span: Span) { instant.withLock { $0 = $0 + span } }
    }

    static func smtp(_ port: Int, _ options: String = "connections=8") throws -> Courier {
        Courier(try DeliveryAddress("smtp://127.0.0.1:\(port)?\(options)"))
    }

    static func service(
        _ database: any SQLDatabase, _ courier: Courier, _ clock: Clock = Clock()
    ) throws -> OutboxService {
        OutboxService(
            database, composer: try Samples.composer(), courier: courier, logger: Logger(label: "test"),
            now: { clock.now })
    }

    /// Leaves invitations to as many addresses, `agent0@mairie.example` and so on.
    static func fill(_ database: any SQLDatabase, _ count: Int) async throws {
        let invitation = Message.invitation(options: Samples.options(2), again: false)
        let recipients = (0..<count).map { "agent\($0)@mairie.example" }
        try await leave(database, recipients.map { (to: $0, invitation) })
    }

    /// Leaves messages in a campaign of their own.
    static func leave(_ database: any SQLDatabase, _ messages: [(to: String, Message)]) async throws {
        let campaign = CampaignID(at: start)
        let facts = try Samples.snapshot(.clarification(quoted: "", options: [], current: nil))
        try await database.transaction { connection in
            try connection.execute(
                """
                INSERT INTO campaigns (id, name, type, description, preparation, contact, starts_on, ends_on,
                    time_zone, language, mode, state, lock_days, reminder_days, duration_minutes,
                    concentration_percent, revision, created_at)
                VALUES ($1, 'W11', '', '', '', '', '2026-02-01', '2026-02-28', 'Europe/Paris', 'fr', 'agent',
                    'upcoming', 2, 2, 45, 50, 0, 0)
                """, campaign)
            for (to, message) in messages {
                let recipient = try #require(EmailAddress(to))
                try Outbox.enqueue(
                    MessageSnapshot(
                        recipient: recipient, name: "Agent", language: .french, campaign: facts.campaign,
                        link: facts.link, message: message),
                    purpose: "test:\(OutboxRow.ID())", campaign: campaign, now: start, on: connection)
            }
        }
    }

    static func rows(_ database: any SQLDatabase) async throws -> [OutboxRow] {
        try await database.read { try Outbox.list(on: $0) }
    }

    static let confirmation = Message.confirmation(Samples.appointment(), placed: false)
    static let invitation = Message.invitation(options: [], again: false)
}
