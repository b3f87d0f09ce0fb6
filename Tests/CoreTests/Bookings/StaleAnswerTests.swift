import TestSupport
import Testing

@testable import Core

@Suite("What changed while it was being decided")
struct StaleAnswerTests {
    private let now = SampleCampaign.now

    /// A campaign whose first agent was placed by somebody else, and who has not answered.
    private func placed(on database: any SQLDatabase) async throws -> SampleCampaign {
        let sample = try await SampleCampaign(on: database, mode: .mixed)
        let slot = try await sample.slot()
        _ = try await sample.desk.place(sample.agents[0], on: slot, by: .console, now: now)
        return sample
    }

    @Test(
        "an acceptance never brings a cancelled booking back: it is decided again",
        arguments: Engine.available)
    func cancelled(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await placed(on: database)
            let (agent, now) = (sample.agents[0], now)

            try await database.transaction { connection in
                let read = try #require(try Placing.load(agent, on: connection))
                let booking = try #require(read.current?.booking)
                _ = try Placing.cancel(read, by: .console, now: now, on: connection)
                let error = #expect(throws: SQLError.self) {
                    try Placing.accept(
                        booking, read, by: Actor(.agent, id: agent.text, by: .mail), now: now, on: connection)
                }
                guard case .transient = error else {
                    Issue.record("a transaction that is not tried again: \(String(describing: error))")
                    return
                }
            }

            #expect(
                try await sample.count("SELECT count(*) AS n FROM bookings WHERE state <> 'cancelled'") == 0)
            #expect(try await sample.count("SELECT taken AS n FROM slots") == 0)
        }
    }

    @Test("an answer in the last moment is no silence", arguments: Engine.available)
    func answered(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await placed(on: database)
            let (agent, now) = (sample.agents[0], now)

            let ended = try await database.transaction { connection -> [Bool] in
                try connection.execute("UPDATE bookings SET answer_by = $1", now)
                let booking = try #require(try BookingStore.active(of: agent, on: connection))
                let early = try BookingStore.endProposal(booking, now: now - .days(1), on: connection)
                try BookingStore.answer(
                    booking, .tentative, sequence: nil, stamp: nil, now: now, on: connection)
                return [early, try BookingStore.endProposal(booking, now: now, on: connection)]
            }

            #expect(ended == [false, false])
        }
    }
}
