// A town whose agents all have an appointment and answer it at once: half by LMTP, half into a mailbox.

import Core
import Foundation
import TestSupport
import Testing

/// The gateway, the servers on either side of it, and the answers that are to come in.
struct AnsweringTown {
    let database: any SQLDatabase
    let postfix: PostfixServer
    let dovecot: DovecotServer
    let program: Program
    let answers: [[UInt8]]
    private let lmtp: Int
    private let slot: Slot.ID

    /// Makes a town of `count` agents on a database, with the executable that serves it, and runs `body`.
    static func with(
        _ address: String, agents count: Int, _ body: (AnsweringTown) async throws -> Void
    ) async throws {
        let database = try #require(DatabaseAddress(address)).open()
        try await Migrator().migrate(database)
        let lmtp = try LoopbackPort.free()
        let result: Result<Void, any Error>
        do {
            try await withTemporaryFolder { folder in
                try await DovecotServer.with { dovecot in
                    try await PostfixServer.with(
                        transports: ["ops.example": "lmtp:inet:127.0.0.1:\(lmtp)"]
                    ) { postfix in
                        try await body(
                            AnsweringTown(
                                address, database, folder: folder, postfix, dovecot, lmtp: lmtp, agents: count
                            ))
                    }
                }
            }
            result = .success(())
        } catch { result = .failure(error) }
        await database.close()
        try result.get()
    }

    private init(
        _ address: String, _ database: any SQLDatabase, folder: String, _ postfix: PostfixServer,
        _ dovecot: DovecotServer, lmtp: Int, agents count: Int
    ) async throws {
        self.database = database
        self.postfix = postfix
        self.dovecot = dovecot
        self.lmtp = lmtp
        let campaign = try await SampleCampaign(on: database, agents: count)
        let day = WallClock.paris.day(.now()).adding(days: 30)
        slot = try await campaign.slot(day, capacity: count)
        answers = try await Self.answers(campaign, slot: slot)
        program = Program([
            "OPSTRACKER_DATABASE": address, "OPSTRACKER_SECRETS": folder + "/secrets",
            "OPSTRACKER_SMTP": "maildir:\(folder)/outgoing",
            "OPSTRACKER_MAIL_FROM": "OpsTracker <rdv@ops.example>",
            "OPSTRACKER_LMTP": "127.0.0.1:\(lmtp)",
            "OPSTRACKER_IMAP":
                "imaps://rdv:secret@127.0.0.1:\(dovecot.imaps)/INBOX?interval=1&ca=\(dovecot.certificate)",
            "OPSTRACKER_TEMPLATES": Repository.root + "/templates",
        ])
    }

    /// Everybody is placed; every third declines, the others accept.
    private static func answers(_ campaign: SampleCampaign, slot: Slot.ID) async throws -> [[UInt8]] {
        var answers: [[UInt8]] = []
        for (index, agent) in campaign.agents.enumerated() {
            let placed = try await campaign.desk.place(agent, on: slot, by: .console, now: .now())
            guard case .booked(let booking, _) = placed else { throw NotPlaced() }
            let address = "agent.\(index)@agents.example"
            answers.append(
                Reply.calendar(index % 3 == 0 ? "DECLINED" : "ACCEPTED", uid: booking.uid, from: address))
        }
        return answers
    }

    private struct NotPlaced: Error {}

    var declined: Int { (answers.count + 2) / 3 }
    var accepted: Int { answers.count - declined }

    /// Sends answers on their way: Postfix and Dovecot have them when this returns.
    func send(_ indexes: some Sequence<Int>) throws {
        for index in indexes {
            if index % 2 == 0 {
                try SMTPClient.send(
                    answers[index], from: "agent.\(index)@agents.example", to: ["rdv@ops.example"],
                    port: postfix.port)
            } else {
                try dovecot.deliver(answers[index], to: "rdv")
            }
        }
    }

    /// Starts the gateway.
    func launch() throws -> ChildProcess { try program.begin(["serve", "--role", "gateway"]) }

    /// Starts the gateway, and waits until it listens.
    func start() async throws -> ChildProcess {
        let process = try launch()
        do { try await LoopbackPort.answers(lmtp) } catch {
            process.end()
            throw error
        }
        return process
    }

    /// Runs `body` while the gateway serves, then asks it to stop: it does, in order.
    func serving(_ body: (ChildProcess) async throws -> Void) async throws {
        let process = try await start()
        do { try await body(process) } catch {
            process.end()
            throw error
        }
        process.terminate()
        #expect(await process.status() == 0)
    }

    /// Waits until all answers that were sent have their outcome, and the servers have handed all of them over.
    ///
    /// What a process left behind is taken up half a minute after it came.
    func settled(_ count: Int) async throws {
        try await eventually("\(count) answers have their outcome", within: .seconds(400)) {
            try await database.count("SELECT count(*) AS n FROM inbox WHERE state = 'done'") == count
                && postfix.queued() == 0 && unmarked == 0
        }
    }

    /// Answers in the mailbox that the gateway has not marked.
    var unmarked: Int {
        get throws { try dovecot.mails(of: "rdv").filter { !$0.flags.contains("a") }.count }
    }

    /// Each answer was acted on, and none twice.
    func checkAll() async throws {
        func count(_ sql: String) async throws -> Int {
            try await database.count("SELECT count(*) AS n FROM \(sql)")
        }
        #expect(try await count("inbox") == answers.count)
        #expect(try await count("inbox WHERE outcome = 'declined'") == declined)
        #expect(try await count("inbox WHERE outcome = 'confirmed'") == accepted)
        #expect(try await count("bookings WHERE state = 'confirmed'") == accepted)
        #expect(try await count("bookings WHERE state = 'cancelled'") == declined)
        #expect(try await count("journal WHERE action = 'booking accepted'") == accepted)
        #expect(try await count("journal WHERE action = 'booking cancelled'") == declined)
        #expect(try await count("outbox WHERE kind = 'cancellation'") == declined)
        #expect(try await count("slots WHERE taken <> \(accepted)") == 0)
    }
}

extension SQLDatabase {
    /// One number that a statement counts.
    fileprivate func count(_ sql: String) async throws -> Int {
        try await read { try $0.query(sql)[0]("n", as: Int.self) }
    }
}
