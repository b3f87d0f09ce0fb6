// Where mail comes from, as settings say it, and what a pipe is told.

import Core
import Foundation
import TestSupport
import Testing

struct IncomingSettingsTests {
    @Test("A mailbox's password is not shown")
    func secrets() async throws {
        let program = Program([
            "OPSTRACKER_IMAP": "imaps://rdv:secret@mail.example/INBOX?processed=Traités",
            "OPSTRACKER_LMTP": "127.0.0.1:2424",
        ])

        let run = try await program.run(["settings", "check"])

        #expect(run.status == 0)
        #expect(!run.output.contains("secret@"))
        #expect(run.output.contains("imaps://rdv:…@mail.example/INBOX?processed=Traités"))
        #expect(run.output.contains("127.0.0.1:2424"))
    }

    @Test(
        "A source that cannot be understood is refused before anything is served",
        arguments: [
            ("OPSTRACKER_IMAP", "imaps://rdv@mail.example", "expected imaps://user:password@host"),
            ("OPSTRACKER_IMAP", "imaps://rdv:secret@mail.example?folder=x", "no option is called folder"),
            ("OPSTRACKER_LMTP", "2424", "expected 127.0.0.1:2424"),
            ("OPSTRACKER_LMTP", "127.0.0.1:2424?accept=all", "own, domain or any"),
        ])
    func refused(setting: String, value: String, words: String) async throws {
        try await withTemporaryFolder { folder in
            let run = try await program(folder, [setting: value]).run(["serve", "--role", "gateway"])

            #expect(run.status == 1)
            #expect(run.errors.contains("\(setting): "))
            #expect(run.errors.contains(words))
            #expect(!run.errors.contains("secret"))
        }
    }

    @Test("Whatever keeps a mail from being stored, its server is asked to keep it")
    func pipe() async throws {
        try await withTemporaryFolder { folder in
            let mail = Array("From: a@b.example\r\n\r\noui".utf8)
            try Data("no database".utf8).write(to: URL(filePath: folder + "/broken.db"))

            for settings in [
                ["OPSTRACKER_DATABASE": "sqlite:\(folder)/broken.db"], ["OPSTRACKER_DATABASE": "mysql://x"],
                ["OPSTRACKER_DATABASE": "postgres://nobody@127.0.0.1:1/none"],
                ["OPSTRACKER_SECRETS": folder],
            ] {
                let run = try await program(folder, settings).run(["mail", "ingest"], input: mail)
                #expect(run.status == 75, "\(settings): \(run.errors)")
            }
        }
    }

    @Test("A mail larger than is read is taken by its beginning, where its author wrote")
    func tooLarge() async throws {
        try await withTemporaryFolder { folder in
            let enormous =
                Array("From: a@b.example\r\nMessage-ID: <1@b.example>\r\n\r\n".utf8)
                + [UInt8](repeating: 0x41, count: 26 << 20)
            try Data(enormous + [0x42]).write(to: URL(filePath: folder + "/enormous.eml"))
            let program = program(folder)

            let piped = try await program.json("mail", "ingest", input: enormous)
            let again = try await program.json("mail", "ingest", folder + "/enormous.eml")

            #expect(piped.first?["outcome"] as? String == "ignored")
            // The same beginning is the same mail.
            #expect(again.first?["outcome"] as? String == "duplicate")
        }
    }

    private func program(_ folder: String, _ settings: [String: String] = [:]) -> Program {
        Program(
            [
                "OPSTRACKER_DATABASE": "sqlite:\(folder)/test.db", "OPSTRACKER_SECRETS": folder + "/secrets",
                "OPSTRACKER_SMTP": "maildir:\(folder)/outgoing",
                "OPSTRACKER_TEMPLATES": Repository.root + "/templates",
            ].merging(settings) { $1 })
    }
}
