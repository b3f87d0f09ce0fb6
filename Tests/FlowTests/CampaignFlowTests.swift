import Core
import Foundation
import Synchronization
import TestSupport
import Testing

/// What a coordinator, the agents and their mail programs do with one campaign, from a CSV to the figures: the built
/// executable, a real SMTP server, real pages.
@Suite("One campaign, whole", .serialized)
struct CampaignFlowTests {
    @Test("from a CSV to a confirmed appointment by mail", arguments: Engine.available)
    func whole(_ engine: Engine) async throws {
        try await withDatabaseAddress(engine) { database in
            try await SMTPSink.with { sink in
                try await withTemporaryFolder { folder in
                    let flow = try CampaignFlow(folder: folder, database: database, sink: sink)
                    try await flow.migrates(engine)
                    try await flow.previews()
                    let campaign = try await flow.createsAndCorrects()
                    try await flow.generatesSlots(campaign)
                    try await flow.invites(campaign)
                    let status = try await flow.program.serving(
                        ["serve"],
                        until: { (try? await flow.visitor.open(flow.base + "/readyz"))?.status == 200 }
                    ) {
                        try await flow.booksChangesAndCancels()
                        try await flow.answersByMail()
                        try await flow.watchesMaildir()
                    }
                    #expect(status == 0)
                    try await flow.reminds(campaign)
                    try await flow.counts(campaign)
                    try await flow.keepsAJournal()
                }
            }
        }
    }
}

/// The steps, in the order in which they are played.
private final class CampaignFlow: Sendable {
    let folder: String
    let sink: SMTPSink
    let program: Program
    let base: String
    let visitor = Visitor()
    /// Message-IDs of the mails that were looked at.
    let seen = Mutex<Set<String>>([])
    /// A Monday, two to three weeks from now.
    let monday: Day

    init(folder: String, database: String, sink: SMTPSink) throws {
        let port = try LoopbackPort.free()
        self.folder = folder
        self.sink = sink
        base = "http://127.0.0.1:\(port)"
        let today = WallClock.paris.day(.now())
        monday = today.adding(days: 22 - today.weekday)
        try FileManager.default.createDirectory(
            atPath: folder + "/incoming/new", withIntermediateDirectories: true)
        program = Program([
            "OPSTRACKER_DATABASE": database, "OPSTRACKER_SECRETS": folder + "/secrets",
            "OPSTRACKER_SMTP": "smtp://127.0.0.1:\(sink.port)?connections=4", "OPSTRACKER_BASE_URL": base,
            "OPSTRACKER_LISTEN": "127.0.0.1:\(port)", "OPSTRACKER_MAIL_FROM": "OpsTracker <rdv@ops.example>",
            "OPSTRACKER_MAILDIR_IN": folder + "/incoming",
            "OPSTRACKER_TEMPLATES": Repository.root + "/templates",
        ])
    }

    /// A PostgreSQL waits to be told; a SQLite file is migrated by itself.
    func migrates(_ engine: Engine) async throws {
        if engine == .postgres { #expect(try await program.run(["campaign", "list"]).status == 69) }
        #expect(try await program.run(["migrate"]).status == 0)
        #expect(try await program.run(["campaign", "list"]).status == 0)
    }

    // RG-012, RG-092, RG-093
    func previews() async throws {
        for (name, encoding, separator) in [
            ("latin1", "ISO-8859-1", ";"), ("utf8", "UTF-8", ";"), ("tab", "UTF-8", "\t"),
        ] {
            let file = Fixture.path("csv/migration_w11_vague1.\(name).csv")
            let preview = try #require(try await program.json("import", "preview", file).first)
            #expect(preview["encoding"] as? String == encoding)
            #expect(preview["separator"] as? String == separator)
            #expect(preview["valid"] as? Int == 450)
            #expect(preview["skipped"] as? Int == 3)
            #expect((preview["rows"] as? [[String]])?.count == 10)
            let lines = (preview["problems"] as? [[String: Any]])?.compactMap { $0["line"] as? Int }
            #expect(lines == [102, 202, 302])
        }
    }

    // RG-014, RG-015, RG-092
    func createsAndCorrects() async throws -> String {
        let file = Fixture.path("csv/migration_w11_vague1.latin1.csv")
        let log = folder + "/skipped.csv"
        let created = try #require(
            try await program.json(
                "campaign", "create", "--name", "Migration Windows 11", "--start", monday.description,
                "--end",
                monday.adding(days: 30).description, "--mode", "agent", "--csv", file, "--log", log
            ).first)
        let campaign = try #require(created["id"] as? String)
        #expect(created["imported"] as? Int == 450)
        #expect(created["skipped"] as? Int == 3)

        let corrected = try String(contentsOfFile: log, encoding: .utf8)
            .replacing("Anna;;Juridique", with: "Anna;anna.francois@agents.example;Juridique")
            .replacing("adresse-invalide;Prestations", with: "mael.collet@agents.example;Prestations")
        try corrected.write(toFile: log, atomically: true, encoding: .utf8)
        let again = try #require(
            try await program.json("import", "run", campaign, log, "--log", log + "2").first)
        #expect(again["imported"] as? Int == 2)
        let whole = try #require(
            try await program.json("import", "run", campaign, file, "--log", log + "3").first)
        #expect(whole["imported"] as? Int == 0)
        #expect(whole["skipped"] as? Int == 453)
        return campaign
    }

    // RG-130
    func generatesSlots(_ campaign: String) async throws {
        let created = try await program.json(
            "slots", "generate", campaign, "--from", monday.description, "--to",
            monday.adding(days: 25).description,
            "--hours", "09:00-12:00,14:00-17:00", "--duration", "90", "--capacity", "8", "--place", "Salle 12"
        )
        let slots = try await program.json("slots", "list", campaign)
        #expect(created.first?["created"] as? Int == slots.count)
        #expect(slots.count >= 60)
        #expect(
            (slots.first?["start"] as? String)?.hasPrefix("\(monday)T09:00:00+0") == true
                || Holidays.isHoliday(monday))
    }

    // RG-144
    func invites(_ campaign: String) async throws {
        #expect(try await program.json("campaign", "invite", campaign).first?["queued"] as? Int == 452)
        #expect(try await program.json("campaign", "invite", campaign).first?["queued"] as? Int == 0)
        #expect(try await program.json("mail", "send").first?["sent"] as? Int == 452)
        #expect(try sink.taken().count == 452)
    }

    // RG-122, RG-140, RG-142, RG-143: three clicks, the one in the mail included.
    func booksChangesAndCancels() async throws {
        let agent = "theo.hoarau@agents.example"
        let invitation = try await nextMail(to: agent)
        let link = try #require(invitation.part("text/plain")?.text.firstMatch(of: /http\S+\/b\/\S+/)).output
        let page = try await visitor.open(String(link))
        #expect(page.status == 200)
        #expect(page.text.contains("Théo Hoarau"))
        let slots = page.text.matches(of: /name="slot"[^>]*value="([^"]+)"/).map { String($0.1) }
        #expect(slots.count > 8)

        let booked = try await visitor.post([("slot", slots[0]), ("action", "book")], to: String(link))
        #expect(booked.status == 200)
        let confirmation = try appointment(in: try await nextMail(to: agent), method: "REQUEST")
        #expect(confirmation["SEQUENCE"] == "0")
        #expect(confirmation["ATTENDEE"]?.contains("PARTSTAT=ACCEPTED") == true)

        let moved = try await visitor.post(
            [("slot", slots[1]), ("action", "move")], to: String(link) + "?change=1")
        #expect(moved.status == 200)
        let change = try appointment(in: try await nextMail(to: agent), method: "REQUEST")
        #expect(change["UID"] == confirmation["UID"])
        #expect(change["SEQUENCE"] == "1")
        #expect(change["DTSTART"] != confirmation["DTSTART"])

        let cancelled = try await visitor.post([("action", "cancel")], to: String(link) + "?cancel=1")
        #expect(cancelled.status == 200)
        let cancellation = try appointment(in: try await nextMail(to: agent), method: "CANCEL")
        #expect(cancellation["UID"] == confirmation["UID"])
        #expect(cancellation["SEQUENCE"] == "2")
    }

    func answersByMail() async throws {
        // A slot's number, and the same message again.
        let agent = "louise.robert@agents.example"
        let number = Reply.text(
            "Bonjour,\r\n\r\nLe 2 me convient.\r\n\r\nLouise", to: try await nextMail(to: agent), from: agent)
        #expect(try await ingest(number) == ["booked"])
        #expect(try await ingest(number) == ["duplicate"])
        let confirmation = try await nextMail(to: agent)
        #expect(confirmation["in-reply-to"]?.isEmpty == false)

        // The buttons of a calendar, the last of which counts.
        for (partstat, outcome) in [
            ("TENTATIVE", "tentative"), ("ACCEPTED", "confirmed"), ("DECLINED", "declined"),
        ] {
            let reply = try Reply.calendar(partstat, to: confirmation, from: agent)
            #expect(try await ingest(reply) == [outcome])
        }
        let cancellation = try appointment(in: try await nextMail(to: agent), method: "CANCEL")
        #expect(cancellation["SEQUENCE"] == "1")

        // Words that are not clear are answered, once.
        let other = "louis.marchal@agents.example"
        let invitation = try await nextMail(to: other)
        #expect(
            try await ingest(Reply.text("Je ne sais pas encore", to: invitation, from: other)) == [
                "clarified"
            ])
        #expect(try await ingest(Reply.text("Qui êtes-vous ?", to: invitation, from: other)) == ["ignored"])
        #expect(try await ingest(Reply.text("le 1", to: invitation, from: other)) == ["booked"])
        #expect(
            try await ingest(Reply.text("oui", to: try await nextMail(to: other), from: other)) == [
                "confirmed"
            ])
        #expect(
            try await ingest(Reply.text("annulez svp", to: try await nextMail(to: other), from: other)) == [
                "cancelled"
            ])

        // A server's and a machine's answers.
        let bounced = "frederic.giraud@agents.example"
        #expect(
            try await ingest(Reply.bounce(of: try await nextMail(to: bounced), to: bounced)) == ["bounced"])
        let away = "alice.vidal@agents.example"
        #expect(try await ingest(Reply.absence(to: try await nextMail(to: away), from: away)) == ["absent"])
    }

    /// A watched Maildir does what `mail ingest` does.
    func watchesMaildir() async throws {
        let agent = "ethan.marchand@agents.example"
        let reply = Reply.text("3", to: try await nextMail(to: agent), from: agent)
        try Data(reply).write(to: URL(filePath: folder + "/incoming/new/1.example"))
        let confirmation = try await nextMail(to: agent)
        #expect(confirmation.part("text/calendar") != nil)
        try await eventually("the file is in cur") {
            let kept = try FileManager.default.contentsOfDirectory(atPath: folder + "/incoming/cur")
            return kept == ["1.example:2,S"]
        }
    }

    // RG-141
    func reminds(_ campaign: String) async throws {
        let slots = try await program.json("slots", "list", campaign)
        let taken = try #require(slots.first { ($0["taken"] as? Int ?? 0) > 0 })
        let start = try #require((taken["start"] as? String).flatMap { Instant(iso8601: $0) })
        let clock = WallClock.paris
        let due = clock.instant(clock.day(start).adding(days: -2), try #require(TimeOfDay("09:00")))
        for (now, reminders) in [(due - .minutes(1), 0), (due + .hours(20), 1), (due + .hours(21), 0)] {
            let report = try await program.json("tick", "--now", clock.iso8601(now))
            #expect(report.first?["reminders"] as? Int == reminders)
        }
    }

    func counts(_ campaign: String) async throws {
        let board = try #require(try await program.json("dashboard", campaign).first)
        #expect(board["total"] as? Int == 452)
        #expect(board["booked"] as? Int == 1)
        #expect(board["confirmed"] as? Int == 1)
        #expect(board["bounced"] as? Int == 1)
        #expect(board["unanswered"] as? Int == 450)
        let states = try #require(board["byStatus"] as? [String: Int])
        #expect(states["planned"] == 1)
        #expect(states["postponed"] == 3)
        #expect(states["toPlan"] == 448)
        #expect((board["segments"] as? [[String: Any]])?.count == 12)
        #expect((board["teams"] as? [[String: Any]])?.count == 12)
    }

    // RG-070, RG-072
    func keepsAJournal() async throws {
        let found = try #require(try await program.json("audit", "verify").first)
        #expect((found["sealed"] as? Int ?? 0) > 8)
        #expect(found["broken"] is NSNull)
    }

    /// The mail to somebody that was not looked at yet, once it is there.
    private func nextMail(to address: String) async throws -> SentMail {
        func mails() throws -> [SentMail] {
            try sink.taken().filter { $0.isWhole && $0.recipient == address }.map(\.mail)
                .filter { mail in !seen.withLock { $0.contains(mail["message-id"] ?? "") } }
        }
        try await eventually("a mail to \(address)") { try !mails().isEmpty }
        let mail = try #require(try mails().first)
        seen.withLock { _ = $0.insert(mail["message-id"] ?? "") }
        return mail
    }

    private func ingest(_ mail: [UInt8]) async throws -> [String] {
        try await program.json("mail", "ingest", input: mail).compactMap { $0["outcome"] as? String }
    }

    /// The lines of the calendar object in a mail, by name, METHOD checked in header and body.
    private func appointment(in mail: SentMail, method: String) throws -> [String: String] {
        let part = try #require(mail.part("text/calendar"))
        #expect(part.typeParameter("method") == method)
        let lines = part.text.replacing("\r\n ", with: "").split(separator: "\r\n")
        let properties = Dictionary(
            lines.map { line in
                let name = line.prefix { $0 != ":" && $0 != ";" }
                return (String(name), String(line.dropFirst(name.count + 1)))
            }, uniquingKeysWith: { first, _ in first })
        #expect(properties["METHOD"] == method)
        return properties
    }
}
