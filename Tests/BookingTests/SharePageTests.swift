import Core
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import TestSupport
import Testing

@Suite("The shared dashboard")
struct SharePageTests {
    // RG-040, RG-041, RG-202
    @Test("shows the figures as of the last change, without anybody's name", arguments: Engine.available)
    func figures(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let town = try await Town(database)
            let marie = try await town.agent()
            try await town.operation(of: marie)
            let slot = try await town.slot(3)
            let path = try await town.share()
            try await town.visit { visitor in
                let before = try await visitor.get(path)
                #expect(before.status == .ok)
                #expect(before.text.contains("0 opération réalisée sur 1"))

                try await town.book(marie, slot)

                let after = try await visitor.get(path).text
                #expect(after.contains("Un agent a choisi son rendez-vous."))
                #expect(!after.contains("Dupont"))
                #expect(after.contains("Par le lien reçu"))
                let english = try await visitor.get(path + "?lang=en").text
                #expect(english.contains("An agent chose their appointment."))
            }
        }
    }

    // RG-041
    @Test("a link that is over by time or by hand says whom to ask")
    func ended() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let (path, other) = (try await town.share(), try await town.share("Autre"))
            try await town.visit { visitor in
                _ = try await ShareDesk(database).revoke(town.campaign.id, by: .console, now: town.clock.now)
                let revoked = try await visitor.get(path)
                town.clock.set("2027-01-26T09:00:00+01:00")
                let expired = try await visitor.get(other)
                let stream = try await visitor.get(other.replacing("/s/", with: "/events/"))

                for answer in [revoked, expired, stream] { #expect(answer.status == .gone) }
                #expect(revoked.text.contains("Ce partage est terminé"))
                #expect(
                    expired.text.contains("Demandez un nouveau lien à la personne qui vous l’avait envoyé."))
            }
        }
    }

    // RG-041
    @Test("a shared link opens nothing else, and changes nothing")
    func readOnly() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let token = String(try await town.share().dropFirst(3))
            try await town.visit { visitor in
                for page in ["/b/", "/t/", "/f/", "/b/\(token)/rendez-vous.ics?", "/calendar/"] {
                    #expect(try await visitor.get(page + token).status == .notFound)
                }
                for page in ["/b/\(token)", "/t/\(token)", "/s/\(token)"] {
                    let answer = try await visitor.post(page, ["action": "cancel"])
                    #expect(answer.status.code >= 400)
                }
                let marie = try await town.agent()
                #expect(
                    try await visitor.get(town.path(marie).replacing("/b/", with: "/s/")).status == .notFound)
                #expect(
                    try await visitor.get(town.path(marie).replacing("/b/", with: "/events/")).status
                        == .notFound)
            }
        }
    }
}

extension Town {
    /// An operation to plan.
    func operation(of agent: Agent.ID) async throws {
        _ = try await database.transaction { [campaign] in
            try $0.execute(
                """
                INSERT INTO operations (id, campaign_id, agent_id, reference, state, fields, search, changed_at)
                VALUES ($1, $2, $3, 'MAT', 'toPlan', '{}', '', 0)
                """, Operation.ID(), campaign.id, agent)
        }
    }

    /// The path of a link to the shared dashboard.
    func share(_ label: String = "") async throws -> String {
        let share = try await ShareDesk(database).share(
            campaign.id, label: label, until: nil, by: .console, now: clock.now)
        return "/s/" + (SignedLink(share.grant).token(signedBy: keys) ?? "")
    }
}
