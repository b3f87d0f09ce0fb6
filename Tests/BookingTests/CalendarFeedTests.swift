// Calendar feeds: what they show, to whom, and how often they are sent again.

import Core
import HTTPTypes
import HummingbirdTesting
import TestSupport
import Testing

@testable import Booking

@Suite struct CalendarFeedTests {
    private func feed(_ town: Town, _ subject: String, epoch: Int = 1) -> String {
        "/calendar/\(town.token(.calendar, subject, epoch: epoch)).ics"
    }

    @Test("A team's feed tells its appointments, and no address", arguments: Engine.available)
    func team(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let town = try await Town(database)
            let boss = try await town.manager()
            let marie = try await town.agent(manager: boss)
            try await town.agent("Paul Durand", manager: boss)
            try await town.book(marie, try await town.slot(3))
            let uid = try await database.read {
                try $0.query("SELECT uid FROM bookings")[0]("uid", as: String.self)
            }
            try await town.visit { visitor in
                let answer = try await visitor.get(feed(town, boss.text))

                #expect(answer.status == .ok)
                #expect(answer.headers[.contentType] == "text/calendar; charset=utf-8; method=PUBLISH")
                #expect(answer.text.contains("SUMMARY:Marie Dupont – Migration Windows 11"))
                #expect(answer.text.contains("DTSTART:20260203T080000Z"))
                #expect(answer.text.matches(of: /BEGIN:VEVENT/).count == 1)
                // The agent's own UID proves whose answer it is, and a link opens a page: neither is passed on.
                #expect(!answer.text.contains(uid))
                #expect(!answer.text.contains("\(marie)@"))
                #expect(!answer.text.contains("https://"))
            }
        }
    }

    @Test("A feed that has not changed is not sent again")
    func unchanged() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let boss = try await town.manager()
            let marie = try await town.agent(manager: boss)
            let slots = [try await town.slot(3), try await town.slot(4)]
            try await town.book(marie, slots[0])
            try await town.visit { visitor in
                let path = feed(town, boss.text)
                let tag = try #require(try await visitor.get(path).headers[.eTag])
                town.clock.set("2026-01-27T09:00:00+01:00")

                let same = try await visitor.get(path, [.ifNoneMatch: tag])
                try await town.book(marie, slots[1])
                let changed = try await visitor.get(path, [.ifNoneMatch: tag])

                #expect(same.status == .notModified)
                #expect(same.text.isEmpty)
                #expect(changed.status == .ok)
                #expect(changed.text.contains("SEQUENCE:1"))
            }
        }
    }

    @Test("A technician's feed tells the visits of their operations")
    func technician() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let (marie, paul) = (try await town.agent(), try await town.agent("Paul Durand"))
            let slot = try await town.slot(3)
            for agent in [marie, paul] { try await town.book(agent, slot) }
            let technician = try await database.transaction { [campaign = town.campaign] connection in
                let technician = try TechnicianStore.add(
                    EmailAddress("karim@ville.example").unsafelyUnwrapped, name: "Karim", to: campaign.id,
                    now: Town.monday, on: connection)
                _ = try connection.execute(
                    """
                    INSERT INTO operations (id, campaign_id, agent_id, reference, state, technician_id, fields, search,
                        changed_at)
                    VALUES ($1, $2, $3, 'MAT-1', 'planned', $4, '{}', '', 0)
                    """, Operation.ID(), campaign.id, marie, technician.id)
                return technician
            }
            try await town.visit { visitor in
                let answer = try await visitor.get(feed(town, technician.id.text, epoch: 0))

                #expect(answer.text.contains("Marie Dupont"))
                #expect(answer.text.contains("DESCRIPTION:MAT-1"))
                #expect(!answer.text.contains("Paul Durand"))
            }
        }
    }

    @Test("Another purpose, a revoked link and a stranger's open no feed")
    func strangers() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let boss = try await town.manager()
            try await town.visit { visitor in
                for (path, status) in [
                    ("/calendar/\(town.token(.team, boss.text)).ics", HTTPResponse.Status.notFound),
                    (feed(town, boss.text, epoch: 0), .gone),
                    (feed(town, Agent.ID().text), .notFound),
                    ("/calendar/x", .notFound),
                ] {
                    #expect(try await visitor.get(path).status == status)
                }
                // The feed's token, kept by programs, opens no page.
                let page = try await visitor.get("/t/\(town.token(.calendar, boss.text))")
                #expect(page.status == .notFound)
            }
        }
    }
}
