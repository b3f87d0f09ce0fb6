import Core
import TestSupport
import Testing

@Suite("Bookings that share a commit")
struct PlacingQueueTests {
    // RG-121
    @Test(
        "three hundred at once on two hundred places: each has its own answer, and none is overbooked",
        arguments: Engine.available)
    func shares(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database, agents: 300)
            var slots: [Slot.ID] = []
            for hour in ["09:00", "11:00"] {
                slots.append(try await sample.slot(.init(ordinal: 20_885), hour, capacity: 100))
            }
            let queue = PlacingQueue(sample.desk)

            let results = try await withThrowingTaskGroup(of: (Int, BookingResult).self) { group in
                for (index, agent) in sample.agents.enumerated() {
                    group.addTask { [slots] in
                        let result = try await queue.place(
                            agent, on: slots[index % 2], by: sample.actor(agent), now: SampleCampaign.now)
                        return (index, result)
                    }
                }
                return try await group.reduce(into: [(Int, BookingResult)]()) { $0.append($1) }
            }

            var booked = 0
            for (index, result) in results {
                guard case .booked(let booking, let slot) = result else { continue }
                booked += 1
                #expect(booking.agent == sample.agents[index] && slot.id == slots[index % 2])
            }
            #expect(booked == 200)
            #expect(try await sample.count("SELECT sum(taken) AS n FROM slots") == 200)
            #expect(try await sample.count("SELECT count(*) AS n FROM bookings") == 200)
        }
    }

    @Test("one that fails takes nothing of the others with it")
    func failsAlone() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database, agents: 20)
            let slot = try await sample.slot(capacity: 20)
            // Whatever is wrong with one of them: here, an agent about whom nothing can be written.
            try await sample.change(
                """
                CREATE TRIGGER broken BEFORE INSERT ON bookings WHEN NEW.agent_id = '\(sample.agents[7].text)'
                BEGIN SELECT RAISE(ABORT, 'broken'); END
                """)
            let queue = PlacingQueue(sample.desk)

            let failures = await withTaskGroup(of: Agent.ID?.self) { group in
                for agent in sample.agents {
                    group.addTask {
                        do {
                            _ = try await queue.place(
                                agent, on: slot, by: sample.actor(agent), now: SampleCampaign.now)
                            return nil
                        } catch { return agent }
                    }
                }
                return await group.reduce(into: [Agent.ID]()) { if let agent = $1 { $0.append(agent) } }
            }

            #expect(failures == [sample.agents[7]])
            #expect(try await sample.count("SELECT taken AS n FROM slots") == 19)
        }
    }
}
