import Core
import Foundation
import TestSupport
import Testing

/// Checklists, documents and technicians, from the terminal.
@Suite("Field work at the terminal")
struct FieldCommandTests {
    private func withCampaign(_ body: (Program, String, String) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let program = Program([
                "OPSTRACKER_DATABASE": "sqlite:\(folder)/o.db", "OPSTRACKER_SECRETS": folder + "/secrets",
                "OPSTRACKER_SMTP": "maildir:\(folder)/outgoing", "LANG": "en_GB.UTF-8", "LC_ALL": "",
                "OPSTRACKER_TEMPLATES": Repository.root + "/templates",
            ])
            let people = "nom;email;téléphone;technicien\nDupont;marie@a.example;0102;karim@a.example\n"
            try people.write(toFile: folder + "/p.csv", atomically: true, encoding: .utf8)
            let created = try await program.json(
                "campaign", "create", "--name", "W11", "--start", "2099-02-02", "--end", "2099-03-30",
                "--mode", "agent", "--csv", folder + "/p.csv", "--checklist", "migration-windows-11")
            try await body(program, try #require(created.first?["id"] as? String), folder)
        }
    }

    @Test(
        "a shipped checklist comes with a campaign, is shown as YAML, changed by it, and kept while it is used"
    )
    func checklists() async throws {
        try await withCampaign { program, campaign, folder in
            let shown = try await program.run(["checklist", "show", "migration windows 11"])
            let file = folder + "/w11.yaml"
            try shown.output.replacing("min 64 Go", with: "min 80 Go").write(
                toFile: file, atomically: true, encoding: .utf8)
            let added = try await program.run(["checklist", "add", file])
            let changed = try await program.json("checklist", "change", "Migration Windows 11", file)
            let list = try await program.json("checklist", "list")
            let used = try await program.run(["checklist", "remove", "Migration Windows 11"])
            _ = try await program.json("campaign", "checklist", campaign, "Renouvellement matériel")
            let freed = try await program.json("checklist", "remove", "Migration Windows 11")
            let unclear = try await program.run(["campaign", "checklist", campaign])
            let unknown = try await program.run(["campaign", "checklist", campaign, "Rien"])

            #expect(shown.status == 0 && shown.output.contains("label: Vérifier l’espace disque (min 64 Go)"))
            #expect(added.status == 1 && added.errors.contains("checklist change"))
            #expect(changed.first?["version"] as? Int == 2)
            #expect(list.first?["steps"] as? Int == 10 && list.first?["campaigns"] as? Int == 1)
            #expect(used.status == 1 && used.errors.contains("1 campaign(s)"))
            #expect(freed.first?["removed"] as? String == "Migration Windows 11")
            #expect(unclear.status == 2 && unclear.errors.contains("--none"))
            #expect(unknown.status == 1 && unknown.errors.contains("Rien"))
        }
    }

    @Test(
        "a file that is no checklist is refused with its line; a campaign with an unknown one is not created")
    func faults() async throws {
        try await withCampaign { program, _, folder in
            let file = folder + "/faux.yaml"
            try "name: A\nphases:\n  - nom: B\n".write(toFile: file, atomically: true, encoding: .utf8)

            let refused = try await program.run(["checklist", "add", file])
            let created = try await program.run([
                "campaign", "create", "--name", "B", "--start", "2099-02-02", "--end", "2099-03-30", "--mode",
                "agent", "--checklist", "Rien",
            ])

            #expect(refused.status == 1 && refused.errors.contains("line 3: there is no key 'nom'"))
            #expect(created.status == 1 && created.errors.contains("Rien"))
            #expect(try await program.json("campaign", "list").count == 1)
        }
    }

    @Test("documents are added by content, listed with their figures, read back and removed")
    func documents() async throws {
        try await withCampaign { program, campaign, folder in
            try "Été\n".write(toFile: folder + "/Guide.md", atomically: true, encoding: .utf8)
            try "Été\n".write(toFile: folder + "/faux.pdf", atomically: true, encoding: .utf8)
            try "echo\n".write(toFile: folder + "/run.bat", atomically: true, encoding: .utf8)

            let added = try await program.json("document", "add", campaign, folder + "/Guide.md")
            let script = try await program.run([
                "document", "add", campaign, folder + "/run.bat", "--name", "Outil",
            ])
            let wrong = try await program.run(["document", "add", campaign, folder + "/faux.pdf"])
            let list = try await program.json("document", "list", campaign)
            _ = try await program.json(
                "document", "show", campaign, "guide", "--output", folder + "/lu.md")
            let removed = try await program.json("document", "remove", campaign, "Outil")
            let gone = try await program.run(["document", "show", campaign, "Outil"])

            #expect(added.first?["name"] as? String == "Guide")
            #expect(script.status == 0 && script.errors.contains("This document runs"))
            #expect(wrong.status == 1 && wrong.errors.contains(".pdf"))
            #expect(list.map { $0["executable"] as? Bool } == [false, true])
            #expect(list.first?["usefulPercent"] is NSNull)
            #expect(try String(contentsOfFile: folder + "/lu.md", encoding: .utf8) == "Été\n")
            #expect(removed.first?["removed"] as? String == "Outil")
            #expect(gone.status == 1 && gone.errors.contains("document list"))
        }
    }

    @Test("a technician is listed, and given a link that can be revoked; the day sheet leads to it")
    func technicians() async throws {
        try await withCampaign { program, campaign, _ in
            let list = try await program.json("technician", "list", campaign)
            let first = try await program.json("link", "field", "karim@a.example")
            let second = try await program.json("link", "field", "karim@a.example", "--revoke")
            let unknown = try await program.run(["link", "field", "nobody@a.example"])
            let mail = try await program.run(["mail", "preview", campaign, "--kind", "day-sheet"])

            #expect(list.first?["email"] as? String == "karim@a.example")
            #expect(list.first?["operations"] as? Int == 1 && list.first?["done"] as? Int == 0)
            let links = [first, second].compactMap { $0.first?["link"] as? String }
            #expect(links.allSatisfy { $0.contains("/f/") } && Set(links).count == 2)
            #expect(unknown.status == 1)
            #expect(mail.output.contains("/f/") && mail.output.contains("0102"))
            #expect(!mail.output.contains("votre réponse sera lue"))
        }
    }
}
