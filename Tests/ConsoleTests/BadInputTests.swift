import Core
import Foundation
import TestSupport
import Testing

/// What the terminal answers to hands that slip: an exit code for scripts, words for people, and nothing half-done.
@Suite("Bad input at the terminal")
struct BadInputTests {
    private func withProgram(_ body: (Program, String) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let program = Program([
                "OPSTRACKER_DATABASE": "sqlite:\(folder)/o.db", "OPSTRACKER_SECRETS": folder + "/secrets",
                "OPSTRACKER_SMTP": "maildir:\(folder)/outgoing", "LANG": "en_GB.UTF-8", "LC_ALL": "",
                "OPSTRACKER_TEMPLATES": Repository.root + "/templates",
            ])
            try await body(program, folder)
        }
    }

    @Test("usage errors end with 2, refusals with 1 and the reason, and leave nothing behind")
    func codes() async throws {
        try await withProgram { program, folder in
            let unknown = Campaign.ID().text
            let create = ["campaign", "create", "--name", "A", "--mode", "agent"]
            let slots = ["--hours", "09:00-12:00", "--duration", "60"]
            let cases: [(arguments: [String], status: Int32, says: String)] = [
                (["nonsense"], 2, "nonsense"),
                (create + ["--start", "2027-02-01"], 2, "--end"),
                (create + ["--start", "2027-02-30", "--end", "2027-03-01"], 2, "2027-02-30"),
                (create + ["--start", "2027-03-01", "--end", "2027-02-01"], 1, "before the start"),
                (
                    create + ["--start", "2027-03-01", "--end", "2027-04-01", "--csv", folder + "/none.csv"],
                    1,
                    "cannot be read"
                ),
                (["campaign", "show", unknown], 1, unknown),
                (["campaign", "show", "12"], 2, "12"),
                (["campaign", "invite", unknown], 1, unknown),
                (["dashboard", unknown], 1, unknown),
                (["slots", "list", unknown], 1, unknown),
                (
                    [
                        "slots", "generate", unknown, "--from", "2099-01-01", "--to", "2099-01-31",
                        "--capacity", "1",
                    ]
                        + slots, 1, unknown
                ),
                (["import", "run", unknown, Fixture.path("csv/migration_w11_vague1.utf8.csv")], 1, unknown),
                (["link", "agent", "nobody@agents.example"], 1, "nobody@agents.example"),
                (["tick", "--now", "yesterday"], 2, "yesterday"),
                (["mail", "outbox", "--retry", unknown], 1, unknown),
                (["mail", "quarantine", "--release", unknown], 1, unknown),
                (["mail", "quarantine", "--show", unknown], 1, unknown),
                (["mail", "trace", "nobody@agents.example"], 1, "nobody@agents.example"),
                (["campaign", "list", "--config", folder + "/none.json"], 1, "none.json"),
            ]
            for (arguments, status, says) in cases {
                let run = try await program.run(arguments)
                #expect(run.status == status, "\(arguments): \(run.errors)")
                #expect(run.errors.contains(says), "\(arguments): \(run.errors)")
                #expect(run.output.isEmpty, "\(arguments): \(run.output)")
            }
            #expect(try await program.json("campaign", "list").isEmpty)
        }
    }

    // RG-130
    @Test("slots that cannot be are refused for their own reason")
    func slots() async throws {
        try await withProgram { program, folder in
            let created = try await program.json(
                "campaign", "create", "--name", "A", "--start", "2027-03-01", "--end", "2027-04-30", "--mode",
                "agent",
                "--csv", Fixture.path("csv/migration_w11_vague1.utf8.csv"), "--log", folder + "/log.csv")
            let campaign = try #require(created.first?["id"] as? String)
            func generate(_ from: String, _ to: String, capacity: String = "1", _ more: [String] = [])
                async throws
                -> Program.Run
            {
                try await program.run(
                    [
                        "slots", "generate", campaign, "--from", from, "--to", to, "--capacity", capacity,
                        "--hours",
                        "09:00-12:00",
                    ] + more)
            }

            for (run, says) in [
                (try await generate("2099-03-02", "2099-03-01"), "swap"),
                (try await generate("2099-03-02", "2099-03-03", capacity: "0"), "--capacity"),
                (try await generate("2020-03-02", "2020-03-03"), "past"),
                (try await generate("2099-03-02", "2099-03-03", ["--segment", "Nowhere"]), "Annexe A"),
                (try await generate("2099-03-02", "2099-03-03", ["--duration", "600"]), "No slot fits"),
            ] {
                #expect(run.status == 1)
                #expect(run.errors.contains(says), "\(run.errors)")
            }
            #expect(try await program.json("slots", "list", campaign).isEmpty)
            // RG-010: nothing to choose from, so nobody is invited.
            let invite = try await program.run(["campaign", "invite", campaign])
            #expect(invite.status == 1)
            #expect(try await program.json("mail", "outbox").isEmpty)
        }
    }

    // RG-013
    @Test("a file that is no CSV makes no campaign")
    func noCSV() async throws {
        try await withProgram { program, folder in
            let picture = folder + "/picture.csv"
            try Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]).write(
                to: URL(filePath: picture))

            let run = try await program.run([
                "campaign", "create", "--name", "A", "--start", "2027-03-01", "--end", "2027-04-30", "--mode",
                "agent",
                "--csv", picture,
            ])

            #expect(run.status == 1)
            #expect(run.errors.contains("picture.csv"))
            #expect(try await program.json("campaign", "list").isEmpty)
        }
    }

    @Test("mail of any kind has an outcome, and is kept")
    func mail() async throws {
        try await withProgram { program, folder in
            let mails: [[UInt8]] = [
                [], Array("not a mail at all".utf8), [0, 1, 2, 3, 255, 254],
                [UInt8](repeating: UInt8(ascii: "x"), count: 30 * 1024 * 1024),
                Array(
                    "From: a@b.example\r\nContent-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\ngarbage"
                        .utf8),
            ]

            for mail in mails {
                let lines = try await program.json("mail", "ingest", input: mail)
                let outcome = try #require(lines.first?["outcome"] as? String)
                #expect(["ignored", "quarantined"].contains(outcome), "\(mail.count) bytes: \(outcome)")
                #expect((lines.first?["reason"] as? String)?.isEmpty == false)
            }
            #expect(try await program.json("mail", "inbox").count == mails.count)
        }
    }

    @Test("what cannot be stored is left with the mail server: 75")
    func storageFails() async throws {
        try await withTemporaryFolder { folder in
            try FileManager.default.createDirectory(
                atPath: folder + "/o.db", withIntermediateDirectories: true)
            let program = Program([
                "OPSTRACKER_DATABASE": "sqlite:\(folder)/o.db", "OPSTRACKER_SECRETS": folder + "/secrets",
            ])

            let run = try await program.run(
                ["mail", "ingest"], input: Array("From: a@b.example\r\n\r\nx".utf8))

            #expect(run.status == 75)
        }
    }

    @Test("settings come from the environment, else the file, else the default; passwords are hidden")
    func settings() async throws {
        try await withTemporaryFolder { folder in
            let file = folder + "/settings.json"
            try Data(
                #"{"opstracker": {"smtp": "smtp://me:secret@mx.example:25", "timeZone": "Indian/Reunion"}}"#
                    .utf8
            )
            .write(to: URL(filePath: file))
            let program = Program(["OPSTRACKER_TIME_ZONE": "Europe/Brussels"])

            let lines = try await program.json("settings", "check", "--config", file)

            func setting(_ name: String) -> [String: Any]? { lines.first { $0["name"] as? String == name } }
            #expect(setting("OPSTRACKER_TIME_ZONE")?["value"] as? String == "Europe/Brussels")
            #expect(setting("OPSTRACKER_TIME_ZONE")?["origin"] as? String == "environment")
            #expect(setting("OPSTRACKER_SMTP")?["origin"] as? String == "file")
            #expect((setting("OPSTRACKER_SMTP")?["value"] as? String)?.contains("secret") == false)
            #expect(setting("OPSTRACKER_LISTEN")?["origin"] as? String == "default")
        }
    }

    @Test("a link that is revoked no longer opens what the new one opens")
    func revokedLinks() async throws {
        try await withProgram { program, folder in
            _ = try await program.json(
                "campaign", "create", "--name", "A", "--start", "2027-03-01", "--end", "2027-04-30", "--mode",
                "agent",
                "--csv", Fixture.path("csv/migration_w11_vague1.utf8.csv"), "--log", folder + "/log.csv")
            let agent = "theo.hoarau@agents.example"
            let before = try await program.json("link", "agent", agent).first?["link"] as? String
            let after = try await program.json("link", "agent", agent, "--revoke").first?["link"] as? String

            #expect(before?.contains("/b/") == true)
            #expect(after != before)
            let manager = try await program.json("link", "team", "chef.comptabilite@agents.example")
            #expect((manager.first?["link"] as? String)?.contains("/t/") == true)
        }
    }
}
