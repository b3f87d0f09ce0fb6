// Whose operations they are (RG-018), and in which campaigns anything is done (RG-016).

import Core
import TestSupport
import Testing

@Suite("A technician's perimeter")
struct PerimeterTests {
    // RG-018
    @Test(
        "another's operation is not there: not shown, not changed, no photograph of it",
        arguments: Engine.available)
    func others(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let field = try await Field(database)
            let photo = try await field.desk.addPhoto(
                Pictures.png, id: .init(), to: field.operations[0], by: field.karim, at: Field.morning,
                now: Field.morning)
            guard case .kept(let kept) = photo else {
                Issue.record("\(photo)")
                return
            }
            let email = try #require(EmailAddress("nadia@agents.example"))
            _ = try await Assigning(database).assign(
                .person(try #require(EmailAddress("agent.1@agents.example"))), of: field.sample.id, to: email,
                name: "", by: .console, now: SampleCampaign.now)
            let campaign = field.sample.id
            let nadia = try #require(
                try await database.read { try TechnicianStore.find(email.text, in: campaign, on: $0) }
            ).id

            let shown = try await field.desk.intervention(field.operations[0], of: nadia, now: Field.morning)
            let acted = try await field.send(.start, seen: .planned, by: nadia)
            let unknown = try await field.send(.start, seen: .planned, by: Technician.ID())
            let sent = try await field.desk.addPhoto(
                Pictures.png, id: .init(), to: field.operations[0], by: nadia, at: Field.morning,
                now: Field.morning)
            let seen = try await field.desk.photo(kept.id, of: nadia)
            let day = try await field.desk.day(of: nadia, now: Field.morning)

            #expect(shown == nil && seen == nil)
            #expect(acted == .refused(.notYours) && unknown == acted && sent == .refused(.notYours))
            #expect(day?.visits.map(\.operation) == [field.operations[1]])
            #expect(try await field.desk.day(of: Technician.ID(), now: Field.morning) == nil)
            #expect(try await field.sample.count("SELECT count(*) AS n FROM field_entries") == 0)
        }
    }

    // RG-016
    @Test(
        "nothing is done in a campaign that is archived or not open",
        arguments: [Campaign.State.archived, .preparation])
    func closed(_ state: Campaign.State) async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await Field(database)
            let id = field.sample.id
            _ = try await database.transaction {
                try $0.execute("UPDATE campaigns SET state = $2 WHERE id = $1", id, state)
            }
            let acts: [FieldEntry.Act] = [.start, .note("RAS"), .tick(step: Field.steps[0]), .missed]

            for act in acts { #expect(try await field.send(act, seen: .planned) == .refused(.closed)) }
            #expect(
                try await field.desk.addPhoto(
                    Pictures.png, id: .init(), to: field.operations[0], by: field.karim, at: Field.morning,
                    now: Field.morning) == .refused(.closed))
            #expect(try await field.intervention().obstacle == .closed)
            #expect(try await field.intervention().slots.isEmpty)
        }
    }

    @Test("an entry refused while the campaign was archived acts once it is back")
    func restored() async throws {
        try await withDatabase(.sqlite) { database in
            let field = try await Field(database)
            let id = FieldEntry.ID()
            try await CampaignDesk(database).archive(field.sample.id, by: .console, now: SampleCampaign.now)
            let refused = try await field.send(.start, seen: .planned, id: id)
            try await CampaignDesk(database).restore(field.sample.id, by: .console, now: SampleCampaign.now)

            #expect(refused == .refused(.closed))
            #expect(try await field.send(.start, seen: .planned, id: id) == .done(.inProgress))
        }
    }
}
