// Delegates: whom they may place, and whom not (RG-114).

import TestSupport
import Testing

@testable import Core

@Suite("Delegates")
struct DelegateTests {
    private let now = SampleCampaign.now

    private func named(
        _ sample: SampleCampaign, _ services: [String] = ["COMPTABILITE"]
    ) async throws -> Delegates.Entrusted {
        try await Delegates(sample.database).add(
            try #require(EmailAddress("adjointe@agents.example")), name: "Anne Roy", services: services,
            to: sample.id, by: .console, now: now)
    }

    /// Puts an agent in another service, as an import before there were delegates left it.
    private func move(_ agent: Agent.ID, to service: String, _ sample: SampleCampaign) async throws {
        _ = try await sample.database.transaction {
            try $0.execute(
                "UPDATE agents SET service = $2, folded_service = NULL WHERE id = $1", agent, service)
        }
    }

    @Test(
        "a delegate sees and places the services entrusted to them, whatever their case and accents",
        arguments: Engine.available)
    func perimeter(_ engine: Engine) async throws {  // RG-114
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database, mode: .list)
            try await move(sample.agents[3], to: "Voirie", sample)
            let slot = try await sample.slot(capacity: 4)

            let named = try await named(sample)

            #expect(named.agents == 3)
            let team = try #require(try await sample.desk.team(of: named.delegate.id.text, now: now))
            #expect(Set(team.members.map(\.agent.id)) == Set(sample.agents[..<3]))
            let outcome = try await TeamActs(database).perform(
                sample.agents.map { TeamOrder($0, .place(slot)) }, by: team.lead, now: now)
            #expect(outcome.refused.map(\.order.agent) == [sample.agents[3]])
            #expect(outcome.refused.first?.refusal?.reason == .forbidden)
            let recorded = try await sample.count(
                "SELECT count(*) AS n FROM bookings WHERE placed_by = 'delegate'")
            #expect(recorded == 3)  // RG-125
        }
    }

    @Test(
        "who places depends on the mode", arguments: BookingMode.allCases)
    func modes(_ mode: BookingMode) async throws {  // RG-110
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database, mode: mode)
            let named = try await named(sample)
            let slot = try await sample.slot()

            let outcome = try await TeamActs(database).perform(
                [TeamOrder(sample.agents[0], .place(slot))], by: .delegate(named.delegate), now: now)

            #expect(outcome.refused.isEmpty == (mode != .agent))
            let manager = try #require(try await sample.desk.team(of: sample.managers[0].text, now: now))
            #expect((manager.obstacle == nil) == (mode == .manager || mode == .mixed))
        }
    }

    @Test("nobody is entrusted with a service that no agent is of")
    func unknownService() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database)

            await #expect(
                throws: Delegates.Refusal.unknownService("Voirie", known: ["Comptabilité"])
            ) {
                _ = try await named(sample, ["Comptabilité", "Voirie"])
            }

            #expect(try await Delegates(database).list(of: sample.id).isEmpty)
        }
    }

    @Test("a delegate relieved of everything sees nobody, and their links are revoked")
    func relieved() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database, mode: .list)
            let named = try await named(sample)

            let left = try await Delegates(database).remove(
                named.delegate.email, from: sample.id, by: .console, now: now)

            #expect(left.services.isEmpty && left.agents == 0)
            let team = try #require(try await sample.desk.team(of: named.delegate.id.text, now: now))
            #expect(team.members.isEmpty)
            #expect(team.lead.linkEpoch == named.delegate.linkEpoch + 1)
        }
    }

    @Test("in list mode delegates are invited, and nobody else; without any, inviting is refused")
    func invitation() async throws {  // RG-110, RG-144
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database, mode: .list, state: .preparation)
            _ = try await sample.slot()
            await #expect(throws: CampaignRefusal.nobodyNamed) {
                _ = try await Launch(database).invite(sample.id, by: .console, now: now)
            }
            let named = try await named(sample)

            let queued = try await Launch(database).invite(sample.id, by: .console, now: now)

            #expect(queued == 1)
            let letter = try #require(try await sample.outbox().first)
            #expect(letter.kind == .teamInvitation)
            #expect(letter.recipient == named.delegate.email)
            #expect(letter.snapshot.link?.subject == named.delegate.id.text)
            #expect(letter.snapshot.link?.purpose == .team)
        }
    }

    @Test("an import keeps the service folded, so that a delegate sees who comes later")
    func imported() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database, mode: .list)
            let named = try await named(sample)
            let csv = "nom;prenom;email;service\nNouveau;Luc;luc@agents.example;Comptabilité\n"

            _ = try await Importer(database).run(
                try ImportFile.read(Array(csv.utf8)).get(), into: sample.id, by: .console, now: now
            ).get()

            let team = try #require(try await sample.desk.team(of: named.delegate.id.text, now: now))
            #expect(team.members.contains { $0.agent.familyName == "Nouveau" })
        }
    }
}
