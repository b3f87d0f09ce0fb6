// Several people of a team at once: choosing, checking, doing, undoing.

import Core
import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing

@testable import Booking

@Suite struct TeamSeveralTests {
    /// A team by name, and two slots.
    private struct Team {
        let town: Town
        let boss: Manager.ID
        let agents: [Agent.ID]
        let slots: [Slot.ID]

        init(_ database: any SQLDatabase, size: Int = 4, capacity: Int = 4) async throws {
            town = try await Town(database)
            boss = try await town.manager()
            var agents: [Agent.ID] = []
            for name in ["Marie Dupont", "Jean Martin", "Paul Durand", "Emma Simon"].prefix(size) {
                agents.append(try await town.agent(name, manager: boss))
            }
            self.agents = agents
            slots = [
                try await town.slot(3, capacity: capacity), try await town.slot(4, capacity: capacity),
            ]
        }

        var path: String { town.path(boss) }

        func fields(_ members: Range<Int>, _ value: String = "on") -> String {
            members.map { "agent.\(agents[$0])=\(value)" }.joined(separator: "&")
        }

        /// Posts a form of people as its page would.
        func post(
            _ visitor: Visitor, _ fields: String, to page: String = "several"
        ) async throws -> TestResponse {
            let token = town.keys.formToken(for: String(path.split(separator: "/")[1]))
            return try await visitor.post("\(path)/\(page)", body: fields + "&csrf=\(token)")
        }

        func placed() async throws -> Int {
            try await town.database.read {
                try $0.query("SELECT count(*) AS n FROM bookings WHERE state <> 'cancelled'")[0]("n")
            }
        }
    }

    @Test(
        "Ticked, placed on one slot after a review that tells the share, and undone",
        arguments: Engine.available)
    func wholePath(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let team = try await Team(database)
            try await team.town.visit { visitor in
                let chosen = try await team.post(visitor, team.fields(0..<3) + "&action=choose")
                #expect(chosen.text.contains("Choisir un créneau pour 3 agents"))
                // RG-127
                #expect(chosen.text.contains("équipe ce jour-là : 0 %, puis 75 %, au-dessus du seuil"))
                for agent in team.agents[..<3] { #expect(chosen.text.contains("name=\"agent.\(agent)\"")) }

                let review = try await team.post(
                    visitor, team.fields(0..<3) + "&action=review&slot=\(team.slots[0])")
                #expect(review.status == .ok)
                #expect(
                    review.text.contains("3 agents seraient le même jour (mardi 3 février 2026), soit 75 %"))
                #expect(try await team.placed() == 0)

                let done = try await team.post(
                    visitor, team.fields(0..<3, team.slots[0].text) + "&action=confirm")
                #expect(done.status == .seeOther)
                let page = try await visitor.get(try #require(done.headers[.location])).text
                #expect(page.contains("3 agents positionnés. Un message part à chaque agent concerné."))
                #expect(try await team.placed() == 3)

                let act = try #require(page.firstMatch(of: /name="act" value="([^"]+)"/)?.1)
                let undone = try await team.post(visitor, "act=\(act)", to: "undo")
                #expect(undone.status == .seeOther)
                let after = try await visitor.get(try #require(undone.headers[.location])).text
                #expect(after.contains("L’action est annulée pour 3 agents."))
                #expect(try await team.placed() == 0)

                let again = try await team.post(visitor, "act=\(act)", to: "undo")
                #expect(again.status == .conflict)
                #expect(again.text.contains("Cette action ne peut plus être annulée d’un clic."))
            }
        }
    }

    @Test("What was taken meanwhile is told, and something else proposed; the rest is done")
    func takenMeanwhile() async throws {
        try await withDatabase(.sqlite) { database in
            let team = try await Team(database, capacity: 2)
            try await team.town.visit { visitor in
                try await team.town.book(team.agents[3], team.slots[0])

                let answer = try await team.post(
                    visitor, team.fields(0..<2, team.slots[0].text) + "&action=confirm")

                #expect(answer.status == .conflict)
                #expect(answer.text.contains("Voici ce qui est libre à la place"))
                #expect(answer.text.contains("value=\"\(team.slots[1])\""))
                #expect(answer.text.contains("Un message part à chaque agent concerné."))
                #expect(try await team.placed() == 2)
            }
        }
    }

    @Test("The others are spread on request, and nothing is held before it is confirmed")  // RG-127
    func spread() async throws {
        try await withDatabase(.sqlite) { database in
            let team = try await Team(database)
            try await team.town.visit { visitor in
                let page = try await visitor.get(team.path + "/spread")

                #expect(page.text.contains("Confirmer pour 4 agents"))
                #expect(page.text.contains("2 agents, 50 %"))
                #expect(!page.text.contains("au-dessus du seuil"))
                #expect(try await team.placed() == 0)
            }
        }
    }

    @Test("Nobody ticked, nobody's agent, and no choice are told, not guessed")
    func nothing() async throws {
        try await withDatabase(.sqlite) { database in
            let team = try await Team(database)
            let other = try await team.town.agent("Autre Personne", manager: try await team.town.manager())
            try await team.town.visit { visitor in
                let nobody = try await team.post(visitor, "action=choose")
                #expect(nobody.status == .unprocessableContent)
                #expect(nobody.text.contains("Aucun agent n’est coché."))

                // RG-124: somebody else's agent is not there to be ticked.
                let foreign = try await team.post(
                    visitor, "agent.\(other)=\(team.slots[0])&action=confirm")
                #expect(foreign.status == .unprocessableContent)
                #expect(try await team.placed() == 0)

                let unchosen = try await team.post(visitor, team.fields(0..<2) + "&action=review")
                #expect(unchosen.status == .unprocessableContent)
                #expect(unchosen.text.contains("Choisissez un créneau dans la liste avant de confirmer."))
                // What was ticked is kept.
                #expect(unchosen.text.contains("name=\"agent.\(team.agents[1])\""))

                let forged = try await visitor.post(
                    team.path + "/several", body: team.fields(0..<2) + "&action=cancel&csrf=x")
                #expect(forged.status == .forbidden)
            }
        }
    }

    @Test("One gives their place to another in one go")
    func replacing() async throws {
        try await withDatabase(.sqlite) { database in
            let team = try await Team(database, capacity: 1)
            try await team.town.book(team.agents[0], team.slots[0], by: team.boss)
            let (marie, jean) = (team.agents[0], team.agents[1])
            try await team.town.visit { visitor in
                let page = try await visitor.get(team.path + "/\(marie)?replace=1")
                #expect(page.text.contains("Qui prend la place de Marie Dupont ?"))
                #expect(page.text.contains("value=\"\(jean)\""))

                let missing = try await visitor.post(team.path + "/\(marie)", ["action": "replace"])
                #expect(missing.status == .unprocessableContent)
                #expect(missing.text.contains("Choisissez qui prend la place."))

                let done = try await visitor.post(
                    team.path + "/\(marie)", ["action": "replace", "with": jean.text])
                #expect(done.status == .seeOther)
                let team = try await visitor.get(try #require(done.headers[.location])).text
                #expect(team.contains("1 agent positionné, 1 rendez-vous annulé."))
            }
            let view = try await team.town.desk.view(of: jean, now: team.town.clock.now)
            #expect(view?.current?.slot.id == team.slots[0])
        }
    }

    @Test("Above the threshold, placing one person asks first")  // RG-127
    func asksFirst() async throws {
        try await withDatabase(.sqlite) { database in
            let team = try await Team(database)
            for agent in team.agents[..<2] { try await team.town.book(agent, team.slots[0]) }
            try await team.town.visit { visitor in
                let answer = try await visitor.post(
                    team.path + "/\(team.agents[2])", ["slot": team.slots[0].text, "action": "book"])

                #expect(answer.status == .ok)
                #expect(answer.text.contains("Vérifier avant de positionner"))
                #expect(try await team.placed() == 2)
            }
        }
    }

    @Test("A filter tells how many of how many, and is kept from page to page")
    func filters() async throws {
        try await withDatabase(.sqlite) { database in
            let team = try await Team(database)
            try await team.town.book(team.agents[0], team.slots[0])
            try await team.town.visit { visitor in
                let waiting = try await visitor.get(team.path + "?state=waiting").text
                #expect(waiting.contains("3 agents affichés sur 4."))
                #expect(!waiting.contains("Dupont Marie"))
                #expect(waiting.contains("/planning?state=waiting"))

                let confirmed = try await visitor.get(team.path + "?state=confirmed&sort=date").text
                #expect(confirmed.contains("1 agent affiché sur 4."))
                #expect(confirmed.contains("Dupont Marie"))

                let picked = try await visitor.get(team.path + "?pick=waiting").text
                #expect(picked.matches(of: /name="agent\.[^"]+" value="on" checked/).count == 3)
            }
        }
    }

    @Test("A delegate has the same page, for their services")  // RG-114
    func delegates() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database, mode: .list)
            let boss = try await town.manager()
            let marie = try await town.agent(manager: boss)
            let slot = try await town.slot(3)
            let delegate = try await town.delegate()
            try await town.visit { visitor in
                let page = try await visitor.get(town.path(delegate))
                #expect(page.text.contains("Dupont Marie"))
                let placed = try await visitor.post(
                    town.path(delegate) + "/\(marie)", ["slot": slot.text, "action": "book"])
                #expect(placed.status == .seeOther)

                // RG-110: in list mode the manager looks on.
                let refused = try await visitor.post(town.path(boss) + "/\(marie)", ["action": "cancel"])
                #expect(refused.status == .forbidden)
            }
            let rows = try await database.read { try $0.query("SELECT placed_by FROM bookings") }
            #expect(try rows.map { try $0("placed_by", as: String.self) } == ["delegate"])
        }
    }

    @Test("The planning tells each day's share, and where there is room")  // RG-127
    func planning() async throws {
        try await withDatabase(.sqlite) { database in
            let team = try await Team(database)
            for agent in team.agents[..<3] { try await team.town.book(agent, team.slots[0]) }
            try await team.town.visit { visitor in
                let page = try await visitor.get(team.path + "/planning").text
                #expect(page.contains("3 agents, 75 % – au-dessus du seuil"))
                #expect(page.contains("Dupont, Durand, Martin"))
                #expect(page.contains("?slot=\(team.slots[1])"))
                #expect(page.contains("personne"))
            }
        }
    }

    @Test("The sheet is what French spreadsheets open, and no cell is a formula")
    func sheet() async throws {
        try await withDatabase(.sqlite) { database in
            let team = try await Team(database, size: 1)
            try await team.town.agent("=HYPERLINK(1;2) Dupont", manager: team.boss)
            try await team.town.visit { visitor in
                let answer = try await visitor.get(team.path + "/equipe.csv")
                #expect(Array(answer.body.readableBytesView.prefix(3)) == [0xEF, 0xBB, 0xBF])
                #expect(answer.text.contains("\"'=HYPERLINK(1;2)\""))
                #expect(answer.headers[.contentDisposition]?.contains("equipe.csv") == true)
                #expect(answer.text.contains("Dupont;Marie;"))
            }
        }
    }
}
