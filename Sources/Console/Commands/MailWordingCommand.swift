// opstracker mail wording: a campaign's own words for a message.

internal import ArgumentParser
internal import Core
internal import MailGateway

struct MailWordingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wording", abstract: "Show, set or reset a campaign's own words for a message.",
        discussion:
            "Words are a Mustache template, like those under templates/mail: 'show' prints the ones in use, to begin from.",
        subcommands: [Show.self, Set.self, Reset.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The words in use, and the variables there are.")
        @OptionGroup var place: WordingPlace
        @OptionGroup var common: CommonOptions

        private struct Line: Encodable {
            let kind: String
            let language: String
            let part: String
            let own: Bool
            let body: String
            let variables: [String]
        }

        func run() async throws {
            try await common.withInstallation { installation in
                let templates = try installation.mailTemplates()
                let own = try await place.campaign.refusingMail {
                    try await CampaignMail(installation.database).wordings(of: place.campaign.id)
                }.first { $0.kind == place.kind && $0.language == place.language && $0.part == place.part }
                let body = own?.body ?? templates.source(of: place.kind, place.language, place.part)
                let variables = Templates.variables(of: place.kind)
                if common.json {
                    try Terminal.printJSON(
                        Line(
                            kind: place.kind.rawValue, language: place.language.rawValue,
                            part: place.part.rawValue, own: own != nil, body: body, variables: variables))
                } else {
                    Terminal.show(body)
                    Terminal.say(
                        fr: "Variables de ce message : \(variables.joined(separator: ", ")).",
                        en: "Variables of this message: \(variables.joined(separator: ", ")).")
                }
            }
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Use the campaign's own words; standard input by default.")
        @OptionGroup var place: WordingPlace
        @Option(help: "A file with the words.", completion: .file()) var file: String?
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let bytes = try file.map(Input.file) ?? Input.standardInput()
            guard let body = String(validating: bytes, as: UTF8.self) else {
                throw Refused(
                    fr: "Le texte n'est pas en UTF-8 : enregistrez-le ainsi, puis recommencez.",
                    en: "The text is not UTF-8: save it as such, then try again.")
            }
            try await common.withInstallation { installation in
                let wording = Wording(
                    campaign: place.campaign.id, kind: place.kind, language: place.language, part: place.part,
                    body: place.part == .subject ? body.trimmingSuffix(while: \.isNewline) : body)
                let problems = try installation.mailTemplates().problems(in: wording)
                guard problems.isEmpty else {
                    throw Refused(problems.map { $0.told(of: place.kind) }.joined(separator: "\n"))
                }
                try await place.campaign.refusingMail {
                    try await CampaignMail(installation.database).reword(wording, by: .console, now: .now())
                }
                try place.tell(own: true, json: common.json)
            }
        }
    }

    struct Reset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Go back to the words that everybody has.")
        @OptionGroup var place: WordingPlace
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withInstallation { installation in
                _ = try await place.campaign.refusingMail {
                    try await CampaignMail(installation.database).reset(
                        place.kind, place.language, place.part, in: place.campaign.id, by: .console,
                        now: .now())
                }
                try place.tell(own: false, json: common.json)
            }
        }
    }
}

/// Which words are meant.
struct WordingPlace: ParsableArguments {
    @Argument var campaign: CampaignArgument
    @Option(help: "The kind of message: invitation, reminder …") var kind: Message.Kind
    @Option(help: "fr or en.") var language = Language.french
    @Option(help: "subject, text or html.") var part: MessagePart

    func tell(own: Bool, json: Bool) throws {
        struct Line: Encodable {
            let kind: String
            let language: String
            let part: String
            let own: Bool
        }
        if json {
            try Terminal.printJSON(
                Line(kind: kind.rawValue, language: language.rawValue, part: part.rawValue, own: own))
        } else {
            Terminal.say(
                fr: own ? "Les messages suivants le diront ainsi." : "Les mots communs servent de nouveau.",
                en: own ? "The next messages will say it so." : "The common words serve again.")
        }
    }
}

extension TemplateProblem {
    /// The fault in words, for who wrote it.
    fileprivate func told(of kind: Message.Kind) -> String {
        (line.map { Terminal.text(fr: "Ligne \($0) : ", en: "Line \($0): ") } ?? "") + reason(for: kind)
    }

    private func reason(for kind: Message.Kind) -> String {
        switch fault {
        case .unknownVariable(let name):
            Terminal.text(
                fr: """
                    « \(name) » n'est pas une variable de ce message. Il a : \
                    \(Templates.variables(of: kind).joined(separator: ", ")).
                    """,
                en: """
                    '\(name)' is no variable of this message. It has: \
                    \(Templates.variables(of: kind).joined(separator: ", ")).
                    """)
        case .unknownPart(let name):
            Terminal.text(fr: "il n'y a pas de partie « \(name) ».", en: "there is no part '\(name)'.")
        case .endless(let name):
            Terminal.text(
                fr: "la partie « \(name) » se contient elle-même.", en: "the part '\(name)' holds itself.")
        case .syntax(let reason):
            Terminal.text(
                fr: "ce n'est pas un modèle Mustache : une section est-elle restée ouverte ? (\(reason))",
                en: "this is no Mustache template: was a section left open? (\(reason))")
        case .noLink:
            Terminal.text(
                fr: "Le lien {{link}} doit toujours être montré, hors de toute condition.",
                en: "The link {{link}} must always be shown, outside of any condition.")
        case .notAllowed(.tooLong):
            Terminal.text(
                fr: "Le texte dépasse \(Wording.longest) caractères.",
                en: "The text is longer than \(Wording.longest) characters.")
        case .notAllowed(.tag(let tag)):
            Terminal.text(
                fr: "« \(tag) » n'est pas permis ici : variables, sections et parties communes le sont.",
                en: "'\(tag)' is not allowed here: variables, sections and shared parts are.")
        case .notAllowed(.nesting(let name)):
            Terminal.text(
                fr: "la section « \(name) » est imbriquée trop profondément.",
                en: "the section '\(name)' is nested too deep.")
        case .notAllowed(.foreign(let what)):
            Terminal.text(
                fr: "« \(what) » ferait chercher ou exécuter quelque chose par la messagerie du lecteur.",
                en: "'\(what)' would have the reader's program fetch or run something.")
        case .notAllowed(.manyLines):
            Terminal.text(
                fr: "Un objet tient en une ligne, et n'est pas vide.",
                en: "A subject is one line, and is not empty.")
        case .missing, .notText: "\(self)"
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> String {
        String(self[..<(lastIndex { !isTrimmed($0) }.map(index(after:)) ?? startIndex)])
    }
}
