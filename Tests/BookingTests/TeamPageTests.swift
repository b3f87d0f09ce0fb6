// What a manager sees and does by a link.

import Core
import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing

@Suite struct TeamPageTests {
    @Test("A manager sees the team, counted, with each agent's state in words", arguments: Engine.available)
    func team(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let town = try await Town(database)
            let boss = try await town.manager()
            let names = ["Marie Dupont", "Jean Martin", "Paul Durand", "Emma Simon"]
            var made: [Agent.ID] = []
            for name in names { made.append(try await town.agent(name, manager: boss)) }
            let agents = made
            try await town.agent("Autre Personne", manager: try await town.manager())
            try await town.book(agents[0], try await town.slot(3))
            try await town.book(agents[1], try await town.slot(4), by: boss)
            try await town.visit { visitor in
                let page = try await visitor.get(town.path(boss))
                #expect(page.status == .ok)
                for part in [
                    "4 agents • 2 positionnés • 2 en attente", "Dupont Marie", "Confirmé",
                    "mar. 3 févr. 9h00",
                    "Positionné, à confirmer", "Non positionné", "Service Comptabilité",
                    town.path(boss) + "/\(agents[3])",
                ] {
                    #expect(page.text.contains(part), "\(part)")
                }
                #expect(!page.text.contains("Personne"))  // RG-124
            }
        }
    }

    @Test("A tentative answer shows on the team's page and on the agent's")
    func tentative() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let boss = try await town.manager()
            let marie = try await town.agent(manager: boss)
            try await town.book(marie, try await town.slot(3), by: boss)
            try await town.change("UPDATE bookings SET answer = 'tentative'")
            try await town.raiseRevision()
            try await town.visit { visitor in
                for path in [town.path(boss), town.path(marie)] {
                    let page = try await visitor.get(path)
                    #expect(page.text.contains("Positionné, réponse provisoire"))
                }
            }
        }
    }

    @Test("A manager places, moves and cancels; who did it is kept and the agent is told")  // RG-125, RG-126
    func placing() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let boss = try await town.manager()
            let marie = try await town.agent(manager: boss)
            let (first, second) = (try await town.slot(3), try await town.slot(4))
            let path = town.path(boss) + "/\(marie)"
            try await town.visit { visitor in
                let page = try await visitor.get(path)
                #expect(page.text.contains("Positionner Marie Dupont"))
                #expect(page.text.contains("value=\"\(first)\""))

                for (fields, done, words) in [
                    (["slot": first.text, "action": "book"], "booked", "C’est noté pour Marie Dupont."),
                    (["slot": first.text, "action": "book"], "booked", "C’est noté pour Marie Dupont."),
                    (["slot": second.text, "action": "move"], "moved", "C’est changé pour Marie Dupont."),
                    (["action": "cancel"], "cancelled", "Le rendez-vous de Marie Dupont est annulé."),
                ] as [(KeyValuePairs, String, String)] {
                    let answer = try await visitor.post(path, fields)
                    #expect(answer.status == .seeOther)
                    let location = try #require(answer.headers[.location])
                    #expect(location == town.path(boss) + "?done=\(done)&who=\(marie)")
                    #expect(try await visitor.get(location).text.contains(words))
                }
            }
            let (placedBy, letters) = try await database.read { connection in
                (
                    try connection.query("SELECT placed_by, placed_by_id FROM bookings").map {
                        "\($0["placed_by"]) \($0["placed_by_id"])"
                    },
                    try connection.query("SELECT kind FROM outbox ORDER BY created_at, id").count
                )
            }
            #expect(placedBy == ["\(SQLValue.text("manager")) \(SQLValue.text(boss.text))"])
            #expect(letters == 3)
        }
    }

    @Test("Somebody else's agent and nobody are refused alike")  // RG-124
    func notYours() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let boss = try await town.manager()
            let other = try await town.agent("Autre Personne", manager: try await town.manager())
            let slot = try await town.slot(3)
            try await town.visit { visitor in
                var pages: Set<String> = []
                for agent in [other.text, Agent.ID().text, "x"] {
                    let path = town.path(boss) + "/\(agent)"
                    let page = try await visitor.get(path)
                    #expect(page.status == .forbidden)
                    pages.insert(page.text)
                    let posted = try await visitor.post(path, ["slot": slot.text, "action": "book"])
                    #expect(posted.status == .forbidden)
                }
                #expect(pages.count == 1)
            }
            #expect(try await database.read { try $0.query("SELECT id FROM bookings") }.isEmpty)
        }
    }

    @Test(
        "The share of a team on one day is shown from 30 % on, and is a warning above the threshold",
        arguments: [
            (1, 3, nil), (2, 8, nil),
            (3, 8, "3 agents le même jour (mardi 3 février 2026) : 37 % de l’équipe."),
            (4, 8, "4 agents le même jour (mardi 3 février 2026) : 50 % de l’équipe."),
            (5, 8, "Attention : 5 agents le même jour (mardi 3 février 2026), soit 62 % de l’équipe."),
        ] as [(Int, Int, String?)])  // RG-127
    func concentration(_ placed: Int, _ members: Int, _ words: String?) async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let boss = try await town.manager()
            let slot = try await town.slot(3, capacity: 20)
            for number in 1...members {
                let agent = try await town.agent("Agent N\(number)", manager: boss)
                if number <= placed { try await town.book(agent, slot) }
            }
            try await town.visit { visitor in
                let page = try await visitor.get(town.path(boss)).text
                if let words {
                    #expect(page.contains(words))
                } else {
                    #expect(!page.contains("le même jour"))
                }
            }
        }
    }

    @Test("An agent is offered the slots of their segment, to their manager too")  // RG-120
    func segments() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let boss = try await town.manager()
            let (east, west) = (try await town.segment("Est"), try await town.segment("Ouest"))
            let marie = try await town.agent(manager: boss, segment: east)
            try await town.agent("Paul Durand", manager: boss, segment: west)
            let (theirs, others, open) = (
                try await town.slot(3, segment: east), try await town.slot(4, segment: west),
                try await town.slot(5)
            )
            let path = town.path(boss) + "/\(marie)"
            try await town.visit { visitor in
                for page in [path, town.path(marie)] {
                    let text = try await visitor.get(page).text
                    #expect(text.contains(theirs.text) && text.contains(open.text))
                    #expect(!text.contains(others.text))
                }
                #expect(
                    try await visitor.post(path, ["slot": others.text, "action": "book"]).status == .forbidden
                )
            }
        }
    }

    @Test("A locked or full slot is refused to managers as it is to agents")  // RG-123
    func refusals() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let boss = try await town.manager()
            let (marie, paul) = (
                try await town.agent(manager: boss), try await town.agent("Paul Durand", manager: boss)
            )
            try await town.book(marie, try await town.slot(3), by: boss)
            let full = try await town.slot(12, capacity: 1, taken: 1)
            let free = try await town.slot(12, "10:30")
            town.clock.set("2026-02-02T00:00:00+01:00")
            try await town.visit { visitor in
                let team = try await visitor.get(town.path(boss)).text
                #expect(team.contains("Verrouillé"))
                #expect(!team.contains("/\(marie)\""))

                let late = try await visitor.post(town.path(boss) + "/\(marie)", ["action": "cancel"])
                #expect(late.status.code == 423)
                #expect(late.text.contains("Support, 01 23 45 67 89"))

                let taken = try await visitor.post(
                    town.path(boss) + "/\(paul)", ["slot": full.text, "action": "book"])
                #expect(taken.status == .conflict)
                #expect(taken.text.contains("jeudi 12 février 2026 à 9h00"))
                #expect(taken.text.contains("value=\"\(free)\""))
            }
        }
    }

    @Test("Where agents choose for themselves, a manager looks on")  // RG-110
    func lookingOn() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database, mode: .agent)
            let boss = try await town.manager()
            let marie = try await town.agent(manager: boss)
            let slot = try await town.slot(3)
            try await town.visit { visitor in
                let page = try await visitor.get(town.path(boss)).text
                #expect(page.contains("chaque agent choisit son créneau"))
                #expect(!page.contains("/\(marie)"))
                let answer = try await visitor.post(
                    town.path(boss) + "/\(marie)", ["slot": slot.text, "action": "book"])
                #expect(answer.status == .forbidden)
            }
        }
    }
}
