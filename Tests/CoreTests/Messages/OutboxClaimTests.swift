// Claims under limits, on both engines.

import TestSupport
import Testing

@testable import Core

@Suite struct OutboxClaimTests {
    private static let now = SampleCampaign.now

    @Test(
        "A limit for each domain holds that domain back and lets the others pass", arguments: Engine.available
    )
    func domains(engine: Engine) async throws {
        try await Self.filled(engine, orange: 30, mairie: 5) { database in
            let limits = SendingLimits(perDomain: 60)

            let claim = try await Self.claim(database, limits)

            // Now and in a second, of each domain: the first domain's rows all stand before the second's.
            #expect(Self.domains(claim.rows) == ["mairie.example": 2, "orange.example": 2])
            #expect(claim.rows.map(\.leaves).max() == Self.now + .seconds(1))
            #expect(claim.resumes == Self.now + .seconds(2))
            let waiting = try await database.read {
                try $0.query("SELECT id FROM outbox WHERE attempts = 0 AND lease_until IS NULL")
            }
            #expect(waiting.count == 31)
        }
    }

    @Test(
        "The limits of all are kept in the database: a second process gets what is left",
        arguments: Engine.available)
    func shared(engine: Engine) async throws {
        try await Self.filled(engine, orange: 30, mairie: 0) { database in
            let limits = SendingLimits(perMinute: 600)

            let first = try await Self.claim(database, limits)
            let second = try await Self.claim(database, limits)
            let later = try await Self.claim(database, limits, at: Self.now + .seconds(2))

            #expect(first.rows.count == 11)
            #expect(second.rows.isEmpty)
            #expect(second.resumes == Self.now + Span(milliseconds: 1_100))
            #expect(later.rows.count == 11)
            #expect(Set((first.rows + later.rows).map(\.leaves)).count == 22)
        }
    }

    @Test("Many who claim at once never get more than the limit between them", arguments: Engine.available)
    func contended(engine: Engine) async throws {
        try await Self.filled(engine, orange: 60, mairie: 60) { database in
            let limits = SendingLimits(perMinute: 1_200, perDomain: 600)

            let rows = try await withThrowingTaskGroup { group in
                for _ in 0..<6 { group.addTask { try await Self.claim(database, limits).rows } }
                return try await group.reduce([]) { $0 + $1 }
            }

            // In a second: 21 of all, 11 of each domain.
            #expect((11...21).contains(rows.count))
            #expect(Self.domains(rows).values.allSatisfy { $0 <= 11 })
            #expect(Set(rows.map(\.id)).count == rows.count)
        }
    }

    @Test("Mass mail waits for its hours, a confirmation does not", arguments: Engine.available)
    func hours(engine: Engine) async throws {
        try await Self.filled(engine, orange: 3, mairie: 0) { database in
            try await Self.confirm(database)
            let hours = try #require(
                SendingHours(
                    from: TimeOfDay(clamped: 540), to: TimeOfDay(clamped: 1_080), days: [1], clock: .paris))
            let limits = SendingLimits(hours: hours)

            let early = try await Self.claim(database, limits)
            try await database.transaction { try Outbox.sent(early.rows[0].id, now: Self.now, on: $0) }
            let open = try await Self.claim(database, limits, at: Self.now + .hours(1))

            // It is Monday, 8:00.
            #expect(try early.rows.map { try $0.row().kind } == [.confirmation])
            #expect(early.resumes == nil)
            #expect(open.rows.count == 3)
        }
    }

    @Test("Asked for urgent mail only, a claim leaves the rest alone", arguments: Engine.available)
    func urgent(engine: Engine) async throws {
        try await Self.filled(engine, orange: 3, mairie: 0) { database in
            try await Self.confirm(database)

            let claim = try await database.transaction {
                try Outbox.claim(
                    limit: 9, urgentOnly: true, now: Self.now, until: Self.now + .minutes(5), on: $0)
            }

            #expect(try claim.rows.map { try $0.row().kind } == [.confirmation])
        }
    }

    @Test(
        "A row that another has claimed meanwhile, or that was cancelled, is not put back",
        arguments: Engine.available)
    func overtaken(engine: Engine) async throws {
        try await Self.filled(engine, orange: 1, mairie: 0) { database in
            let first = try #require(try await Self.claim(database, .none).rows.first)
            let second = try #require(
                try await Self.claim(database, .none, at: Self.now + .minutes(6)).rows.first)

            try await database.transaction { connection in
                try Outbox.retry(first, at: Self.now, reason: "450", countsAttempt: true, on: connection)
            }
            let leased = try await database.read { try Outbox.list(on: $0) }.map(\.state)
            try await database.transaction { connection in
                try Outbox.cancel(to: second.recipient, now: Self.now, on: connection)
                try Outbox.release(second, on: connection)
            }
            let cancelled = try await database.read { try Outbox.list(on: $0) }.map(\.state)
            let inHand = try await database.read {
                try Outbox.cancelledInHand(now: Self.now + .minutes(7), on: $0)
            }

            #expect(first.id == second.id)
            #expect(leased == [.leased])
            #expect(cancelled == [.cancelled])
            #expect(inHand == [second.id])
        }
    }
}

// MARK: - Given

extension OutboxClaimTests {
    fileprivate static func claim(
        _ database: any SQLDatabase, _ limits: SendingLimits, at now: Instant = now
    ) async throws -> OutboxClaim {
        try await database.transaction {
            try Outbox.claim(limit: 100, limits: limits, now: now, until: now + .minutes(5), on: $0)
        }
    }

    fileprivate static func domains(_ rows: [ClaimedRow]) -> [String: Int] {
        Dictionary(rows.map { (String($0.recipient.domain), 1) }, uniquingKeysWith: +)
    }

    /// Invitations to two domains, one domain's after the other's.
    fileprivate static func filled(
        _ engine: Engine, orange: Int, mairie: Int, _ body: (any SQLDatabase) async throws -> Void
    ) async throws {
        try await withDatabase(engine) { database in
            let campaign = try await SampleCampaign(on: database, agents: 0)
            let recipients =
                (0..<orange).map { "a\($0)@orange.example" } + (0..<mairie).map { "b\($0)@mairie.example" }
            try await database.transaction { connection in
                for (index, recipient) in recipients.enumerated() {
                    try Outbox.enqueue(
                        try snapshot(recipient, .invitation(options: [], again: false)),
                        purpose: "test:\(index)",
                        campaign: campaign.id, now: now, on: connection)
                }
            }
            try await body(database)
        }
    }

    fileprivate static func confirm(_ database: any SQLDatabase) async throws {
        let appointment = Appointment(
            uid: "u@ops.example", sequence: 0, starts: now, ends: now + .hours(1), place: "")
        try await database.transaction { connection in
            let campaign: CampaignID = try connection.query("SELECT id FROM campaigns")[0]("id")
            try Outbox.enqueue(
                try snapshot("c@orange.example", .confirmation(appointment, placed: false)),
                purpose: "confirmation",
                campaign: campaign, now: now, on: connection)
        }
    }

    private static func snapshot(_ recipient: String, _ message: Message) throws -> MessageSnapshot {
        MessageSnapshot(
            recipient: try #require(EmailAddress(recipient)), name: "Marie", language: .french,
            campaign: CampaignFacts(
                name: "W11", type: "", description: "", preparation: "", contact: "", timeZone: "Europe/Paris"
            ),
            link: nil, message: message)
    }
}
