// opstracker tick, opstracker audit: looking at the clock and the journal.

internal import ArgumentParser
internal import Core

struct TickCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tick", abstract: "Do once what the scheduler finds due: reminders, starts, sealing.")

    @Option(help: "Pretend that it is this instant (ISO 8601 with its offset).") var now: String?
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let instant = try now.map { text in
            guard let instant = Instant(iso8601: text) else {
                throw ValidationError("--now: '\(text)' is not like 2026-02-01T09:00:00+01:00.")
            }
            return instant
        }
        try await common.withInstallation { installation in
            guard let report = try await Tick(installation.database).run(now: instant ?? .now()) else {
                throw Unavailable(
                    Terminal.text(
                        fr: "Un autre processus fait déjà ce travail : réessayez dans deux minutes.",
                        en: "Another process is at it: try again in two minutes."), code: 75)
            }
            if common.json {
                try Terminal.printJSON(report)
            } else {
                Terminal.say(
                    fr: """
                        \(report.reminders) rappels de rendez-vous, \(report.answerReminders) relances, \
                        \(report.digests) points aux managers, \(report.reports) rapports, \
                        \(report.sheets) feuilles de technicien, \(report.proposals) propositions échues, \
                        \(report.offers) places proposées à ceux qui attendaient, \(report.holdsLapsed) offres échues, \
                        \(report.started) campagnes commencées.
                        """,
                    en: """
                        \(report.reminders) reminders of appointments, \(report.answerReminders) to answer, \
                        \(report.digests) digests for managers, \(report.reports) reports, \
                        \(report.sheets) technicians' sheets, \(report.proposals) proposals settled, \
                        \(report.offers) places offered to those who waited, \(report.holdsLapsed) offers lapsed, \
                        \(report.started) campaigns started.
                        """)
            }
        }
    }
}

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "The journal of every change.", subcommands: [Verify.self])

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Walk the chain of the journal and name the first entry that does not fit.")
        @OptionGroup var common: CommonOptions

        private struct Line: Encodable {
            let sealed: Int
            let unsealed: Int
            let broken: Nullable<Int>
        }

        func run() async throws {
            try await common.withInstallation { installation in
                let found = try await installation.database.read { try Journal.verify(on: $0) }
                if common.json {
                    try Terminal.printJSON(
                        Line(sealed: found.sealed, unsealed: found.unsealed, broken: Nullable(found.broken)))
                }
                if let broken = found.broken {
                    throw Refused(
                        fr: "L'entrée \(broken) du journal a été modifiée : tout ce qui précède est intact.",
                        en: "Entry \(broken) of the journal was altered: everything before it is intact.")
                }
                Terminal.say(
                    fr: "\(found.sealed) entrées vérifiées, \(found.unsealed) pas encore scellées.",
                    en: "\(found.sealed) entries verified, \(found.unsealed) not sealed yet.")
            }
        }
    }
}
