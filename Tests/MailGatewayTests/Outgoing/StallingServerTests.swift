// A server that falls silent: sending stops when it is asked to, and nothing is lost.

import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import Core
@testable import MailGateway

@Suite struct StallingServerTests {
    @Test(
        "Asked to stop while the server stalls, it ends within five seconds and gives every row back",
        arguments: [
            MoodySink.Moment.greeting, .command("EHLO"), .command("MAIL"),
            .recipient("agent0@mairie.example"), .command("DATA"), .end(recipient: "agent0@mairie.example"),
        ])
    func stops(moment: MoodySink.Moment) async throws {
        let stalling: @Sendable (MoodySink.Moment) -> MoodySink.Mood = { $0 == moment ? .stalls : .kind }
        try await withDatabase(.sqlite) { database in
            try await OutboxSamples.fill(database, 1)
            try await MoodySink.with(stalling) { sink in
                let service = try OutboxSamples.service(database, try OutboxSamples.smtp(sink.port))
                let group = ServiceGroup(
                    configuration: .init(services: [.init(service: service)], logger: Logger(label: "test")))

                async let running: Void = group.run()
                try await eventually("the server stalls") { sink.moments.contains(moment) }
                let asked = ContinuousClock.now
                await group.triggerGracefulShutdown()
                try await running

                #expect(ContinuousClock.now - asked < .seconds(5))
                #expect(sink.taken.isEmpty)
            }
            let row = try #require(try await OutboxSamples.rows(database).first)
            #expect(row.state == .pending)
            #expect(row.attempts == 0)
        }
    }

    @Test("A connection that says nothing more is given up after its time, and costs no attempt")
    func timeout() async throws {
        let stalling: @Sendable (MoodySink.Moment) -> MoodySink.Mood = {
            $0 == .command("DATA") ? .stalls : .kind
        }
        try await withDatabase(.sqlite) { database in
            try await OutboxSamples.fill(database, 1)
            try await MoodySink.with(stalling) { sink in
                let courier = try OutboxSamples.smtp(sink.port, "connections=1&timeout=1")

                let report = try await OutboxSamples.service(database, courier).drain()

                #expect(report.trouble != nil)
                #expect(report.retry == 1)
            }
            #expect(try await OutboxSamples.rows(database).first?.attempts == 0)
        }
    }

    @Test("A server that closes each connection after a few messages gets all of them")
    func fewMessagesAConnection() async throws {
        try await withDatabase(.sqlite) { database in
            try await OutboxSamples.fill(database, 30)
            let clock = OutboxSamples.Clock()
            let mails = Counter()
            // The fourth of each is told that it was enough.
            let tired: @Sendable (MoodySink.Moment) -> MoodySink.Mood = { moment in
                guard moment == .command("MAIL") else { return .kind }
                return mails.next() % 4 == 0 ? .says("421 4.7.0 Too many messages on this connection") : .kind
            }
            try await MoodySink.with(tired) { sink in
                let service = try OutboxSamples.service(
                    database, try OutboxSamples.smtp(sink.port, "connections=1"), clock)

                let first = try await service.drain()
                clock.advance(.seconds(10))
                let second = try await service.drain()

                #expect(first.trouble == nil)
                #expect(first.sent + second.sent + second.retry == 30)
                #expect(first.sent > 20)
                #expect(Set(sink.taken.map(\.messageID)).count == sink.taken.count)
            }
        }
    }
}

private final class Counter: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock {
            $0 += 1
            return $0
        }
    }
}
