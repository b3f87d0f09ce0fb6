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
            let sources = try MailInput.all(files)
            do {
                try await common.withInstallation { installation in
                    let inbox = try installation.inboxService()
                    var rest = sources[...]
                    while !rest.isEmpty { try await take(batch(of: &rest), into: inbox) }
                }
            } catch {
                // Whatever it was, the mail is not here: anything but 75 would have the mail server send it back.
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

        /// Messages stored in one commit, and bytes held at a time.
        private static let batch = 100
        private static let batchBytes = 16 << 20

        private func batch(of sources: inout ArraySlice<MailInput>) throws -> [[UInt8]] {
            var mails: [[UInt8]] = []
            var bytes = 0
            while mails.count < Self.batch, bytes < Self.batchBytes, let next = sources.popFirst() {
                mails.append(try next.read())
                bytes += mails[mails.count - 1].count
            }
            return mails
        }

        /// Stores mails, then settles them; throws where they could not be stored.
        private func take(_ mails: [[UInt8]], into inbox: InboxService) async throws {
            let stored = try await inbox.store(mails, source: "ingest", now: .now())
            do {
                for report in try await inbox.settle(stored, now: .now()) { try show(report) }
            } catch let error as SQLError {
                Terminal.say(
                    fr: "Les messages sont gardés ; « opstracker serve » les traitera. (\(error))",
                    en: "The messages are stored; 'opstracker serve' will act on them. (\(error))")
            }
        }

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
            let sources = try MailInput.all(files)
            try await common.withInstallation { installation in
                let reader = try installation.mailReader()
                let clock = try installation.clock()
                for source in sources {
                    try Terminal.printJSON(MailClassification(reader.read(source.read()), clock: clock))
                }
            }
        }
    }
}
