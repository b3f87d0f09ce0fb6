import Core
import Logging
import Synchronization
import TestSupport
import Testing

@testable import MailGateway

@Suite(.serialized)
struct InboxServiceTests {
    private let keys: SigningKeys
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    private let now = SampleCampaign.now

    init() throws { keys = try SigningKeys([1: Array(repeating: 7, count: 32)]) }

    @Test("A calendar's acceptance confirms the booking that it names, once", arguments: Engine.available)
    func acceptance(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let campaign = try await SampleCampaign(on: database)
            let agent = campaign.agents[0]
            let placed = try await campaign.desk.place(
                agent, on: try await campaign.slot(), by: .console, now: now)
            guard case .booked(let booking, _) = placed else {
                Issue.record("not booked: \(placed)")
                return
            }
            let email = try await database.read { connection in
                try connection.query("SELECT email FROM agents WHERE id = $1", agent)[0](
                    "email", as: EmailAddress.self)
            }
            let inbox = InboxService(database, keys: keys, logger: logger)
            let mail = reply(to: booking.uid, from: email, partstat: "ACCEPTED")

            let first = try await inbox.ingest([mail], source: "test", now: now)
            let second = try await inbox.ingest([mail], source: "test", now: now)

            #expect(first.map(\.outcome) == [.confirmed])
            #expect(first[0].booking == booking.id.text)
            #expect(second.map(\.outcome) == [.duplicate])
            #expect(
                try JSON.text(first[0])
                    == #"{"booking":"\#(booking.id)","outcome":"confirmed","reason":"\#(first[0].reason)"}"#)
        }
    }

    @Test("What cannot be read is set aside with its reason, whole", arguments: Engine.available)
    func unreadable(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let inbox = InboxService(database, keys: keys, logger: logger)
            let enormous = Array("From: a@b.example\n\n".utf8) + [UInt8](repeating: 0x41, count: 30 << 20)

            let reports = try await inbox.ingest(
                [[], Array("no mail".utf8), enormous], source: "test", now: now)

            #expect(reports.map(\.outcome) == [.quarantined, .quarantined, .quarantined])
            let rows = try await database.read { try Inbox.list(state: .quarantined, on: $0) }
            let sizes = try await database.read { connection in
                try rows.map { try Inbox.raw($0.id, on: connection)?.count }
            }
            #expect(Set(sizes) == [0, 7, enormous.count])
            #expect(rows.allSatisfy { $0.reason?.isEmpty == false })
        }
    }

    @Test(
        "A mail that fails is tried three times, then set aside, and keeps nobody waiting",
        arguments: Engine.available)
    func poison(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let tries = Tries()
            let inbox = service(database) { answer, connection in
                guard answer.messageID == "poison@x.example" else { return Settlement(.ignored, "fine") }
                tries.count.add(1, ordering: .relaxed)
                // What a failed attempt has done must be undone with it.
                try note("poison", on: connection)
                throw Failure()
            }

            let reports = try await inbox.ingest(
                [mail("before"), mail("poison"), mail("after")], source: "test", now: now)

            #expect(reports.map(\.outcome) == [.ignored, .quarantined, .ignored])
            #expect(tries.count.load(ordering: .relaxed) == Inbox.maximumAttempts)
            #expect(try await notes(in: database) == 0)
            let row = try await database.read { try Inbox.list(state: .quarantined, on: $0) }
            #expect(row.map(\.messageID) == ["poison@x.example"])
        }
    }

    @Test(
        "Mails that came together share a commit; one that the database itself refuses takes no other with it",
        arguments: Engine.available)
    func together(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let inbox = service(database) { answer, connection in
                try note("settled", on: connection)
                // A fault of the engine, which spoils a whole transaction of PostgreSQL that has no savepoint.
                if answer.messageID == "m77@x.example" {
                    try connection.execute("SELECT nothing FROM nowhere")
                }
                return Settlement(.ignored, "fine")
            }
            let mails = (0..<120).map { mail("m\($0)") }

            let reports = try await inbox.ingest(mails + [mail("m3")], source: "test", now: now)

            var expected = [MailOutcome](repeating: .ignored, count: 120) + [.duplicate]
            expected[77] = .quarantined
            #expect(reports.map(\.outcome) == expected)
            #expect(try await notes(in: database) == 119)
            let attempts = try await database.read { try Inbox.list(on: $0) }.map(\.attempts)
            #expect(attempts.filter { $0 == 1 }.count == 119)
            #expect(attempts.max() == Inbox.maximumAttempts)
        }
    }

    @Test("What was stored and not settled is taken up again", arguments: Engine.available)
    func recovery(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let inbox = service(database) { _, connection in
                try note("settled", on: connection)
                return Settlement(.ignored, "fine")
            }
            _ = try await inbox.store([mail("a"), mail("b")], source: "test", now: now)

            let early = try await inbox.recover(receivedBefore: now, now: now)
            let late = try await inbox.recover(receivedBefore: now + .seconds(1), now: now + .seconds(31))
            let again = try await inbox.recover(receivedBefore: now + .seconds(1), now: now + .seconds(31))

            #expect(early.isEmpty)
            #expect(late.map(\.outcome) == [.ignored, .ignored])
            #expect(again.isEmpty)
            #expect(try await notes(in: database) == 2)
        }
    }

    @Test(
        "A mail during which the process ended three times is set aside unread", arguments: Engine.available)
    func crashes(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let inbox = service(database) { _, connection in
                try note("settled", on: connection)
                return Settlement(.ignored, "fine")
            }
            _ = try await inbox.store([mail("a")], source: "test", now: now)
            let id = try await database.read {
                try Inbox.waiting(receivedBefore: now + .days(1), count: 1, now: now, on: $0)
            }[0]
            for attempt in 2...Inbox.maximumAttempts {
                let begun = now + .hours(attempt)
                let row = try await database.transaction { try Inbox.begin(id, now: begun, on: $0) }
                #expect(row?.attempts == attempt)
            }

            let early = try await inbox.recover(receivedBefore: now + .days(1), now: now + .hours(3))
            let reports = try await inbox.recover(receivedBefore: now + .days(1), now: now + .hours(4))

            #expect(early.isEmpty)
            #expect(reports.map(\.outcome) == [.quarantined])
            #expect(try await notes(in: database) == 0)

            let released = try await database.transaction { try Inbox.release(id, on: $0) }
            #expect(released)
            #expect(
                try await inbox.recover(receivedBefore: now + .days(1), now: now).map(\.outcome) == [.ignored]
            )
        }
    }

    @Test("Who was set aside for their sender is believed once a person has released them")
    func vouched() async throws {
        try await withDatabase(.sqlite) { database in
            let inbox = service(database) { answer, _ in
                answer.authentication == .pass
                    ? Settlement(.ignored, "fine") : Settlement(.quarantined, "dmarc=fail")
            }
            let first = try await inbox.ingest([mail("a")], source: "test", now: now)
            let id = try await database.read { try Inbox.list(state: .quarantined, on: $0) }[0].id

            _ = try await database.transaction { try Inbox.release(id, now: now, on: $0) }
            let second = try await inbox.recover(receivedBefore: now + .days(1), now: now)

            #expect([first, second].map { $0.map(\.outcome) } == [[.quarantined], [.ignored]])
        }
    }

    @Test("Two processes that settle one mail act once", arguments: Engine.available)
    func rivals(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let inbox = service(database) { _, connection in
                try note("settled", on: connection)
                return Settlement(.ignored, "fine")
            }
            _ = try await inbox.store((0..<20).map { mail("m\($0)") }, source: "test", now: now)

            try await withThrowingTaskGroup { group in
                for _ in 0..<4 {
                    group.addTask { _ = try await inbox.recover(receivedBefore: now + .days(1), now: now) }
                }
                try await group.waitForAll()
            }

            #expect(try await notes(in: database) == 20)
            #expect(try await database.read { try Inbox.list(on: $0) }.allSatisfy { $0.attempts == 2 })
        }
    }

    private func service(
        _ database: any SQLDatabase,
        settle: @escaping @Sendable (IncomingAnswer, any SQLConnection) throws -> Settlement
    ) -> InboxService {
        InboxService(database, keys: keys, logger: logger) { answer, _, _, connection in
            try settle(answer, connection)
        }
    }

    private func mail(_ name: String) -> [UInt8] {
        Array("From: a@b.example\nMessage-ID: <\(name)@x.example>\n\noui\n".utf8)
    }

    private func reply(to uid: String, from email: EmailAddress, partstat: String) -> [UInt8] {
        Array(
            """
            From: \(email)
            Message-ID: <reply@x.example>
            Content-Type: text/calendar; method=REPLY

            BEGIN:VCALENDAR
            METHOD:REPLY
            BEGIN:VEVENT
            UID:\(uid)
            DTSTAMP:20270301T080000Z
            ATTENDEE;PARTSTAT=\(partstat):mailto:\(email)
            END:VEVENT
            END:VCALENDAR

            """.utf8)
    }
}

/// An effect of settling that can be counted: a row of a table that nothing else here writes.
private func note(_ what: String, on connection: any SQLConnection) throws {
    try connection.execute(
        "INSERT INTO automatic_answers (recipient, kind, sent_at) VALUES ($1, $2, $3)", "test", what, 0)
}

private func notes(in database: any SQLDatabase) async throws -> Int {
    try await database.read {
        try $0.query("SELECT count(*) AS n FROM automatic_answers")[0]("n", as: Int.self)
    }
}

private struct Failure: Error {}

private final class Tries: Sendable {
    let count = Atomic(0)
}
