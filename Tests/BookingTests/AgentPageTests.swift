// What an agent sees and does by a link.

import Core
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing

@Suite struct AgentPageTests {
    @Test(
        "An agent chooses a slot, sees it kept, and is sent on to a page that can be reloaded",
        arguments: Engine.available)
    func booking(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let town = try await Town(database)
            let marie = try await town.agent()
            let slot = try await town.slot(3)

            try await town.visit { visitor in
                let page = try await visitor.get(town.path(marie))
                #expect(page.status == .ok)
                for part in [
                    "Marie Dupont", "Migration Windows 11", "1h30", "mardi 3 février 2026", "9h00",
                    "4 places",
                    "Salle B12", "value=\"\(slot)\"", "Votre poste sera remplacé &amp; vos fichiers repris.",
                ] {
                    #expect(page.text.contains(part), "\(part)")
                }

                let answer = try await visitor.post(town.path(marie), ["slot": slot.text, "action": "book"])
                #expect(answer.status == .seeOther)
                #expect(answer.headers[.location] == town.path(marie) + "?done=booked")

                let booked = try await visitor.get(town.path(marie) + "?done=booked")
                for part in [
                    "de 9h00 à 10h30", "Confirmé", "C’est noté", "Fermez &lt;vos&gt; logiciels.",
                    "Support, 01 23 45 67 89", "jusqu’au dimanche 1er février 2026 inclus",
                ] {
                    #expect(booked.text.contains(part), "\(part)")
                }
            }
        }
    }

    @Test("The same form posted twice books once and is refused nothing")  // RG-121
    func twice() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let marie = try await town.agent()
            let slot = try await town.slot(3)
            try await town.visit { visitor in
                for _ in 1...2 {
                    let answer = try await visitor.post(
                        town.path(marie), ["slot": slot.text, "action": "book"])
                    #expect(answer.status == .seeOther)
                }
                for _ in 1...2 {
                    let answer = try await visitor.post(town.path(marie), ["action": "cancel"])
                    #expect(answer.status == .seeOther)
                    #expect(answer.headers[.location]?.hasSuffix("done=cancelled") == true)
                }
            }
            let rows = try await database.read { try $0.query("SELECT state FROM bookings") }
            #expect(try rows.map { try $0("state", as: String.self) } == ["cancelled"])
        }
    }

    @Test("An agent moves to another slot and gives the first one back")
    func moving() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let marie = try await town.agent()
            let (first, second) = (try await town.slot(3), try await town.slot(4))
            try await town.book(marie, first)
            try await town.visit { visitor in
                let page = try await visitor.get(town.path(marie) + "?change=1")
                #expect(page.text.contains("votre créneau"))
                #expect(page.text.contains("value=\"\(second)\""))

                let answer = try await visitor.post(
                    town.path(marie) + "?lang=en", ["slot": second.text, "action": "move"])
                #expect(answer.headers[.location] == town.path(marie) + "?done=moved&lang=en")
            }
            let taken = try await database.read { connection in
                try [first, second].map { try SlotStore.load($0, on: connection)?.taken }
            }
            #expect(taken == [0, 1])
        }
    }

    @Test("Cancelling is asked once more before it is done")
    func confirmation() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let marie = try await town.agent()
            try await town.book(marie, try await town.slot(3))
            try await town.visit { visitor in
                let page = try await visitor.get(town.path(marie) + "?cancel=1")
                #expect(page.text.contains("Annuler ce rendez-vous ?"))
                #expect(page.text.contains("value=\"cancel\""))
                #expect(try await visitor.get(town.path(marie)).text.contains("Confirmé"))
            }
        }
    }

    @Test("Reading a page, whole or its head, changes nothing", arguments: Engine.available)
    func reading(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let town = try await Town(database)
            let boss = try await town.manager()
            let marie = try await town.agent(manager: boss)
            let slot = try await town.slot(3)
            try await town.book(marie, slot)
            let before = try await contents(of: database)
            try await town.visit { visitor in
                let path = town.path(marie)
                for page in [
                    path, path + "?change=1", path + "?cancel=1", path + "?action=cancel",
                    path + "?slot=\(slot)",
                    path + "/rendez-vous.ics", town.path(boss), town.path(boss) + "/\(marie)?cancel=1",
                ] {
                    let whole = try await visitor.get(page)
                    let head = try await visitor.head(page)
                    #expect(whole.status == .ok, "\(page)")
                    #expect(head.status == .ok)
                    #expect(head.headers == whole.headers)
                    #expect(head.body.readableBytes == 0)
                }
            }
            #expect(try await contents(of: database) == before)
        }
    }

    /// Every row that a booking could touch.
    private func contents(of database: any SQLDatabase) async throws -> [String] {
        try await database.read { connection in
            var rows: [String] = []
            for (table, columns) in [
                ("campaigns", ["revision", "state"]), ("slots", ["taken"]), ("journal", ["id"]),
                ("bookings", ["state", "sequence", "changed_at", "answer"]), ("outbox", ["id", "state"]),
                ("agents", ["link_epoch", "language"]), ("operations", ["state"]),
            ] {
                for row in try connection.query("SELECT * FROM \(table) ORDER BY id") {
                    rows.append("\(table) \(columns.map { "\(row[$0])" })")
                }
            }
            return rows
        }
    }

    @Test("The page speaks the agent's language, and the one that the reader asks for")
    func languages() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let slot = try await town.slot(3)
            let marie = try await town.agent()
            let john = try await town.agent("John Smith", language: "en")
            try await town.visit { visitor in
                #expect(try await visitor.get(town.path(marie)).text.contains("<html lang=\"fr\">"))
                #expect(try await visitor.get(town.path(john)).text.contains("<html lang=\"en\">"))
                let page = try await visitor.get(town.path(marie) + "?lang=en")
                #expect(page.text.contains("Choose your time slot"))
                #expect(page.text.contains("Tuesday 3 February 2026"))
                #expect(page.text.contains("action=\"\(town.path(marie))?lang=en\""))
                let refused = try await visitor.post(town.path(marie) + "?lang=en", ["action": "book"])
                #expect(refused.text.contains("Choose a slot from the list before you confirm."))
                _ = slot
            }
        }
    }

    @Test("The appointment can be taken along as a calendar file")  // RG-122
    func calendar() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let marie = try await town.agent()
            let slot = try await town.slot(3)
            try await town.visit { visitor in
                let path = town.path(marie) + "/rendez-vous.ics"
                #expect(try await visitor.get(path).status == .notFound)

                try await town.book(marie, slot)
                let file = try await visitor.get(path)
                #expect(file.headers[.contentType] == "text/calendar; charset=utf-8; method=PUBLISH")
                let unfolded = file.text.replacing("\r\n ", with: "")
                for part in ["METHOD:PUBLISH", "DTSTART:20260203T080000Z", "LOCATION:Salle B12"] {
                    #expect(unfolded.contains(part), "\(part)")
                }
            }
        }
    }

    @Test(
        "Sixty days of eight slots weigh less than 30 KB a page, style sheet included, and lead on to the others"
    )
    func weight() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let marie = try await town.agent()
            for day in 2...27 {
                for hour in ["08:00", "09:00", "10:00", "11:00", "14:00", "15:00", "16:00", "17:00"] {
                    try await town.slot(day, hour, capacity: 10, minutes: 60)
                }
            }
            try await town.visit { visitor in
                let page = try await visitor.get(town.path(marie))
                let sheet = try #require(page.text.firstMatch(of: #/href="(/assets/site[^"]+)"/#)).1
                let style = try await visitor.get(String(sheet))
                #expect(style.headers[.cacheControl] == "public, max-age=31536000, immutable")
                #expect(page.body.readableBytes + style.body.readableBytes < 30_000)

                let first = slots(in: page.text)
                #expect(first.count == SlotCount.aPage)
                let later = try #require(page.text.firstMatch(of: #/href="([^"]+from=2026-02-08)"/#)).1
                let next = try await visitor.get(String(later))
                #expect(Set(first).isDisjoint(with: slots(in: next.text)))
                #expect(next.text.contains("from=2026-02-02"))
            }
        }
    }

    private enum SlotCount { static let aPage = 48 }

    private func slots(in page: String) -> [Substring] {
        page.matches(of: #/name="slot" value="([^"]+)"/#).map(\.1)
    }
}
