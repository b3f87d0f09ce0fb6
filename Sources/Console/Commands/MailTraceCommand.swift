// opstracker mail trace: what happened to one message, or to all mail with one person.

internal import ArgumentParser
internal import Core
internal import MailGateway

extension MailCommand {
    struct Trace: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What happened to one message, or to all mail with one person, oldest first.")

        @Argument(help: "A Message-ID, or an e-mail address.") var subject: String
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withInstallation { installation in
                let domain = try installation.mailAddress().address.domain
                let trace = try await installation.database.read { try MailTrace.find(subject, on: $0) }
                guard !trace.entries.isEmpty else {
                    throw Refused(
                        fr:
                            "Aucun message ne porte l'identifiant « \(Terminal.harmless(subject)) », ni ne va ou ne vient de cette adresse.",
                        en:
                            "No message has the identifier '\(Terminal.harmless(subject))', nor goes to or comes from that address."
                    )
                }
                for entry in trace.entries {
                    if common.json {
                        try Terminal.printJSON(Line(entry, domain: domain))
                    } else {
                        show(entry, domain: domain, clock: try installation.clock())
                    }
                }
            }
        }

        private struct Line: Encodable {
            let at: String
            let direction: String
            let id: String
            let messageId: Nullable<String>
            let kind: Nullable<String>
            let address: Nullable<String>
            let state: String
            let attempts: Int
            let finishedAt: Nullable<String>
            let nextTryAt: Nullable<String>
            let detail: Nullable<String>

            init(_ entry: MailTrace.Entry, domain: Substring) {
                at = entry.at.iso8601
                direction = entry.direction.rawValue
                id = entry.id
                messageId = Nullable(entry.fullMessageID(domain))
                kind = Nullable(entry.what)
                address = Nullable(entry.address)
                state = entry.state
                attempts = entry.attempts
                finishedAt = Nullable(entry.finished?.iso8601)
                nextTryAt = Nullable(entry.due?.iso8601)
                detail = Nullable(entry.detail)
            }
        }

        private func show(_ entry: MailTrace.Entry, domain: Substring, clock: WallClock) {
            let arrow = entry.direction == .out ? "→" : "←"
            let what = Terminal.harmless("\(entry.what ?? "…") \(entry.address ?? "")")
            print("\(clock.iso8601(entry.at))  \(arrow)  \(what)")
            print("    \(entry.told(by: clock))")
            if let detail = entry.detail { print("    \(Terminal.harmless(detail))") }
            print("    \(entry.id)  \(Terminal.harmless(entry.fullMessageID(domain) ?? ""))")
        }
    }
}

extension MailTrace.Entry {
    fileprivate func fullMessageID(_ domain: Substring) -> String? {
        messageID.map { direction == .out ? "<\($0)@\(domain)>" : "<\($0)>" }
    }

    /// How far it has come, in words.
    fileprivate func told(by clock: WallClock) -> String {
        let finished = finished.map(clock.iso8601) ?? ""
        return switch (direction, state) {
        case (.out, "sent"):
            Terminal.text(
                fr: "remis au serveur le \(finished), \(attempts) essai(s)",
                en: "handed to the server at \(finished), \(attempts) attempt(s)")
        case (.out, "failed"):
            Terminal.text(
                fr: "échec définitif le \(finished), \(attempts) essai(s) :",
                en: "failed for good at \(finished), \(attempts) attempt(s):")
        case (.out, "cancelled"):
            Terminal.text(
                fr: "annulé le \(finished) : dépassé par les événements",
                en: "cancelled at \(finished): overtaken by events")
        case (.out, _):
            Terminal.text(
                fr:
                    "en attente, \(attempts) essai(s) ; prochain essai à partir de \(due.map(clock.iso8601) ?? "")",
                en: "waiting, \(attempts) attempt(s); next attempt from \(due.map(clock.iso8601) ?? "")")
        case (.incoming, "quarantined"):
            Terminal.text(
                fr: "reçu par \(source ?? ""), en quarantaine depuis le \(finished) :",
                en: "received by \(source ?? ""), in quarantine since \(finished):")
        case (.incoming, "done"):
            Terminal.text(
                fr: "reçu par \(source ?? ""), traité le \(finished) :",
                en: "received by \(source ?? ""), settled at \(finished):")
        case (.incoming, _):
            Terminal.text(
                fr: "reçu par \(source ?? ""), pas encore traité, \(attempts) essai(s)",
                en: "received by \(source ?? ""), not settled yet, \(attempts) attempt(s)")
        }
    }
}
