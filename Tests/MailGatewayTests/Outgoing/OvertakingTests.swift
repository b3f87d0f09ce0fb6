// What is urgent overtakes what waits, and what was overtaken by events does not leave.

import TestSupport
import Testing

@testable import Core
@testable import MailGateway

@Suite struct OvertakingTests {
    @Test(
        "A confirmation overtakes invitations that this process has claimed already",
        arguments: Engine.available)
    func overtakes(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await OutboxSamples.fill(database, 60)
            let lane = StepLane()
            let service = try OutboxSamples.service(database, Courier(lanes: [lane]))

            async let report = service.drain()
            await lane.hasMessage()
            try await OutboxSamples.leave(database, [("urgent@mairie.example", OutboxSamples.confirmation)])
            // A slow server: what is in hand takes longer than the half second after which the outbox is looked into.
            try await Task.sleep(for: .milliseconds(600))
            await lane.go()

            #expect(try await report == OutboxReport(sent: 61))
            #expect(await lane.recipients[1] == "urgent@mairie.example")
        }
    }

    @Test("A confirmation does not wait for the slowest connection", arguments: Engine.available)
    func besideASlowLane(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await OutboxSamples.fill(database, 1)
            let (first, second) = (StepLane(), StepLane())
            let service = try OutboxSamples.service(database, Courier(lanes: [first, second]))

            async let report = service.drain()
            try await eventually("a lane is busy") {
                await first.recipients.count + second.recipients.count == 1
            }
            try await OutboxSamples.leave(database, [("urgent@mairie.example", OutboxSamples.confirmation)])

            try await eventually("the other has the confirmation") {
                await first.recipients.count + second.recipients.count == 2
            }
            await first.go()
            await second.go()
            #expect(try await report == OutboxReport(sent: 2))
        }
    }

    @Test("An invitation that was cancelled after it was claimed does not leave", arguments: Engine.available)
    func cancelledInHand(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await OutboxSamples.fill(database, 10)
            let lane = StepLane()
            let service = try OutboxSamples.service(database, Courier(lanes: [lane]))

            async let report = service.drain()
            await lane.hasMessage()
            let inHand = try #require(await lane.recipients.first)
            let others = try await OutboxSamples.rows(database).filter { $0.recipient.text != inHand }
            try await database.transaction { connection in
                for row in others.prefix(4) {
                    try Outbox.cancel(to: row.recipient, now: OutboxSamples.start, on: connection)
                }
            }
            await lane.go()

            #expect(try await report == OutboxReport(sent: 6))
            let states = try await OutboxSamples.rows(database).map(\.state)
            #expect(states.filter { $0 == .cancelled }.count == 4)
            #expect(await lane.recipients.count == 6)
        }
    }

    @Test(
        "An address that the server does not know is marked, shown, and gets nothing more",
        arguments: Engine.available)
    func refusedAddress(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let campaign = try await SampleCampaign(on: database, agents: 2)
            try await OutboxSamples.leave(
                database,
                [
                    ("agent.0@agents.example", OutboxSamples.confirmation),
                    ("agent.0@agents.example", OutboxSamples.invitation),
                    ("agent.1@agents.example", OutboxSamples.invitation),
                ])
            let refusing: @Sendable (MoodySink.Moment) -> MoodySink.Mood = { moment in
                moment == .recipient("agent.0@agents.example") ? .says("550 5.1.1 No such agent") : .kind
            }
            try await MoodySink.with(refusing) { sink in
                let service = try OutboxSamples.service(
                    database, try OutboxSamples.smtp(sink.port, "connections=1"))

                let report = try await service.drain()

                #expect(report == OutboxReport(sent: 1, failed: 1))
                #expect(sink.taken.map(\.recipient) == ["agent.1@agents.example"])
            }
            let rows = try await OutboxSamples.rows(database)
            #expect(rows.filter { $0.state == .cancelled }.map(\.kind) == [.invitation])
            #expect(rows.filter { $0.state == .failed }.map(\.error) == ["550 5.1.1 No such agent"])
            let agents = try await database.read { connection in
                try campaign.agents.map { try AgentStore.load($0, on: connection)?.bouncedAt != nil }
            }
            #expect(agents == [true, false])
        }
    }

    @Test("A row that cannot be read fails alone", arguments: Engine.available)
    func unreadable(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await OutboxSamples.fill(database, 3)
            _ = try await database.transaction {
                try $0.execute("UPDATE outbox SET snapshot = '{}' WHERE recipient = 'agent1@mairie.example'")
            }
            let lane = StepLane(isOpen: true)

            let report = try await OutboxSamples.service(database, Courier(lanes: [lane])).drain()

            #expect(report == OutboxReport(sent: 2, failed: 1))
        }
    }
}

/// Holds its first message until it is told to go on.
private actor StepLane: CourierLane {
    private let arrivals = AsyncStream.makeStream(of: Void.self)
    private let leave = AsyncStream.makeStream(of: Void.self)
    private var isOpen: Bool
    private(set) var recipients: [String] = []

    init(isOpen: Bool = false) { self.isOpen = isOpen }

    func deliver(_ mail: OutgoingMail) async {
        recipients.append(mail.recipient.text)
        arrivals.continuation.yield()
        guard !isOpen else { return }
        for await _ in leave.stream { return }
    }

    func hasMessage() async { for await _ in arrivals.stream { return } }

    func go() {
        isOpen = true
        leave.continuation.finish()
    }
}
