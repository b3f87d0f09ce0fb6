// What the clock makes due: looked for as "due and not done", never as "exactly today", so that a missed day loses
// nothing.

/// The scheduler's round.
package struct Tick: Sendable {
    package let database: any SQLDatabase

    /// Who holds the scheduler's lease: one name a process.
    private let holder = RandomToken.base32(bytes: 10)

    package init(_ database: any SQLDatabase) { self.database = database }

    /// What one round did.
    package struct Report: Sendable, Hashable, Codable {
        /// Reminders left in the outbox (RG-141).
        package var reminders = 0
        /// Proposed slots whose time to answer was over (RG-301).
        package var proposals = 0
        /// Places that became free and are held for those who waited (RG-303), beside those offered as they became free.
        package var offers = 0
        /// Places that were held for somebody who said nothing in time, and were passed on (RG-303).
        package var holdsLapsed = 0
        /// Reminders to answer, left for those who have not.
        package var answerReminders = 0
        /// Digests left for managers.
        package var digests = 0
        /// Reports of lateness and of failing addresses, left for coordinators.
        package var reports = 0
        /// Sheets left for technicians.
        package var sheets = 0
        /// Campaigns whose first day had come (RG-010).
        package var started = 0
        /// Journal entries chained (RG-072).
        package var sealed = 0
    }

    /// Does once whatever is due at `now`; doing it twice does it once. Nil where another process is at it, or was less
    /// than a lease ago.
    package func run(now: Instant) async throws -> Report? {
        let lease = Lease(name: "scheduler", holder: holder)
        guard try await database.transaction({ try lease.take(for: .minutes(2), on: $0) }) else { return nil }
        let report = try await work(now: now)
        try await database.transaction { try lease.release(on: $0) }
        return report
    }

    /// In batches: a whole campaign may fall due on one evening.
    private func settleProposals(of campaign: Campaign, now: Instant) async throws -> Int {
        var count = 0
        while true {
            let settled = try await database.transaction { connection in
                try Deadlines.settle(for: campaign, now: now, on: connection)
            }
            count += settled
            if settled == 0 { return count }
        }
    }

    private func work(now: Instant) async throws -> Report {
        var report = Report()
        report.started = try await database.transaction { try CampaignDesk.startDue(now: now, on: $0) }
        let open = try await database.read { connection in
            try CampaignStore.list(on: connection).filter { $0.state == .upcoming || $0.state == .inProgress }
        }
        for campaign in open {
            report.proposals += try await settleProposals(of: campaign, now: now)
            report.holdsLapsed += try await batches(of: PlaceOffers.batch) { _, connection in
                try PlaceOffers.passOn(for: campaign, now: now, on: connection)
            }
            report.offers += try await database.transaction { connection in
                try PlaceOffers.catchUp(for: campaign, now: now, on: connection)
            }
            report.reminders += try await database.transaction { connection in
                try Reminders.leave(for: campaign, now: now, on: connection)
            }
            report.answerReminders += try await batches(of: AnswerReminders.batch) { index, connection in
                try AnswerReminders.leave(for: campaign, index: index, now: now, on: connection)
            }
            report.answerReminders += try await batches(of: ProposalReminders.batch) { _, connection in
                try ProposalReminders.leave(for: campaign, now: now, on: connection)
            }
            report.digests += try await batches(of: TeamDigests.batch) { _, connection in
                try TeamDigests.leave(for: campaign, now: now, on: connection)
            }
            report.reports += try await database.transaction { connection in
                let late = try LatenessReports.leave(for: campaign, now: now, on: connection)
                let failing = try BounceReports.leave(for: campaign, now: now, on: connection)
                return (late ? 1 : 0) + (failing ? 1 : 0)
            }
            report.sheets += try await database.transaction { connection in
                try DaySheets.leave(for: campaign, now: now, on: connection)
            }
        }
        report.sealed = try await database.transaction { try Journal.seal(on: $0) }
        return report
    }

    /// Runs transactions that leave `size` messages each until one leaves fewer, and tells how many were left.
    private func batches(
        of size: Int, _ leave: @escaping @Sendable (_ index: Int, any SQLConnection) throws -> Int
    ) async throws -> Int {
        var left = 0
        while true {
            let index = left
            let count = try await database.transaction { try leave(index, $0) }
            left += count
            if count < size { return left }
        }
    }
}
