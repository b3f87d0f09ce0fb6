import Core
import TestSupport
import Testing

@Suite("Operations")
struct OperationTests {
    // RG-018
    @Test(
        "an operation has one technician at most: the next replaces the one before",
        arguments: Engine.available)
    func technician(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let agent = try await SampleCampaign(on: database).agents[0]
            let technicians = try await database.transaction { connection in
                let operation = try #require(try OperationStore.list(of: agent, on: connection).first)
                return try ["karim", "nadia", nil].map { name in
                    try OperationStore.assign(operation.id, to: name, now: SampleCampaign.now, on: connection)
                    return try OperationStore.list(of: agent, on: connection).map(\.technician)
                }
            }

            #expect(technicians == [["karim"], ["nadia"], [nil]])
        }
    }
}
