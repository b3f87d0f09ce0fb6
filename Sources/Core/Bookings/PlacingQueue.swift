// Bookings that come together share one commit.

/// Places agents for all visitors who are waiting, in one transaction, one transaction at a time.
///
/// A commit is what a disk is slow at: when ten thousand invitations leave, those who choose while a commit is under way
/// share the next. Each request stands behind a savepoint of its own, so that one that fails takes nothing of the others
/// with it, and is tried again alone. *Promise: nobody is told that they hold a place before the commit that holds it.*
///
/// Where the database takes many writers at once (PostgreSQL), each request has its own transaction.
package actor PlacingQueue {
    private let desk: BookingDesk
    private var waiting: [Request] = []
    private var isRunning = false

    /// How many share a commit at most: what comes later is not kept waiting by a long transaction.
    private static let limit = 64

    package init(_ desk: BookingDesk) { self.desk = desk }

    private struct Request {
        let wanted: Wanted
        let answer: CheckedContinuation<BookingResult, any Error>
    }

    private struct Wanted: Sendable {
        let agent: Agent.ID
        let slot: Slot.ID
        let actor: Actor
        let now: Instant

        func place(on connection: any SQLConnection) throws -> BookingResult {
            try BookingDesk.place(agent, on: slot, by: actor, now: now, on: connection)
        }
    }

    /// As `BookingDesk.place`.
    package func place(
        _ agent: Agent.ID, on slot: Slot.ID, by actor: Actor, now: Instant
    ) async throws -> BookingResult {
        guard desk.database.dialect == .sqlite else {
            return try await desk.place(agent, on: slot, by: actor, now: now)
        }
        return try await withCheckedThrowingContinuation { answer in
            waiting.append(
                Request(wanted: Wanted(agent: agent, slot: slot, actor: actor, now: now), answer: answer))
            guard !isRunning else { return }
            isRunning = true
            Task { await run() }
        }
    }

    /// Until nobody waits.
    private func run() async {
        while !waiting.isEmpty {
            let batch = Array(waiting.prefix(Self.limit))
            waiting.removeFirst(batch.count)
            let results = await together(batch.map(\.wanted))
            for (request, result) in zip(batch, results) {
                if let result {
                    request.answer.resume(returning: result)
                } else {
                    await alone(request)
                }
            }
        }
        isRunning = false
    }

    /// One commit for all; nil for those that failed, and for all where the commit did.
    private func together(_ batch: [Wanted]) async -> [BookingResult?] {
        let results = try? await desk.database.transaction { connection in
            batch.map { wanted in
                try? connection.attempt { try wanted.place(on: connection) }
            }
        }
        return results ?? Array(repeating: nil, count: batch.count)
    }

    private func alone(_ request: Request) async {
        let wanted = request.wanted
        do {
            request.answer.resume(
                returning: try await desk.place(
                    wanted.agent, on: wanted.slot, by: wanted.actor, now: wanted.now))
        } catch {
            request.answer.resume(throwing: error)
        }
    }
}
