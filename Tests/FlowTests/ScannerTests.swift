import Core
import Foundation
import FoundationNetworking
import MailGateway
import TestSupport
import Testing

/// Mail scanners open every link of every mail, seconds after it has come.
@Suite("Scanners", .serialized)
struct ScannerTests {
    @Test("opening every link of every mail, and what those pages lead to, changes nothing")
    func scans() async throws {
        try await withDatabaseAddress(.sqlite) { address in
            try await withTemporaryFolder { folder in
                let port = try LoopbackPort.free()
                let base = "http://127.0.0.1:\(port)"
                let program = Program([
                    "OPSTRACKER_DATABASE": address, "OPSTRACKER_SECRETS": folder + "/secrets",
                    "OPSTRACKER_SMTP": "maildir:\(folder)/out", "OPSTRACKER_BASE_URL": base,
                    "OPSTRACKER_LISTEN": "127.0.0.1:\(port)",
                    "OPSTRACKER_TEMPLATES": Repository.root + "/templates",
                ])
                #expect(try await program.run(["migrate"]).status == 0)
                let database = try #require(DatabaseAddress(address)).open()
                let office = try Correspondent(
                    database, keys: try SigningKeys(file: folder + "/secrets"), domain: "ops.example",
                    baseURL: base)
                let mails = try await everyMail(database, office)
                let before = try await contents(of: database)

                let status = try await program.serving(
                    ["serve", "--role", "web"],
                    until: { (try? await fetch(base + "/readyz", "GET"))?.status == 200 }
                ) {
                    var opened = 0
                    for link in Set(mails.flatMap { links(in: $0, base) }) {
                        for method in ["GET", "HEAD", "GET"] {
                            #expect(try await fetch(link, method).status == 200, "\(method) \(link)")
                        }
                        opened += 1
                        let page = try await fetch(link, "GET").text
                        for reference in page.matches(of: /href="(\/[^"]+)"/) {
                            let path = String(reference.1).replacing("&amp;", with: "&")
                            _ = try await fetch(base + path, "GET")
                        }
                    }
                    #expect(opened >= 8)
                }

                #expect(status == 0)
                #expect(try await contents(of: database) == before)
                await database.close()
            }
        }
    }

    /// A campaign with mails of all kinds that have a link, as they left.
    private func everyMail(_ database: any SQLDatabase, _ office: Correspondent) async throws -> [SentMail] {
        // Today: links expire, and the served pages know no other day.
        let now = Instant.now()
        let clock = WallClock.paris
        var draft = CampaignDraft(
            name: "Migration", startsOn: clock.day(now), endsOn: clock.day(now).adding(days: 60), mode: .mixed
        )
        draft.answerBy = clock.day(now).adding(days: 30)
        let campaign = try await CampaignDesk(database).create(draft, by: .console, now: now)
        let agents = (0..<8).map { _ in Agent.ID() }
        let manager = Manager.ID()
        let slots = (0..<6).map { _ in Slot.ID() }
        try await database.transaction { connection in
            try connection.execute(
                "INSERT INTO managers (id, campaign_id, email, link_epoch) VALUES ($1, $2, 'chef@x.example', 0)",
                manager, campaign.id)
            for (index, agent) in agents.enumerated() {
                try connection.execute(
                    """
                    INSERT INTO agents (id, campaign_id, email, given_name, family_name, folded_name, service, manager_id,
                        link_epoch, soft_bounces)
                    VALUES ($1, $2, $3, 'Marie', $4, $4, '', $5, 0, 0)
                    """, agent, campaign.id, "a\(index)@x.example", "nom\(index)", manager)
            }
            for (index, slot) in slots.enumerated() {
                let starts = clock.instant(clock.day(now).adding(days: 10 + index), TimeOfDay(clamped: 540))
                try connection.execute(
                    """
                    INSERT INTO slots (id, campaign_id, starts_at, ends_at, place, capacity, taken)
                    VALUES ($1, $2, $3, $4, 'Salle', 3, 0)
                    """, slot, campaign.id, starts, starts + .minutes(90))
            }
        }
        var sent: [SentMail] = []
        func post() async throws {
            sent += try await office.send(now: now + .hours(2)).map { SentMail($0.bytes) }
        }
        let desk = BookingDesk(database)
        _ = try await desk.place(agents[0], on: slots[0], by: .console, now: now)
        _ = try await Launch(database).invite(campaign.id, by: .console, now: now)
        try await post()
        _ = try await desk.place(agents[0], on: slots[1], by: .console, now: now)
        _ = try await desk.place(agents[1], on: slots[1], by: .console, now: now)
        _ = try await desk.cancel(agents[1], by: .console, now: now)
        try await post()
        // Words of the agents, of a stranger, and of the manager.
        for (agent, sender, words) in [
            ("a2@x.example", "a2@x.example", "Je ne sais pas"), ("a3@x.example", "a3@x.example", "annulez"),
            ("a4@x.example", "autre@x.example", "2"), ("a0@x.example", "autre@x.example", "annulez"),
            ("chef@x.example", "chef@x.example", "Qui est concerné ?"),
        ] {
            let mail = try #require(sent.last { $0["to"]?.contains(agent) == true })
            _ = try await office.receive(Reply.text(words, to: mail, from: sender), now: now)
        }
        try await database.transaction { _ = try $0.execute("UPDATE agents SET invited_at = NULL") }
        _ = try await Launch(database).propose(campaign.id, by: .console, now: now)
        try await post()
        let kinds = Set(
            try await database.read { try Outbox.list(on: $0) }.map(\.kind))
        #expect(
            kinds.isSuperset(of: [
                .invitation, .teamInvitation, .confirmation, .change, .cancellation, .clarification, .refusal,
                .verification, .teamAnswer, .proposal,
            ]))
        return sent
    }

    private func links(in mail: SentMail, _ base: String) -> [String] {
        [mail.part("text/plain")?.text, mail.part("text/html")?.text].compactMap(\.self).flatMap { text in
            text.replacing("&amp;", with: "&").split { " \r\n\t\"<>".contains($0) }.map(String.init)
                .filter { $0.hasPrefix(base) }
        }
    }

    /// All that a click could have changed.
    private func contents(of database: any SQLDatabase) async throws -> [String] {
        try await database.read { connection in
            try ["campaigns", "agents", "managers", "slots", "bookings", "operations", "outbox", "journal"]
                .map {
                    "\(try connection.query("SELECT * FROM \($0) ORDER BY 1").map { "\($0)" })"
                }
        }
    }

    private func fetch(_ url: String, _ method: String) async throws -> (status: Int, text: String) {
        guard let address = URL(string: url) else { throw SQLError.other(url) }
        var request = URLRequest(url: address)
        request.httpMethod = method
        let (data, response) = try await URLSession.shared.data(for: request)
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: data, as: UTF8.self))
    }
}
