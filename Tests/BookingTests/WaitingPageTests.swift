// What an agent finds who finds no slot: full days, a place that is held, wishes; and what is known of them.

import Core
import HTTPTypes
import HummingbirdTesting
import TestSupport
import Testing

@Suite struct WaitingPageTests {
    // RG-303
    @Test(
        "A full day can be waited for, its freed place is shown first, and taken or declined",
        arguments: Engine.available)
    func waiting(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let town = try await Town(database)
            let (marie, paul) = (try await town.agent(), try await town.agent("Paul Martin"))
            let full = try await town.slot(3, capacity: 1)
            try await town.slot(4)
            try await town.book(paul, full)
            try await town.visit { visitor in
                let page = try await visitor.get(town.path(marie))
                #expect(page.text.contains("name=\"wait\" value=\"2026-02-03\""))
                #expect(page.text.contains("Prévenez-moi si une place se libère"))

                let asked = try await visitor.post(town.path(marie), ["wait": "2026-02-03"])
                #expect(asked.headers[.location] == town.path(marie) + "?done=waiting")
                let waits = try await visitor.get(town.path(marie) + "?done=waiting")
                #expect(waits.text.contains("name=\"giveUp\" value=\"2026-02-03\""))
                #expect(waits.text.contains("C’est noté : nous vous écrirons"))

                _ = try await visitor.post(town.path(paul), ["action": "cancel"])
                let offered = try await visitor.get(town.path(marie)).text
                #expect(offered.contains("Une place est gardée pour vous"))
                #expect(offered.contains("value=\"\(full)\""))
                // Nobody else sees it as free.
                let other = try await visitor.get(town.path(paul)).text
                #expect(!other.contains("value=\"\(full)\""))

                let taken = try await visitor.post(
                    town.path(marie), ["slot": full.text, "action": "book"])
                #expect(taken.headers[.location] == town.path(marie) + "?done=booked")
                let again = try await visitor.post(town.path(marie), ["action": "decline"])
                #expect(again.status == .seeOther)
                #expect(try await visitor.get(town.path(marie)).text.contains("Confirmé"))
            }
        }
    }

    @Test("Where a place has become free meanwhile, the page says so instead of waiting")
    func roomLeft() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let marie = try await town.agent()
            try await town.slot(3)
            try await town.visit { visitor in
                let answer = try await visitor.post(town.path(marie), ["wait": "2026-02-03"])
                let path = try #require(answer.headers[.location])
                #expect(path.contains("from=2026-02-03"))
                #expect(try await visitor.get(path).text.contains("Une place vient de se libérer ce jour-là"))

                let none = try await visitor.post(town.path(marie), ["wait": "2026-02-20"])
                #expect(none.status == .forbidden)
                #expect(none.text.contains("Ce créneau n’est pas proposé ici."))
                #expect(
                    try await visitor.post(town.path(marie), ["wait": "demain"]).status == .badRequest)
            }
        }
    }

    // RG-304
    @Test("Three wishes are kept, shown and replaced; none erases them", arguments: Engine.available)
    func wishes(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let town = try await Town(database)
            let marie = try await town.agent()
            try await town.slot(3)
            try await town.visit { visitor in
                let page = try await visitor.get(town.path(marie) + "?wishes=1")
                #expect(page.text.contains("name=\"wish3\"") && page.text.contains("maxlength=\"120\""))

                let answer = try await visitor.post(
                    town.path(marie),
                    ["action": "wish", "wish1": "mardi+%3Cmatin%3E", "wish2": "", "wish3": "tard"])
                #expect(answer.headers[.location] == town.path(marie) + "?done=wished")
                let shown = try await visitor.get(town.path(marie)).text
                #expect(shown.contains("<li>mardi &lt;matin&gt;</li>") && shown.contains("<li>tard</li>"))

                _ = try await visitor.post(town.path(marie), ["action": "wish", "wish1": ""])
                let erased = try await visitor.get(town.path(marie)).text
                #expect(!erased.contains("Vos souhaits"))
            }
        }
    }

    @Test("Whoever may not choose may neither wait nor wish")
    func forbidden() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database, mode: .manager)
            let marie = try await town.agent()
            try await town.slot(3, capacity: 1, taken: 1)
            try await town.visit { visitor in
                for fields: KeyValuePairs in [
                    ["wait": "2026-02-03"], ["action": "wish", "wish1": "mardi"], ["action": "decline"],
                ] {
                    let answer = try await visitor.post(town.path(marie), fields)
                    #expect(answer.status == .forbidden)
                }
            }
        }
    }

    @Test(
        "The page of personal data tells what is kept, and nothing of anybody else",
        arguments: Engine.available)
    func known(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let town = try await Town(database)
            let boss = try await town.manager()
            let marie = try await town.agent(manager: boss)
            let paul = try await town.agent("Paul Martin")
            try await database.transaction { [campaign = town.campaign] in
                _ = try $0.execute(
                    """
                    INSERT INTO operations (id, campaign_id, agent_id, reference, state, fields, search, changed_at)
                    VALUES ($1, $2, $3, 'MAT001', 'toPlan', '{"Bureau":"201 & 202"}', '', 0)
                    """, Operation.ID(), campaign.id, marie)
            }
            let slot = try await town.slot(3)
            try await town.book(marie, slot)
            try await town.book(paul, slot)
            try await town.visit { visitor in
                let page = try await visitor.get(town.path(marie) + "/donnees")

                #expect(page.status == .ok)
                for part in [
                    "Marie Dupont", "\(marie)@ville.example", "Service Comptabilité", "\(boss)@ville.example",
                    "MAT001", "<dt>Bureau</dt><dd>201 &amp; 202</dd>", "Salle B12", "Confirmé, depuis le",
                    "<dt>Confirmation</dt>", "Support, 01 23 45 67 89",
                ] {
                    #expect(page.text.contains(part), "\(part)")
                }
                #expect(!page.text.contains("Martin") && !page.text.contains("\(paul)"))
                let english = try await visitor.get(town.path(marie) + "/donnees?lang=en")
                #expect(english.text.contains("What the service knows about you"))
                let stale = town.token(.agent, marie.text, epoch: 0)
                #expect(try await visitor.get("/b/\(stale)/donnees").status == .gone)
            }
        }
    }
}
