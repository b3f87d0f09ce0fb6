// Limits as the server and the recipients' providers see them: over services, connections and restarts.

import Foundation
import Logging
import Synchronization
import TestSupport
import Testing

@testable import Core
@testable import MailGateway

@Suite struct PacingTests {
    @Test("Two services and a restart keep one limit a minute between them", arguments: Engine.available)
    func shared(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await OutboxSamples.fill(database, 24)
            let lanes = [TimingLane(), TimingLane(), TimingLane(), TimingLane()]
            // Twenty a second.
            func service(_ lanes: [TimingLane]) throws -> OutboxService {
                OutboxService(
                    database, composer: try Samples.composer(),
                    courier: Courier(lanes: lanes, limits: SendingLimits(perMinute: 1_200)),
                    logger: Logger(label: "test"))
            }
            let (first, second) = (try service(Array(lanes[..<2])), try service(Array(lanes[2...])))

            let begun = ContinuousClock.now
            async let one = first.drain()
            async let two = second.drain()
            let sent = try await (one.sent, two.sent)
            try await OutboxSamples.leave(database, [("late@mairie.example", OutboxSamples.confirmation)])
            let restarted = TimingLane()
            _ = try await service([restarted]).drain()

            #expect(sent.0 + sent.1 == 24)
            var moments: [ContinuousClock.Instant] = []
            for lane in lanes + [restarted] { moments += await lane.moments }
            #expect(moments.count == 25)
            // Twenty-four distances lie between the first turn and the last.
            let last = try #require(moments.max())
            #expect(last - begun >= .milliseconds(24 * 50 - 5))
        }
    }

    @Test("One domain's limit does not slow another's mail", arguments: Engine.available)
    func domains(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let slow = (0..<6).map { (to: "a\($0)@orange.example", OutboxSamples.invitation) }
            let others = (0..<12).map { (to: "b@town\($0).example", OutboxSamples.invitation) }
            try await OutboxSamples.leave(database, slow + others)
            let lane = TimingLane()
            let courier = Courier(lanes: [lane], limits: SendingLimits(perDomain: 120))

            let begun = ContinuousClock.now
            let report = try await OutboxService(
                database, composer: try Samples.composer(), courier: courier, logger: Logger(label: "test")
            ).drain()

            #expect(report == OutboxReport(sent: 18))
            let recipients = await lane.recipients
            // All of the limited domain stand before the others, who pass all the same.
            #expect(recipients.last?.hasSuffix("@orange.example") == true)
            let last = try #require(await lane.moments.last)
            #expect(last - begun >= .milliseconds(5 * 500 - 5))
        }
    }

    @Test(
        "Outside its hours mass mail stays where it is, without an attempt or a lease",
        arguments: Engine.available)
    func hours(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await OutboxSamples.fill(database, 5)
            try await OutboxSamples.leave(database, [("urgent@mairie.example", OutboxSamples.confirmation)])
            // It is Sunday, 9:00.
            let clock = OutboxSamples.Clock()
            let address = try DeliveryAddress("smtp://127.0.0.1:25?hours=08:00-19:00&days=1-5")
            guard case .smtp(let server) = address else { return }
            let lane = TimingLane()
            let service = try OutboxSamples.service(
                database, Courier(lanes: [lane], limits: server.limits), clock)

            let sunday = try await service.drain()
            let waiting = try await OutboxSamples.rows(database).filter { $0.state == .pending }
            clock.advance(.hours(23))
            let monday = try await service.drain()

            #expect(sunday == OutboxReport(sent: 1))
            #expect(waiting.count == 5)
            #expect(waiting.allSatisfy { $0.attempts == 0 })
            #expect(monday == OutboxReport(sent: 5))
        }
    }
}

/// Takes everything at once, and keeps when.
private actor TimingLane: CourierLane {
    private(set) var moments: [ContinuousClock.Instant] = []
    private(set) var recipients: [String] = []

    func deliver(_ mail: OutgoingMail) {
        moments.append(.now)
        recipients.append(mail.recipient.text)
    }
}
