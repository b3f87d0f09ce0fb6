import Core
import Foundation
import TestSupport
import Testing

// RG-301
/// Slots proposed to a whole population by the built executable, and accepted in a calendar.
@Suite("Proposals, by the program", .serialized)
struct ProposalFlowTests {
    @Test("from a CSV to an acceptance in the calendar, with no page at all")
    func whole() async throws {
        try await withTemporaryFolder { folder in
            let program = Program([
                "OPSTRACKER_DATABASE": "sqlite:\(folder)/test.db", "OPSTRACKER_SECRETS": folder + "/secrets",
                "OPSTRACKER_SMTP": "maildir:\(folder)/out",
                "OPSTRACKER_TEMPLATES": Repository.root + "/templates",
                "OPSTRACKER_MAIL_FROM": "OpsTracker <rdv@ops.example>",
            ])
            let today = WallClock.paris.day(.now())
            let monday = today.adding(days: 22 - today.weekday)
            func create(_ mode: String) async throws -> String {
                let created = try await program.json(
                    "campaign", "create", "--name", "Vague \(mode)", "--start", monday.description, "--end",
                    monday.adding(days: 40).description, "--mode", mode, "--silence", "free", "--csv",
                    Fixture.path("csv/migration_w11_vague1.utf8.csv"), "--log", "\(folder)/\(mode).log")
                let id = try #require(created.first?["id"] as? String)
                _ = try await program.json(
                    "slots", "generate", id, "--from", monday.description, "--to",
                    monday.adding(days: 32).description, "--hours", "09:00-12:00,14:00-17:00", "--duration",
                    "90",
                    "--capacity", "8", "--place", "Salle 12")
                return id
            }
            let campaign = try await create("agent")

            let dry = try #require(
                try await program.json("campaign", "invite", campaign, "--propose", "--dry-run").first)
            let report = try #require(
                try await program.json("campaign", "invite", campaign, "--propose").first)
            let again = try #require(
                try await program.json("campaign", "invite", campaign, "--propose").first)

            #expect(dry["proposed"] as? Int == 450)
            #expect(report["queued"] as? Int == 450)
            #expect(dry["fullestDay"] as? String == report["fullestDay"] as? String)
            #expect(again["queued"] as? Int == 0)
            let days = Set(
                try await program.json("slots", "list", campaign).compactMap {
                    ($0["start"] as? String)?.prefix(10)
                })
            let mean = 450.0 / Double(days.count)
            let fullest = try #require(report["fullestCount"] as? Int)
            #expect(Double(fullest) <= (mean * 1.1).rounded(.up))

            #expect(try await program.json("mail", "send").first?["sent"] as? Int == 450)
            let box = folder + "/out/new/"
            let name = try #require(try FileManager.default.contentsOfDirectory(atPath: box).first)
            let mail = SentMail(Array(try Data(contentsOf: URL(filePath: box + name))))
            let recipient = try #require(mail["to"]?.split { "<> ".contains($0) }.last.map(String.init))
            let reply = try Reply.calendar("ACCEPTED", to: mail, from: recipient)
            #expect(
                try await program.json("mail", "ingest", input: reply).first?["outcome"] as? String
                    == "confirmed")
            let board = try #require(try await program.json("dashboard", campaign).first)
            #expect(board["booked"] as? Int == 450)
            #expect(board["confirmed"] as? Int == 1)

            // Where managers place, proposing is refused in words.
            let refused = try await program.run([
                "campaign", "invite", try await create("manager"), "--propose",
            ])
            #expect(refused.status == 1)
            #expect(refused.errors.contains("manager"))

            // Silence frees all places but the one that was accepted.
            let late = WallClock.paris.iso8601(WallClock.paris.instant(monday.adding(days: -2), .midnight))
            let settled = try #require(try await program.json("tick", "--now", late).first)
            #expect((settled["proposals"] as? Int ?? 0) > 0)
        }
    }
}
