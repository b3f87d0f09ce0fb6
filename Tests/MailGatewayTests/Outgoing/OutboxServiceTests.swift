// Emptying the outbox: once each, whatever happens to the server, on both engines.

import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import Core
@testable import MailGateway

@Suite struct OutboxServiceTests {
    @Test("Every message reaches the server once, under its own Message-ID", arguments: Engine.available)
    func once(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await SMTPSink.with { sink in
                try await OutboxSamples.fill(database, 250)

                let report = try await OutboxSamples.service(database, try OutboxSamples.smtp(sink.port))
                    .drain()

                #expect(report == OutboxReport(sent: 250))
                let taken = try sink.taken()
                #expect(taken.count == 250)
                #expect(Set(taken.map(\.recipient)).count == 250)
                #expect(Set(taken.map { $0.mail["message-id"] }).count == 250)
                let rows = try await database.read { try Outbox.list(on: $0) }
                #expect(rows.allSatisfy { $0.state == .sent && $0.attempts == 1 })
            }
        }
    }

    @Test("Two services on one database send each message once between them", arguments: Engine.available)
    func together(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await OutboxSamples.fill(database, 300)
            let lanes = (0..<8).map { _ in RecordingLane() }
            let first = try OutboxSamples.service(database, Courier(lanes: Array(lanes[..<4])))
            let second = try OutboxSamples.service(database, Courier(lanes: Array(lanes[4...])))

            async let one = first.drain()
            async let two = second.drain()
            let sent = try await (one.sent, two.sent)

            #expect(sent.0 + sent.1 == 300)
            var names: [String] = []
            for lane in lanes { names += await lane.names }
            #expect(names.count == 300)
            #expect(Set(names).count == 300)
        }
    }

    @Test("A server that is not there costs no message an attempt", arguments: Engine.available)
    func unreachable(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await OutboxSamples.fill(database, 20)

            let report = try await OutboxSamples.service(
                database, try OutboxSamples.smtp(LoopbackPort.free())
            ).drain()

            #expect(report.trouble != nil)
            #expect((report.sent, report.failed) == (0, 0))
            try await Self.expectUntouched(database, 20)
        }
    }

    @Test(
        "The same refusal for everyone is the server's trouble and costs no attempt",
        arguments: Engine.available)
    func refusesEveryone(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await SMTPSink.with(["-B", "554 5.7.1 Relay access denied", "-f", "RCPT"]) { sink in
                try await OutboxSamples.fill(database, 20)

                let report = try await OutboxSamples.service(database, try OutboxSamples.smtp(sink.port))
                    .drain()

                #expect(report.trouble == "554 5.7.1 Relay access denied")
                #expect(report.failed == 0)
                try await Self.expectUntouched(database, 20)
            }
        }
    }

    @Test(
        "An address that the server does not know fails, with the server's words", arguments: Engine.available
    )
    func unknownAddress(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await SMTPSink.with(["-B", "550 5.1.1 No such agent", "-f", "RCPT"]) { sink in
                try await OutboxSamples.fill(database, 7)

                let report = try await OutboxSamples.service(database, try OutboxSamples.smtp(sink.port))
                    .drain()

                #expect(report == OutboxReport(failed: 7))
                let rows = try await database.read { try Outbox.list(on: $0) }
                #expect(rows.allSatisfy { $0.state == .failed && $0.error == "550 5.1.1 No such agent" })
            }
        }
    }

    @Test("A temporary refusal counts, waits, and is tried again when it is due", arguments: Engine.available)
    func temporary(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await OutboxSamples.fill(database, 1)
            let clock = OutboxSamples.Clock()
            let lane = RecordingLane([.temporary("450 4.2.2 Mailbox full", scope: .recipient)])
            let service = try OutboxSamples.service(database, Courier(lanes: [lane]), clock)

            let first = try await service.drain()
            let tooEarly = try await service.drain()
            clock.advance(.minutes(1))
            let second = try await service.drain()

            #expect(first == OutboxReport(retry: 1))
            #expect(tooEarly == OutboxReport())
            #expect(second == OutboxReport(sent: 1))
            let row = try #require(try await database.read { try Outbox.list(on: $0) }.first)
            #expect(row.state == .sent)
            #expect(row.attempts == 2)
        }
    }

    @Test("After five days a message is given up", arguments: Engine.available)
    func givenUp(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await OutboxSamples.fill(database, 1)
            let clock = OutboxSamples.Clock()
            clock.advance(.days(5))
            let lane = RecordingLane([.temporary("450 4.2.2 Mailbox full", scope: .recipient)])

            let report = try await OutboxSamples.service(database, Courier(lanes: [lane]), clock).drain()

            #expect(report == OutboxReport(failed: 1))
        }
    }

    @Test("A server that comes back gets what waited for it", arguments: Engine.available)
    func comesBack(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await OutboxSamples.fill(database, 10)
            let lane = RecordingLane([.temporary("421 4.3.2 Shutting down", scope: .server)])
            let clock = OutboxSamples.Clock()
            let service = try OutboxSamples.service(database, Courier(lanes: [lane]), clock)

            let first = try await service.drain()
            clock.advance(.seconds(10))
            let second = try await service.drain()

            #expect(first.trouble == "421 4.3.2 Shutting down")
            #expect(second == OutboxReport(sent: 10))
        }
    }

    @Test("Asked to stop, it finishes what is in hand and gives the rest back", arguments: Engine.available)
    func stops(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await OutboxSamples.fill(database, 20)
            let lane = GatedLane()
            let service = try OutboxSamples.service(database, Courier(lanes: [lane]))
            let group = ServiceGroup(
                configuration: .init(services: [.init(service: service)], logger: Logger(label: "test")))

            async let running: Void = group.run()
            await lane.hasMessage()
            await group.triggerGracefulShutdown()
            // The message in hand is let go once the service knows that it is to stop.
            while !service.isStopping { await Task.yield() }
            await lane.open()
            try await running

            let rows = try await database.read { try Outbox.list(on: $0) }
            #expect(rows.filter { $0.state == .sent }.count == 1)
            #expect(rows.filter { $0.state == .pending && $0.attempts == 0 }.count == 19)
            let leases = try await database.read {
                try $0.query("SELECT id FROM outbox WHERE lease_until IS NOT NULL")
            }
            #expect(leases.isEmpty)
        }
    }
}

// MARK: - Given

extension OutboxServiceTests {
    /// Takes everything but what it was told to refuse first.
    fileprivate actor RecordingLane: CourierLane {
        private(set) var names: [String] = []
        private var refusals: [DeliveryError]

        init(_ refusals: [DeliveryError] = []) { self.refusals = refusals }

        func deliver(_ mail: OutgoingMail) throws(DeliveryError) {
            guard refusals.isEmpty else { throw refusals.removeFirst() }
            names.append(mail.name)
        }
    }

    /// Holds its first message until it is opened.
    fileprivate actor GatedLane: CourierLane {
        private let arrivals = AsyncStream.makeStream(of: Void.self)
        private let openings = AsyncStream.makeStream(of: Void.self)

        func deliver(_ mail: OutgoingMail) async {
            arrivals.continuation.yield()
            for await _ in openings.stream { return }
        }

        func hasMessage() async { for await _ in arrivals.stream { return } }

        func open() { openings.continuation.finish() }
    }

    /// Nothing sent, nothing failed, no attempt counted, no lease held.
    fileprivate static func expectUntouched(_ database: any SQLDatabase, _ count: Int) async throws {
        let rows = try await database.read { try Outbox.list(on: $0) }
        #expect(rows.count == count)
        #expect(rows.allSatisfy { $0.state == .pending && $0.attempts == 0 })
    }
}
