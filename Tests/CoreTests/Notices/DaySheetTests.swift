import Core
import TestSupport
import Testing

@Suite("Technicians' sheets")
struct DaySheetTests {
    @Test("each technician is told at seven whom they visit that day, once", arguments: Engine.available)
    func tells(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database, agents: 5)
            let clock = Clock(database: database)
            let (karim, nadia) = (
                try #require(EmailAddress("karim@agents.example")),
                try #require(EmailAddress("nadia@agents.example"))
            )
            let afternoon = try await sample.slot(SampleCampaign.monday, "14:00")
            let morning = try await sample.slot(SampleCampaign.monday, "09:00", place: "Salle 2")
            let other = try await sample.slot(SampleCampaign.monday, "10:00")
            let nextDay = try await sample.slot(SampleCampaign.monday.adding(days: 1))
            for (agent, slot) in zip(sample.agents, [afternoon, other, morning, nextDay]) {
                _ = try await sample.desk.place(
                    agent, on: slot, by: sample.actor(agent), now: SampleCampaign.now)
            }
            for (segment, email) in [("Siège", karim), ("Annexe A", nadia)] {
                _ = try await Assigning(database).assign(
                    .segment(segment), of: sample.id, to: email, name: "Technicien", by: .console,
                    now: SampleCampaign.now)
            }

            let before = try await clock.tick(0, "06:59")
            let due = try await clock.tick(0, "07:00")
            let again = try await clock.tick(0, "08:00")
            let sunday = try await clock.tick(-1, "08:00")

            #expect([before, due, again, sunday].map(\.sheets) == [0, 2, 0, 0])
            let rows = try await sample.messages(.daySheet)
            let row = try #require(rows.first { $0.recipient == karim })
            #expect(row.snapshot.name == "Technicien" && row.agent == nil)
            guard case .daySheet(let sheet) = row.snapshot.message else { return }
            #expect(sheet.day == SampleCampaign.monday)
            #expect(sheet.visits.map(\.reference) == ["MAT2", "MAT0"])
            #expect(sheet.visits.map(\.appointment.place) == ["Salle 2", "Salle 1"])
            // The agent's UID proves that an answer comes from the agent: nobody else is given it.
            let uids = try await database.read { try $0.query("SELECT uid FROM bookings").map { $0["uid"] } }
            #expect(sheet.visits.allSatisfy { !uids.contains(.text($0.appointment.uid)) })
        }
    }

    @Test("a morning that was missed is caught up with what is still to come, and not after that")
    func catchesUp() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database, agents: 2)
            let clock = Clock(database: database)
            let karim = try #require(EmailAddress("karim@agents.example"))
            let slots = [
                try await sample.slot(SampleCampaign.monday, "09:00"),
                try await sample.slot(SampleCampaign.monday, "14:00"),
            ]
            for (agent, slot) in zip(sample.agents, slots) {
                _ = try await sample.desk.place(
                    agent, on: slot, by: sample.actor(agent), now: SampleCampaign.now)
            }
            _ = try await Assigning(database).assign(
                .all, of: sample.id, to: karim, name: "", by: .console, now: SampleCampaign.now)

            let evening = try await clock.tick(0, "18:00")
            let noon = try await clock.tick(0, "12:00")

            #expect([evening, noon].map(\.sheets) == [0, 1])
            guard case .daySheet(let sheet) = try await sample.messages(.daySheet).first?.snapshot.message
            else { return }
            #expect(sheet.visits.map(\.reference) == ["MAT1"])
        }
    }
}
