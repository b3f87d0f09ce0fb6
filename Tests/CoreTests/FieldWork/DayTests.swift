// What the day shows: which visits, in which order, with what is known of them (RG-020).

import TestSupport
import Testing

@testable import Core

@Suite("A technician's day")
struct DayTests {
    // RG-020
    @Test(
        "today's visits by time, the next one marked, tomorrow's, later ones and the week behind",
        arguments: Engine.available)
    func day(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let field = try await Field(database, agents: 6, placed: 2)
            let days = [1, 4, -3]
            for (index, offset) in days.enumerated() {
                let slot = try await field.sample.slot(SampleCampaign.monday.adding(days: offset))
                _ = try await field.sample.desk.place(
                    field.sample.agents[2 + index], on: slot, by: .console, now: SampleCampaign.now - .days(5)
                )
            }

            let before = try #require(try await field.desk.day(of: field.karim, now: Field.morning))
            try await field.work(0)
            let after = try #require(try await field.desk.day(of: field.karim, now: Field.morning))
            try await field.send(.start, 1, seen: .planned)
            let during = try #require(try await field.desk.day(of: field.karim, now: Field.morning))

            func names(_ visits: [Visit]) -> [String] { visits.map(\.reference) }
            #expect(names(before.todays) == ["MAT0", "MAT1"] && before.today == SampleCampaign.monday)
            #expect(names(before.tomorrows) == ["MAT2"] && names(before.later) == ["MAT3"])
            #expect(names(before.behind) == ["MAT4"] && before.unplanned == 1)
            #expect(before.next?.reference == "MAT0" && after.next?.reference == "MAT1")
            #expect(during.next?.state == .inProgress)
            #expect(after.todays.map(\.progress) == [.init(ticked: 3, total: 3), .init(ticked: 0, total: 3)])
            #expect(before.technician.shownName == "Karim Benali")
            let visit = try #require(before.todays.first)
            #expect(visit.person == .init(name: "Marie Dupont 0", service: "Comptabilité"))
            #expect(visit.segment == "Siège" && visit.place == "Salle 1")
        }
    }

    // RG-060
    @Test(
        "telephone, office and equipment come from fields named as people name them",
        arguments: Engine.available)
    func fields(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let field = try await Field(database)
            let (id, campaign) = (field.operations[0], field.sample.id)
            let json = #"{"N° de bureau":"201","Téléphone":"01 23 45 67 89","Poste":"PC-0142","Rien":""}"#
            _ = try await database.transaction { connection in
                try connection.execute("UPDATE operations SET fields = $2 WHERE id = $1", id, json)
                for (position, name) in ["Téléphone", "Rien", "Poste", "N° de bureau"].enumerated() {
                    try connection.execute(
                        "INSERT INTO fields (campaign_id, position, name) VALUES ($1, $2, $3)", campaign,
                        position, name)
                }
            }

            let intervention = try await field.intervention()

            let known = KnownFields(telephone: "01 23 45 67 89", office: "201", equipment: "PC-0142")
            #expect(intervention.known == known)
            #expect(intervention.fields.map(\.name) == ["Téléphone", "Poste", "N° de bureau"])
            #expect(try await field.desk.day(of: field.karim, now: Field.morning)?.visits[0].known == known)
        }
    }

    @Test("the surest name wins, and an empty field tells nothing")
    func names() {
        let known = KnownFields([
            (name: "Mobile", value: "06"), (name: "TÉLÉPHONE", value: "01"), (name: "Bureau", value: ""),
            (name: "room", value: "B12"),
        ])

        #expect(known == KnownFields(telephone: "01", office: "B12", equipment: nil))
    }
}
