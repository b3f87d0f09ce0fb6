// opstracker mail …

internal import ArgumentParser
internal import Core
internal import Foundation
internal import MailGateway

struct MailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail", abstract: "Send what waits, take what comes back, look at both.",
        subcommands: [
            Send.self, Ingest.self, Classify.self, OutboxList.self, InboxList.self, Quarantine.self,
            Trace.self,
            Preview.self, MailSettingsCommand.self, MailWordingCommand.self,
        ])

    struct Send: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Empty the outbox once.")
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withInstallation { installation in
                let report = try await installation.outboxService().drain()
                if common.json {
                    try Terminal.printJSON(
                        ["sent": report.sent, "retry": report.retry, "failed": report.failed])
                } else {
                    Terminal.say(
                        fr: "\(report.sent) envoyés, \(report.retry) à réessayer, \(report.failed) en échec.",
                        en: "\(report.sent) sent, \(report.retry) to try again, \(report.failed) failed.")
                }
                if let trouble = report.trouble {
                    throw Unavailable(
                        Terminal.text(
                            fr: "Le serveur de messagerie est en difficulté, rien n'est perdu : \(trouble)",
                            en: "The mail server is in trouble, nothing is lost: \(trouble)"), code: 75)
                }
            }
        }
    }

    struct Ingest: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take incoming mail and act on it; standard input by default.",
            discussion:
                "Exit 0 when every message is stored, 75 when one could not be, so that a mail server keeps it."
        )

        @Argument(help: "Files, one message each.", completion: .file()) var files: [String] = []
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let mails = try mailsOrStandardInput(files)
            do {
                try await common.withInstallation { installation in
                    let inbox = try installation.inboxService()
                    for start in stride(from: 0, to: mails.count, by: Self.batch) {
                        let batch = Array(mails[start...].prefix(Self.batch))
                        for report in try await inbox.ingest(batch, source: "ingest", now: .now()) {
                            try show(report)
                        }
                    }
                }
            } catch let error as SQLError {
                throw Unavailable(
                    Terminal.text(
                        fr:
                            "Le message n'a pas pu être gardé : que le serveur de messagerie le garde et le représente. (\(error))",
                        en:
                            "The message could not be stored: let the mail server keep it and try again. (\(error))"
                    ),
                    code: 75)
            }
        }

        /// Messages stored in one commit.
        private static let batch = 100

        private func show(_ report: MailReport) throws {
            if common.json {
                try Terminal.printJSON(Line(report))
            } else {
                print("\(report.outcome.rawValue)  \(Terminal.harmless(report.reason))")
            }
        }

        private struct Line: Encodable {
            let outcome: String
            let reason: String
            let booking: Nullable<String>

            init(_ report: MailReport) {
                outcome = report.outcome.rawValue
                reason = report.reason
                booking = Nullable(report.booking)
            }
        }
    }

    struct Classify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What the gateway reads in a message, without acting on it.")

        @Argument(help: "Files, one message each; standard input by default.", completion: .file())
        var files: [String] = []
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let mails = try mailsOrStandardInput(files)
            try await common.withInstallation { installation in
                let reader = try installation.mailReader()
                let clock = try installation.clock()
                for mail in mails {
                    try Terminal.printJSON(MailClassification(reader.read(mail), clock: clock))
                }
            }
        }
    }
}

private func mailsOrStandardInput(_ files: [String]) throws -> [[UInt8]] {
    files.isEmpty ? [Input.standardInput()] : try files.map(Input.file)
}
