// The scheduler's round at an hour of a day of the sample campaign, as the tests of notices ask for it.

import Core
import TestSupport
import Testing

struct Clock {
    let database: any SQLDatabase

    /// An hour of the day that lies so many days after the campaign's first Monday, 8 March 2027.
    static func at(_ day: Int, _ hour: String) -> Instant {
        WallClock.paris.instant(SampleCampaign.monday.adding(days: day), SampleCampaign.time(hour))
    }

    func tick(_ day: Int, _ hour: String) async throws -> Tick.Report {
        try #require(try await Tick(database).run(now: Self.at(day, hour)))
    }
}

extension SampleCampaign {
    /// Messages of a kind in the outbox, oldest first.
    func messages(_ kind: Message.Kind) async throws -> [OutboxRow] {
        try await outbox().filter { $0.kind == kind }
    }

    func invite(now: Instant = SampleCampaign.now) async throws {
        _ = try await Launch(database).invite(id, by: .console, now: now)
    }

    /// Marks an agent's address as failing.
    func bounce(_ agent: Agent.ID, at instant: Instant, reason: String = "5.1.1 unknown") async throws {
        _ = try await database.transaction { connection in
            try connection.execute(
                "UPDATE agents SET bounced_at = $2, bounce_reason = $3 WHERE id = $1", agent, instant, reason)
        }
    }

    /// Keeps until which day an agent is away.
    func absent(_ agent: Agent.ID, until day: Day) async throws {
        _ = try await database.transaction { connection in
            try connection.execute(
                "UPDATE agents SET absent_note = 'away', absent_at = $2, absent_until = $3 WHERE id = $1",
                agent,
                SampleCampaign.now, day)
        }
    }
}
