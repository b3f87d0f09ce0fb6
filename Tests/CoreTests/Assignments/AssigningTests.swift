import Core
import TestSupport
import Testing

@Suite("Assigning operations to technicians")
struct AssigningTests {
    private let karim = EmailAddress("karim@agents.example")
    private let nadia = EmailAddress("nadia@agents.example")

    // RG-018
    @Test(
        "an operation has one technician at most: the next replaces the one before",
        arguments: Engine.available)
    func replaces(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database)
            let assigning = Assigning(database)
            let (karim, nadia) = (try #require(karim), try #require(nadia))
            func assign(_ scope: AssignmentScope, _ email: EmailAddress) async throws -> Int {
                try await assigning.assign(
                    scope, of: sample.id, to: email, name: "", by: .console, now: SampleCampaign.now)
            }

            let all = try await assign(.all, karim)
            let again = try await assign(.all, karim)
            let annexe = try await assign(.segment("annexe a"), nadia)
            let one = try await assign(.person(try #require(EmailAddress("agent.1@agents.example"))), karim)

            #expect([all, again, annexe, one] == [4, 0, 2, 1])
            let lines = try await assigning.list(of: sample.id)
            #expect(lines.map(\.technician) == [karim, karim, karim, nadia])
            #expect(lines.map(\.segment) == ["Siège", "Annexe A", "Siège", "Annexe A"])
            let entries = try await sample.count(
                "SELECT count(*) AS n FROM journal WHERE action = 'operations assigned'")
            #expect(entries == 3)
        }
    }

    @Test("what is done keeps its technician; the list says who is placed when")
    func done() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database)
            let (karim, nadia) = (try #require(karim), try #require(nadia))
            let slot = try await sample.slot()
            _ = try await sample.desk.place(
                sample.agents[0], on: slot, by: sample.actor(sample.agents[0]), now: SampleCampaign.now)
            let assigning = Assigning(database)
            _ = try await assigning.assign(
                .all, of: sample.id, to: karim, name: "Karim", by: .console, now: SampleCampaign.now)
            _ = try await database.transaction { connection in
                try connection.execute(
                    "UPDATE operations SET state = 'done' WHERE agent_id = $1", sample.agents[1])
            }

            let count = try await assigning.assign(
                .all, of: sample.id, to: nadia, name: "", by: .console, now: SampleCampaign.now)

            #expect(count == 3)
            let lines = try await assigning.list(of: sample.id)
            #expect(lines.map(\.technician) == [nadia, karim, nadia, nadia])
            #expect(lines.map { $0.starts != nil } == [true, false, false, false])
            #expect(lines[0].agent == "Marie Dupont 0")
        }
    }

    @Test("who or what is not known, and an archived campaign, are refused")
    func refusals() async throws {  // RG-016
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database)
            let archived = try await SampleCampaign(on: database, state: .archived)
            let (karim, nobody) = (try #require(karim), try #require(EmailAddress("nobody@agents.example")))
            let cases: [(AssignmentScope, Campaign.ID, AssignmentRefusal)] = [
                (.segment("Cave"), sample.id, .unknownSegment("Cave")),
                (.person(nobody), sample.id, .unknownPerson(nobody)),
                (.all, Campaign.ID(), .unknownCampaign), (.all, archived.id, .archived),
            ]
            for (scope, campaign, refusal) in cases {
                await #expect(throws: refusal) {
                    try await Assigning(database).assign(
                        scope, of: campaign, to: karim, name: "", by: .console, now: SampleCampaign.now)
                }
            }
        }
    }
}
