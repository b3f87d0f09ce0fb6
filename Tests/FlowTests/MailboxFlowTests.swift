// The whole way of a mail and of its answer, through the servers that administrations run.

import Core
import Foundation
import TestSupport
import Testing

@Suite("Through Postfix and Dovecot", .serialized)
struct MailboxFlowTests {
    @Test("An invitation reaches a mailbox, its answer comes back by IMAP, and the confirmation follows")
    func roundTrip() async throws {
        try await withTemporaryFolder { folder in
            try await DovecotServer.with { dovecot in
                let mailboxes = "lmtp:inet:127.0.0.1:\(dovecot.lmtp)"
                try await PostfixServer.with(
                    transports: ["agents.example": mailboxes, "ops.example": mailboxes]
                ) { postfix in
                    let program = program(folder, postfix, dovecot)
                    let campaign = try await prepare(program, folder)
                    _ = try await program.json("campaign", "invite", campaign)
                    _ = try await program.json("mail", "send")
                    let agent = "louise.robert@agents.example"
                    let invitation = try await mail(1, of: "louise.robert", in: dovecot)
                    let replyTo = try #require(invitation["reply-to"]?.firstMatch(of: /[^<> ]+@[^<> ]+/))
                    let process = try program.begin(["serve", "--role", "gateway"])
                    do {
                        // The agent answers from their own mail program.
                        try SMTPClient.send(
                            Reply.text("Le 2 me convient.", to: invitation, from: agent), from: agent,
                            to: [String(replyTo.output)], port: postfix.port)
                        let confirmation = try await mail(2, of: "louise.robert", in: dovecot)
                        #expect(confirmation.part("text/calendar")?.text.contains("METHOD:REQUEST") == true)
                        try await eventually("the answer is set aside") {
                            try dovecot.mails(of: "rdv", folder: "Trait&AOk-s").count == 1
                        }
                    } catch {
                        process.end()
                        throw error
                    }
                    process.terminate()
                    #expect(await process.status() == 0)
                    let outcomes = try await program.json("mail", "inbox").map { $0["outcome"] as? String }
                    #expect(outcomes == ["booked"])
                    #expect(try dovecot.mails(of: "rdv").isEmpty)
                }
            }
        }
    }

    private func program(_ folder: String, _ postfix: PostfixServer, _ dovecot: DovecotServer) -> Program {
        Program([
            "OPSTRACKER_DATABASE": "sqlite:\(folder)/town.db", "OPSTRACKER_SECRETS": folder + "/secrets",
            "OPSTRACKER_SMTP": "smtp://127.0.0.1:\(postfix.port)?connections=2",
            "OPSTRACKER_MAIL_FROM": "OpsTracker <rdv@ops.example>",
            "OPSTRACKER_IMAP":
                "imaps://rdv:secret@127.0.0.1:\(dovecot.imaps)/INBOX?interval=1&processed=Traités&ca=\(dovecot.certificate)",
            "OPSTRACKER_TEMPLATES": Repository.root + "/templates",
        ])
    }

    /// A campaign of one agent, with slots next month; gives its identifier.
    private func prepare(_ program: Program, _ folder: String) async throws -> String {
        let whole = String(decoding: try Fixture.bytes("csv/migration_w11_vague1.utf8.csv"), as: UTF8.self)
        let rows = whole.split(whereSeparator: \.isNewline)
        let few = rows.prefix(1) + rows.filter { $0.contains("louise.robert@") }
        let file = folder + "/people.csv"
        try Data((few.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: file))
        let first = WallClock.paris.day(.now()).adding(days: 20)
        let created = try await program.json(
            "campaign", "create", "--name", "Migration", "--start", first.description, "--end",
            first.adding(days: 30).description, "--mode", "agent", "--csv", file)
        let campaign = try #require(created.first?["id"] as? String)
        _ = try await program.json(
            "slots", "generate", campaign, "--from", first.description, "--to",
            first.adding(days: 20).description,
            "--hours", "09:00-12:00", "--duration", "60", "--capacity", "30")
        return campaign
    }

    /// The `number`-th mail in a mailbox, once it is there.
    private func mail(_ number: Int, of user: String, in dovecot: DovecotServer) async throws -> SentMail {
        try await eventually("mail \(number) to \(user)") { try dovecot.mails(of: user).count >= number }
        // A Maildir ends lines with LF alone.
        let text = String(decoding: try dovecot.mails(of: user)[number - 1].bytes, as: UTF8.self)
        return SentMail(Array(text.replacingOccurrences(of: "\n", with: "\r\n").utf8))
    }
}
