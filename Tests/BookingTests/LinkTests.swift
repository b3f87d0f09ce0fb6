// What links that do not hold are answered with.

import Core
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing

@Suite struct LinkTests {
    @Test(
        "A link that is not ours, is altered or is nobody's shows one page, which tells nothing about who exists"
    )
    func forged() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let marie = try await town.agent()
            let token = town.token(.agent, marie.text)
            let stranger = try SigningKeys([1: Array(repeating: 8, count: 32)])
            let foreign = SignedLink(
                purpose: .agent, subject: marie.text, epoch: 1, expires: town.campaign.linksExpireAt
            ).token(signedBy: stranger)
            try await town.visit { visitor in
                var pages: Set<String> = []
                for token in [
                    "x", String(token.dropLast()), String(token.dropLast(2)) + "AA",
                    "B" + token.dropFirst(), try #require(foreign), town.token(.agent, Agent.ID().text),
                    token + "%00", String(repeating: "A", count: 5_000),
                ] {
                    let answer = try await visitor.get("/b/" + token)
                    #expect(answer.status == .notFound, "\(token.prefix(60))")
                    pages.insert(answer.text)
                }
                #expect(pages.count == 1)
                #expect(pages.first?.contains("Ce lien ne fonctionne pas") == true)
            }
        }
    }

    @Test("An expired, a revoked and a misplaced link each say what to do", arguments: Engine.available)
    func faults(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let town = try await Town(database)
            let boss = try await town.manager()
            let marie = try await town.agent(manager: boss)
            let slot = try await town.slot(3)
            let old = town.token(.agent, marie.text, expires: town.clock.now)
            let paths = (agent: town.path(marie), team: town.path(boss))
            try await town.visit { visitor in
                let expired = try await visitor.get("/b/" + old)
                #expect(expired.status == .gone)
                #expect(expired.text.contains("Recevez un nouveau lien"))

                let misplaced = try await visitor.get("/b/" + town.token(.team, boss.text))
                #expect(misplaced.status == .notFound)
                #expect(misplaced.text.contains("Ce lien ouvre une autre page"))
                #expect(try await visitor.get("/t/" + town.token(.agent, marie.text)).status == .notFound)

                // A page that was shown before is not shown after.
                #expect(try await visitor.get(paths.agent).status == .ok)
                try await database.transaction {
                    try AgentStore.revokeLinks(of: marie, on: $0)
                    try ManagerStore.revokeLinks(of: boss, on: $0)
                }
                for path in [paths.agent, paths.team, paths.agent + "/rendez-vous.ics"] {
                    let revoked = try await visitor.get(path)
                    #expect(revoked.status == .gone)
                    #expect(revoked.text.contains("Recevez un nouveau lien"))
                }
                let posted = try await visitor.post(paths.agent, ["slot": slot.text, "action": "book"])
                #expect(posted.status == .gone)
                let fresh = "/b/" + town.token(.agent, marie.text, epoch: 2)
                #expect(try await visitor.get(fresh).status == .ok)
            }
        }
    }

    @Test(
        "A problem is told in the language of the reader's browser",
        arguments: [
            ("fr-FR,fr;q=0.9,en;q=0.5", "Ce lien ne fonctionne pas"), ("en-GB", "This link does not work"),
            ("de", "Ce lien ne fonctionne pas"),
        ])
    func language(_ accepted: String, _ words: String) async throws {
        try await withDatabase(.sqlite) { database in
            try await Town(database).visit { visitor in
                let page = try await visitor.get("/b/x", [.acceptLanguage: accepted])
                #expect(page.text.contains(words))
            }
        }
    }

    @Test(
        "Whoever keeps trying bad links is asked to wait, and nobody else is, not even behind the same address"
    )
    func throttled() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let marie = try await town.agent()
            let forwarded = try #require(HTTPField.Name("X-Forwarded-For"))
            try await town.visit { visitor in
                for _ in 1...30 {
                    let answer = try await visitor.get("/b/x", [forwarded: "10.0.0.9, 192.0.2.7"])
                    #expect(answer.status == .notFound)
                }
                let refused = try await visitor.get("/b/x", [forwarded: "192.0.2.7"])
                #expect(refused.status == .tooManyRequests)
                #expect(refused.headers[.retryAfter] == "2")
                #expect(refused.text.contains("Trop d’essais"))
                #expect(try await visitor.get("/b/x", [forwarded: "192.0.2.8"]).status == .notFound)
                #expect(try await visitor.get(town.path(marie), [forwarded: "192.0.2.7"]).status == .ok)

                town.clock.set("2026-01-26T09:00:02+01:00")
                #expect(try await visitor.get("/b/x", [forwarded: "192.0.2.7"]).status == .notFound)
            }
        }
    }

    @Test("One link can post thirty forms at once, then waits")
    func forms() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let (marie, paul) = (try await town.agent(), try await town.agent("Paul Durand"))
            try await town.visit { visitor in
                for _ in 1...30 {
                    let answer = try await visitor.post(town.path(marie), ["action": "book"])
                    #expect(answer.status == .unprocessableContent)
                }
                let refused = try await visitor.post(town.path(marie), ["action": "book"])
                #expect(refused.status == .tooManyRequests)
                let other = try await visitor.post(town.path(paul), ["action": "book"])
                #expect(other.status == .unprocessableContent)
            }
        }
    }
}
