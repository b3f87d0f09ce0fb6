// opstracker mail preview: any message for anybody, before anything is sent.

internal import ArgumentParser
internal import Core
internal import Foundation
internal import MailGateway

extension MailCommand {
    struct Preview: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a message as somebody would get it, from their data; nothing is sent or kept.")

        enum Shown: String, ExpressibleByArgument, CaseIterable { case text, html, eml, subject }

        @Argument var campaign: CampaignArgument
        @Option(help: "The kind of message: confirmation, proposal, team-digest …") var kind: Message.Kind
        @Option(help: "For whom, an identifier or an e-mail address; by default the first by name.")
        var agent: String?
        @Option(help: "fr or en; by default the person's.") var language: Language?
        @Option(help: "A variant of the kind, 'placed' say; by default the usual one.") var variant: String?
        @Option(help: "text, html, eml (the whole mail) or subject.") var part = Shown.text
        @OptionGroup var common: CommonOptions

        private struct Line: Encodable {
            let kind: String
            let variant: String
            let variants: [String]
            let madeUp: [String]
            let language: String
            let to: String
            let subject: String
            let text: String
            let html: String
        }

        func run() async throws {
            try await common.withInstallation { installation in
                let preview = try await load(installation)
                let composer = try installation.composer()
                for problem in try await composer.refresh(from: installation.database, now: .now()) {
                    Terminal.say("\(problem)")
                }
                let words = try composer.words(for: preview.row)
                if !preview.madeUp.isEmpty {
                    let list = preview.madeUp.map(Self.named).joined(separator: ", ")
                    Terminal.say(
                        fr: "Inventé pour l'aperçu, faute de données : \(list).",
                        en: "Made up for the preview, for want of data: \(list).")
                }
                if common.json {
                    try Terminal.printJSON(
                        Line(
                            kind: kind.rawValue, variant: preview.variant, variants: preview.variants,
                            madeUp: preview.madeUp, language: preview.row.snapshot.language.rawValue,
                            to: preview.row.recipient.text, subject: words.subject, text: words.text,
                            html: words.html))
                    return
                }
                switch part {
                case .text: Terminal.show(words.text)
                case .html: Terminal.show(words.html)
                case .subject: Terminal.show(words.subject)
                case .eml:
                    let mail = try composer.mail(for: preview.row, now: .now())
                    FileHandle.standardOutput.write(Data(mail.bytes))
                }
            }
        }

        /// What had to be made up, in words.
        private static func named(_ facts: String) -> String {
            switch facts {
            case "appointment": Terminal.text(fr: "le rendez-vous", en: "the appointment")
            case "slots": Terminal.text(fr: "les créneaux", en: "the slots")
            case "team": Terminal.text(fr: "l'équipe", en: "the team")
            case "late": Terminal.text(fr: "les personnes en retard", en: "who is late")
            case "bounces": Terminal.text(fr: "les adresses en erreur", en: "the failing addresses")
            default: facts
            }
        }

        private func load(_ installation: Installation) async throws -> MailPreview {
            do {
                return try await MailPreview.load(
                    kind, variant, for: agent, in: language, of: campaign.id, now: .now(),
                    from: installation.database)
            } catch MailPreview.Refusal.unknownCampaign {
                throw campaign.unknown
            } catch MailPreview.Refusal.unknownPerson {
                throw Refused(
                    fr: agent.map {
                        "Personne ne porte l'identifiant ou l'adresse « \($0) » dans cette campagne."
                    }
                        ?? "La campagne n'a encore personne : importez d'abord sa population.",
                    en: agent.map { "Nobody has the identifier or address '\($0)' in this campaign." }
                        ?? "The campaign has nobody yet: import its people first.")
            } catch MailPreview.Refusal.unknownVariant(let known) {
                let list = known.joined(separator: ", ")
                throw Refused(
                    fr: "Ce message n'a pas cette variante ; il a : \(list).",
                    en: "This message has no such variant; it has: \(list).")
            }
        }
    }
}
