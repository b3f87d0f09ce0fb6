// Links that ended, and the way to a new one.

import Core
import HTTPTypes
import HummingbirdTesting
import TestSupport
import Testing

@Suite struct LostLinkTests {
    @Test(
        "A link that ended offers a new one, sent to the address that we know and never shown",
        arguments: Engine.available)
    func renews(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let town = try await Town(database)
            let (boss, marie) = (try await town.manager(), try await town.agent())
            let expired = town.token(.agent, marie.text, expires: town.clock.now)
            let revoked = town.token(.team, boss.text, epoch: 0)
            try await town.visit { visitor in
                for path in ["/b/\(expired)", "/t/\(revoked)"] {
                    let token = String(path.dropFirst(3))
                    let page = try await visitor.get(path)
                    #expect(page.status == .gone)
                    #expect(page.text.contains("action=\"/fresh-link/\(token)\""))
                    #expect(!page.text.contains("ville.example"))

                    // Twice: the second is answered the same, and leaves nothing.
                    for _ in 1...2 {
                        let answer = try await visitor.post(
                            "/fresh-link/\(token)", body: "csrf=\(town.keys.formToken(for: token))")
                        #expect(answer.status == .seeOther)
                        #expect(answer.headers[.location] == path + "?done=link")
                    }
                    let told = try await visitor.get(path + "?done=link")
                    #expect(told.status == .gone && told.text.contains("Votre demande est enregistrée."))
                }
            }
            let rows = try await database.read { try Outbox.list(on: $0) }
            #expect(rows.map(\.kind) == [.freshLink, .freshLink])
            #expect(rows.map(\.recipient.text) == ["\(marie)@ville.example", "\(boss)@ville.example"])
        }
    }

    @Test("A campaign that is over says so, and sends nothing")
    func over() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database, state: .finished)
            let marie = try await town.agent()
            let token = town.token(.agent, marie.text, expires: town.clock.now)
            try await town.visit { visitor in
                let page = try await visitor.get("/b/\(token)")
                #expect(page.status == .gone)
                #expect(page.text.contains("La campagne « Vague 1 » est terminée."))
                #expect(page.text.contains("Support, 01 23 45 67 89") && !page.text.contains("<form"))

                let answer = try await visitor.post(
                    "/fresh-link/\(token)", body: "csrf=\(town.keys.formToken(for: token))")
                #expect(answer.status == .seeOther)
            }
            let rows = try await database.read { try Outbox.list(on: $0) }
            #expect(rows.isEmpty)
        }
    }

    @Test("A forged link, a shared one and a form of another page get nothing")
    func nothing() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let marie = try await town.agent()
            let token = town.token(.agent, marie.text, epoch: 0)
            let shared = town.token(.share, town.campaign.id.text, expires: town.clock.now)
            let forged = "Z" + token.dropFirst()
            try await town.visit { visitor in
                let csrf = { (token: String) in "csrf=" + town.keys.formToken(for: token) }
                let refused = [
                    try await visitor.post("/fresh-link/\(forged)", body: csrf(forged)),
                    try await visitor.post("/fresh-link/\(shared)", body: csrf(shared)),
                    try await visitor.post("/fresh-link/\(token)", body: csrf(shared)),
                    // The address of another kind of page tells nothing of the link.
                    try await visitor.get("/t/\(token)"),
                ]
                #expect(refused.map(\.status) == [.notFound, .notFound, .forbidden, .notFound])
            }
            let rows = try await database.read { try Outbox.list(on: $0) }
            #expect(rows.isEmpty)
        }
    }
}
