// A campaign whose invitations wait in the outbox, for tests of those who send them.

import Core
import TestSupport
import Testing

/// Runs `body` on a database with so many invitations that are due now.
func withInvitations<T>(
    _ count: Int, at address: String, _ body: (any SQLDatabase) async throws -> T
) async throws -> T {
    let database = try #require(DatabaseAddress(address)).open()
    do {
        try await Migrator().migrate(database)
        let campaign = try await SampleCampaign(on: database, agents: count)
        let queued = try await Launch(database).invite(campaign.id, by: .console, now: .now())
        #expect(queued == count)
        let result = try await body(database)
        await database.close()
        return result
    } catch {
        await database.close()
        throw error
    }
}

extension SQLDatabase {
    /// As if the five minutes had passed that a sender has for what it claimed.
    func letLeasesRunOut() async throws {
        _ = try await transaction {
            try $0.execute(
                "UPDATE outbox SET lease_until = lease_until - $1 WHERE state = 'leased'",
                Int(Span.minutes(5).milliseconds))
        }
    }
}
