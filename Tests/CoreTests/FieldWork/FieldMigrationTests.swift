// The step of field work upon a database with data: what was there stays, and technicians may place agents.

import TestSupport
import Testing

@testable import Core

@Suite("Field work comes to an older database")
struct FieldMigrationTests {
    @Test(
        "bookings, mails and operations stay, and the wider rule is held from then on",
        arguments: Engine.available)
    func upgrade(_ engine: Engine) async throws {
        try await withDatabase(engine, migrated: false) { database in
            try await Migrator(Array(Migrations.all.prefix(2))).migrate(database)
            try await Self.fill(database)

            let refused = try? await Self.placeBy("technician", database)
            try await Migrator().migrate(database)
            let allowed = try await Self.placeBy("technician", database)
            let nonsense = try? await Self.placeBy("nobody", database)

            #expect(refused == nil && allowed == 1 && nonsense == nil)
            let kept = try await database.read { connection in
                try connection.query(
                    """
                    SELECT bookings.id, inbox.booking_id, operations.field_revision, operations.worked_ms
                    FROM bookings JOIN inbox ON inbox.booking_id = bookings.id
                    JOIN operations ON operations.agent_id = bookings.agent_id
                    """)[0]
            }
            #expect(kept["id"] == .text("b") && kept["field_revision"] == .integer(0))
            // The uniqueness of RG-121 and the keys towards the table hold as before.
            await #expect(throws: SQLError.self) { try await Self.book("b2", database) }
            await #expect(throws: SQLError.self) {
                _ = try await database.transaction { try $0.execute("DELETE FROM bookings WHERE id = 'b'") }
            }
        }
    }

    @Test("the file of SQLite is sound afterwards, for those who open it anew too")
    func sound() async throws {
        try await withDatabaseAddress(.sqlite) { address in
            let path = String(address.dropFirst("sqlite:".count))
            let first = try SQLiteDatabase(path: path)
            let second = try SQLiteDatabase(path: path)
            try await Migrator(Array(Migrations.all.prefix(2))).migrate(first)
            try await Self.fill(first)
            // Connections that have read the older schema.
            _ = try await second.read { try $0.query("SELECT * FROM bookings") }
            try await Migrator().migrate(first)

            let bySecond = try await Self.placeBy("technician", second)
            let third = try SQLiteDatabase(path: path)
            let checks = try await third.read { connection in
                try ["integrity_check", "quick_check"].map {
                    try connection.query("PRAGMA \($0)")[0]($0, as: String.self)
                } + connection.query("PRAGMA foreign_key_check").map { _ in "broken" }
            }
            for database in [first, second, third] { await database.close() }

            #expect(bySecond == 1 && checks == ["ok", "ok"])
        }
    }

    private static func placeBy(_ who: String, _ database: any SQLDatabase) async throws -> Int {
        try await database.transaction {
            try $0.execute("UPDATE bookings SET placed_by = $1 WHERE id = 'b'", who)
        }
    }

    private static func book(_ id: String, _ database: any SQLDatabase) async throws {
        _ = try await database.transaction { connection in
            try connection.execute(
                """
                INSERT INTO bookings (id, campaign_id, agent_id, slot_id, state, answer, uid, sequence, placed_by,
                    placed_way, created_at, placed_at, changed_at)
                VALUES ($1, 'c', 'a', 's', 'confirmed', 'accepted', $1, 0, 'agent', 'web', 0, 0, 0)
                """, id)
        }
    }

    /// A campaign with one agent, their booking, and a mail that speaks of it, as the second step knows them.
    private static func fill(_ database: any SQLDatabase) async throws {
        _ = try await database.transaction { connection in
            for statement in [
                """
                INSERT INTO campaigns (id, name, type, description, preparation, contact, starts_on, ends_on, time_zone,
                    language, mode, state, lock_days, reminder_days, duration_minutes, concentration_percent, revision,
                    created_at, answer_by)
                VALUES ('c', 'C', 'C', '', '', '', '2027-03-08', '2027-04-08', 'Europe/Paris', 'fr', 'agent', 'upcoming',
                    2, 2, 60, 50, 0, 0, '2027-03-08')
                """,
                """
                INSERT INTO agents (id, campaign_id, email, given_name, family_name, folded_name, service, link_epoch,
                    soft_bounces)
                VALUES ('a', 'c', 'a@a.example', 'A', 'A', 'a a', '', 0, 0)
                """,
                """
                INSERT INTO operations (id, campaign_id, agent_id, reference, state, fields, search, changed_at)
                VALUES ('o', 'c', 'a', 'R', 'planned', '{}', '', 0)
                """,
                """
                INSERT INTO slots (id, campaign_id, starts_at, ends_at, place, capacity, taken)
                VALUES ('s', 'c', 1, 2, '', 1, 1)
                """,
            ] { try connection.execute(statement) }
        }
        try await book("b", database)
        _ = try await database.transaction { connection in
            try connection.execute(
                """
                INSERT INTO inbox (id, digest, raw, source, state, attempts, received_at, booking_id)
                VALUES ('i', 'd', $1, 'lmtp', 'done', 1, 0, 'b')
                """, [UInt8(1)])
        }
    }
}
