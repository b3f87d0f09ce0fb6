import Core
import Foundation
import TestSupport
import Testing

/// A campaign's mail and its technicians, from the terminal.
@Suite("Mail of a campaign at the terminal")
struct CampaignMailCommandTests {
    private func withCampaign(_ body: (Program, String, String) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let program = Program([
                "OPSTRACKER_DATABASE": "sqlite:\(folder)/o.db", "OPSTRACKER_SECRETS": folder + "/secrets",
                "OPSTRACKER_SMTP": "maildir:\(folder)/outgoing", "LANG": "en_GB.UTF-8", "LC_ALL": "",
                "OPSTRACKER_TEMPLATES": Repository.root + "/templates",
            ])
            let people = """
                nom;prenom;email;service;email_manager;site
                Dupont;Marie;marie@a.example;Compta;chef@a.example;Siège
                Martin;Paul;paul@a.example;Compta;chef@a.example;Annexe
                """
            try people.write(toFile: folder + "/p.csv", atomically: true, encoding: .utf8)
            let created = try await program.json(
                "campaign", "create", "--name", "W11", "--start", "2099-02-02", "--end", "2099-03-30",
                "--mode",
                "mixed", "--csv", folder + "/p.csv", "--coordinator", "coord@a.example")
            let campaign = try #require(created.first?["id"] as? String)
            _ = try await program.json(
                "slots", "generate", campaign, "--from", "2099-02-02", "--to", "2099-02-06", "--hours",
                "09:00-12:00", "--duration", "60", "--capacity", "2")
            try await body(program, campaign, folder)
        }
    }

    @Test("a preview shows any message in any part, says what it made up, and leaves nothing to send")
    func preview() async throws {
        try await withCampaign { program, campaign, _ in
            let base = ["mail", "preview", campaign, "--kind", "confirmation", "--agent", "paul@a.example"]
            let text = try await program.run(base)
            let mail = try await program.run(
                base + ["--part", "eml", "--variant", "placed", "--language", "en"])
            let html = try await program.run(base + ["--part", "html"])
            let line = try #require(
                try await program.json("mail", "preview", campaign, "--kind", "invitation").first)

            #expect(text.status == 0 && text.output.contains("Paul Martin"))
            #expect(text.errors.contains("Made up for the preview, for want of data: the appointment."))
            let sent = SentMail(Array(mail.output.utf8))
            #expect(sent.part("text/calendar")?.typeParameter("method") == "REQUEST")
            #expect(sent.words("subject").contains("an appointment is offered to you"))
            #expect(html.output.hasPrefix("<!DOCTYPE html>"))
            #expect(line["to"] as? String == "marie@a.example")
            #expect(line["variants"] as? [String] == ["first", "again", "no-slot"])
            #expect(line["madeUp"] as? [String] == [])
            #expect(try await program.json("mail", "outbox").isEmpty)
        }
    }

    @Test("kinds are switched off and delayed; what must be told is refused, with the reason")
    func settings() async throws {
        try await withCampaign { program, campaign, _ in
            let off = try await program.json("mail", "settings", campaign, "--kind", "reminder", "--off")
            let late = try await program.json(
                "mail", "settings", campaign, "--kind", "change", "--delay", "5")
            let never = try await program.run([
                "mail", "settings", campaign, "--kind", "confirmation", "--off",
            ])
            let unsaid = try await program.run(["mail", "settings", campaign, "--off"])
            let all = try await program.json("mail", "settings", campaign)

            #expect(off.first?["on"] as? Bool == false && late.first?["delay"] as? Int == 5)
            #expect(never.status == 1 && never.errors.contains("calendar would no longer tell the truth"))
            #expect(unsaid.status == 2 && unsaid.errors.contains("--kind"))
            #expect(all.count == Message.Kind.allCases.count)
            #expect(all.filter { $0["on"] as? Bool == false }.map { $0["kind"] as? String } == ["reminder"])
        }
    }

    @Test("words are checked when saved, used at once, shown with their variables, and reset")
    func wording() async throws {
        try await withCampaign { program, campaign, folder in
            let place = [campaign, "--kind", "invitation", "--language", "fr", "--part", "text"]
            func set(_ words: String) async throws -> Program.Run {
                try await program.run(["mail", "wording", "set"] + place, input: Array(words.utf8))
            }
            let wrong = try await set("Bonjour {{name}},\n{{prenom}} {{link}}")
            let hidden = try await set("Bonjour {{#again}}{{link}}{{/again}}")
            let binary = try await program.run(["mail", "wording", "set"] + place, input: [0xFF, 0xFE])
            let right = try await set("Cher {{name}}, voici : {{link}}")
            let told = try await program.run(["mail", "preview", campaign, "--kind", "invitation"])
            let shown = try await program.json(
                "mail", "wording", "show", campaign, "--kind", "invitation", "--part", "text")
            let reset = try await program.run(["mail", "wording", "reset"] + place)
            let back = try await program.run(["mail", "preview", campaign, "--kind", "invitation"])

            #expect(wrong.status == 1)
            #expect(
                wrong.errors.contains(
                    "Line 2: 'prenom' is no variable of this message. It has: again, campaign,"))
            #expect(hidden.status == 1 && hidden.errors.contains("must always be shown"))
            #expect(binary.status == 1 && binary.errors.contains("not UTF-8"))
            #expect(right.status == 0 && reset.status == 0)
            #expect(told.output.hasPrefix("Cher Marie Dupont, voici : http://"))
            #expect(shown.first?["own"] as? Bool == true)
            #expect(shown.first?["body"] as? String == "Cher {{name}}, voici : {{link}}")
            #expect((shown.first?["variables"] as? [String])?.contains("duration") == true)
            #expect(back.output.contains("vous concerne"))
        }
    }

    // RG-018
    @Test("operations are given to a technician and listed; who is meant must be said, and be known")
    func operations() async throws {
        try await withCampaign { program, campaign, _ in
            let assign = ["operation", "assign", campaign, "--technician", "tech@a.example"]
            let given = try await program.json(
                "operation", "assign", campaign, "--technician", "tech@a.example", "--segment", "siege")
            let unsaid = try await program.run(assign)
            let unknown = try await program.run(assign + ["--segment", "Cave"])
            let lines = try await program.json("operation", "list", campaign)

            #expect(given.first?["assigned"] as? Int == 1)
            #expect(unsaid.status == 2 && unsaid.errors.contains("--all"))
            #expect(unknown.status == 1 && unknown.errors.contains("Cave"))
            #expect(lines.map { $0["agent"] as? String } == ["Marie Dupont", "Paul Martin"])
            #expect(lines.map { $0["technician"] as? String } == ["tech@a.example", nil])
        }
    }

    @Test("the clock's round counts what it left, under stable names")
    func tick() async throws {
        try await withCampaign { program, campaign, _ in
            _ = try await program.json("campaign", "invite", campaign)
            let report = try #require(
                try await program.json("tick", "--now", "2099-02-03T09:30:00+01:00").first)

            #expect(report["reports"] as? Int == 1)
            #expect(report["digests"] as? Int == 1)
            let keys: Set<String> = [
                "reminders", "answerReminders", "digests", "reports", "sheets", "started", "sealed",
            ]
            #expect(keys.isSubset(of: Set(report.keys)))
        }
    }
}
