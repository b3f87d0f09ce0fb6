// A server that refuses at random: whatever it does, each row ends sent, waiting for another try, or failed with the
// server's words.

import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Core
@testable import MailGateway

@Suite struct MoodyServerTests {
    @Test(
        "Whatever the server says, closes or swallows, every message has an end that can be told",
        arguments: Engine.available)
    func moods(engine: Engine) async throws {
        let people = Effort.count(150, full: 2_000)
        try await withDatabase(engine) { database in
            // Two messages for each, so that a second one is there when the first is refused for good.
            try await OutboxSamples.leave(
                database,
                (0..<people).flatMap { index in
                    let address = "agent\(index)@mairie.example"
                    return [
                        (to: address, OutboxSamples.confirmation), (to: address, OutboxSamples.invitation),
                    ]
                })
            let moods = Moods(seed: 42)
            let clock = OutboxSamples.Clock()
            try await MoodySink.with({ moods.next($0) }) { sink in
                let service = try OutboxSamples.service(
                    database, try OutboxSamples.smtp(sink.port, "connections=6&timeout=1"), clock)

                // Days pass; the clock goes further than any wait at each round.
                var rounds = 0
                while try await Self.isWaiting(database), rounds < 300 {
                    _ = try await service.drain()
                    moods.roundEnds()
                    clock.advance(.minutes(15))
                    rounds += 1
                }

                try await Self.expectEnds(database, sink, moods)
            }
        }
    }

    private static func isWaiting(_ database: any SQLDatabase) async throws -> Bool {
        try await OutboxSamples.rows(database).contains { $0.state == .pending }
    }

    private static func expectEnds(
        _ database: any SQLDatabase, _ sink: MoodySink, _ moods: Moods
    ) async throws {
        let rows = try await OutboxSamples.rows(database)
        #expect(!rows.contains { $0.state == .leased })
        #expect(
            rows.filter { $0.state == .failed || $0.attempts > 1 && $0.state == .pending }
                .allSatisfy { $0.error?.isEmpty == false })
        // What is marked as sent was taken, under its own Message-ID, and what was taken is marked.
        let taken = Set(sink.taken.map(\.messageID))
        let sent = Set(rows.filter { $0.state == .sent }.map { $0.messageLocalPart + "@ops.example" })
        #expect(sent.isSubset(of: taken))
        #expect(sent.count > rows.count / 2)
        // Nothing was sent to an address after it was refused for good: what waited for it was cancelled.
        #expect(moods.written.isEmpty)
        #expect(!moods.refused.isEmpty)
        let others = rows.filter { moods.refused.contains($0.recipient.text) }
        #expect(others.allSatisfy { $0.state != .pending })
        // Refusals for good are the server's words.
        let failed = rows.filter { $0.state == .failed }
        #expect(
            failed.allSatisfy { $0.error?.hasPrefix("55") == true || $0.error?.contains("five days") == true }
        )
    }
}

/// Moods by chance, the same for the same seed but for the order in which connections ask.
private final class Moods: Sendable {
    private struct State {
        var seed: SeededRandom
        /// Addresses that were refused for good, in this round and in earlier ones.
        var refusedNow: Set<String> = []
        var refused: Set<String> = []
        /// Recipients that were named although they had been refused in an earlier round.
        var written: [String] = []
    }

    private let state: Mutex<State>

    init(seed: Int) { state = Mutex(State(seed: SeededRandom(seed: UInt64(seed)))) }

    var refused: Set<String> { state.withLock { $0.refused } }
    var written: [String] { state.withLock { $0.written } }

    /// What two connections had in hand at once may still be tried: the promise is for what is claimed later.
    func roundEnds() { state.withLock { $0.refused.formUnion($0.refusedNow) } }

    func next(_ moment: MoodySink.Moment) -> MoodySink.Mood {
        state.withLock { state in
            if case .recipient(let address) = moment, state.refused.contains(address) {
                state.written.append(address)
            }
            guard Int.random(in: 0..<8, using: &state.seed) == 0 else { return .kind }
            switch Int.random(in: 0..<120, using: &state.seed) {
            case 0: return .stalls
            case 1..<8: return .closes
            case 8..<16: return .halfALine
            case 16..<26: return .says("421 4.3.2 Shutting down")
            case 26..<36: return .late(milliseconds: 20)
            default: break
            }
            switch moment {
            case .recipient(let address):
                let replies = [
                    "450 4.2.1 Busy", "451 4.3.0 Local error", "452 4.2.2 Mailbox full",
                    "550 5.1.1 No such agent", "550 5.1.1 No such agent",
                ]
                let reply = replies[Int.random(in: 0..<5, using: &state.seed)]
                if reply.hasPrefix("5") { state.refusedNow.insert(address) }
                return .says(reply)
            case .end:
                let replies = ["451 4.3.0 Local error", "452 4.3.1 No room", "552 5.3.4 Too large"]
                let choice = Int.random(in: 0..<4, using: &state.seed)
                return choice == 3 ? .takesAndCloses : .says(replies[choice])
            case .greeting, .command: return .kind
            }
        }
    }
}
