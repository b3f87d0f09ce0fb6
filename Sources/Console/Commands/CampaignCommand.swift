// opstracker campaign …

internal import ArgumentParser
internal import Core

struct CampaignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "campaign", abstract: "Create, show, open and invite to campaigns.",
        subcommands: [
            Create.self, List.self, Show.self, Open.self, Archive.self, Restore.self, Invite.self,
            Addresses.self, CampaignChecklist.self, Wishes.self,
        ])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create a campaign, with its people where a CSV is given.")

        @Option(help: "What the campaign is called.") var name: String
        @Option(help: "The first day, YYYY-MM-DD.") var start: Day
        @Option(help: "The last day, YYYY-MM-DD.") var end: Day
        @Option(help: "Who chooses the slots: agent, manager, list or mixed.") var mode: BookingMode
        @Option(help: "What agents are invited to (\"Migration Windows 11\").") var type: String?
        @Option(help: "What will happen, in a sentence or two.") var description = ""
        @Option(help: "How to prepare.") var preparation = ""
        @Option(help: "Whom to call.") var contact = ""
        @Option(help: "The language agents are written to in: fr or en.") var language = Language.french
        @Option(help: "Slots lock this many days before.") var lockDays = 2
        @Option(help: "Reminders leave this many days before.") var reminderDays = 2
        @Option(help: "By when agents should have answered, YYYY-MM-DD; the first day by default.")
        var answerBy: Day?
        @Option(help: "Those who have not answered are asked again this many days before.")
        var answerReminderDays = 7
        @Option(help: "Agents may answer to a proposed slot until this many days before it.")
        var proposalDays = 3
        @Option(help: "What silence about a proposed slot does to the place: keep or free.")
        var silence = Silence.keep
        @Option(help: "Who is told of lateness and of addresses that fail: an e-mail address.")
        var coordinator: EmailAddress?
        @Option(help: "What technicians work through: a checklist that was added, or one that is shipped.")
        var checklist: String?
        @Option(help: "The population, a CSV file.", completion: .file(extensions: ["csv"])) var csv: String?
        @Option(help: "COLUMN=ROLE, to override a guess; may be repeated.") var map: [String] = []
        @Option(help: "Where to write the log of skipped rows.", completion: .file()) var log: String?
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withInstallation { installation in
                let population = try csv.map { try Population(file: $0, map: map) }
                var draft = CampaignDraft(
                    name: name, startsOn: start, endsOn: end, mode: mode, type: type,
                    description: description,
                    preparation: preparation, contact: contact, clock: try installation.clock(),
                    language: language)
                draft.lockDays = lockDays
                draft.reminderDays = reminderDays
                draft.answerBy = answerBy
                draft.answerReminderDays = answerReminderDays
                draft.proposalDays = proposalDays
                draft.silence = silence
                draft.coordinator = coordinator
                if let checklist { try await installation.findChecklist(checklist) }
                let campaign: Campaign
                do {
                    campaign = try await CampaignDesk(installation.database).create(
                        draft, by: .console, now: .now())
                } catch let fault as CampaignDraft.Fault {
                    throw fault.refused
                }
                if let checklist { try await installation.giveChecklist(checklist, to: campaign.id) }
                let report = try await population?.run(into: campaign.id, installation, log: log)
                if common.json {
                    try Terminal.printJSON(
                        Created(
                            id: campaign.id.text, imported: report?.imported, skipped: report?.skipped,
                            log: report?.log))
                } else {
                    print(campaign.id)
                    report?.say()
                }
            }
        }

        private struct Created: Encodable {
            let id: String
            let imported: Int?
            let skipped: Int?
            let log: String?
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Every campaign, the newest first.")
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withInstallation { installation in
                let campaigns = try await CampaignDesk(installation.database).list()
                if common.json {
                    for campaign in campaigns { try Terminal.printJSON(CampaignLine(campaign)) }
                } else {
                    Terminal.printTable(
                        ["ID", "STATE", "MODE", "FROM", "TO", "NAME"],
                        campaigns.map {
                            [
                                $0.id.text, $0.state.rawValue, $0.mode.rawValue, "\($0.startsOn)",
                                "\($0.endsOn)",
                                $0.name,
                            ]
                        })
                }
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One campaign.")
        @Argument var campaign: CampaignArgument
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withInstallation { installation in
                try await show(campaign, installation, json: common.json)
            }
        }
    }

    struct Open: CampaignStateCommand {
        static let configuration = CommandConfiguration(
            abstract: "End the preparation: agents can book from now on.")
        @Argument var campaign: CampaignArgument
        @OptionGroup var common: CommonOptions

        func change(at desk: CampaignDesk) async throws {
            try await desk.open(campaign.id, by: .console, now: .now())
        }
    }

    struct Archive: CampaignStateCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set a campaign aside, read-only; 'restore' undoes it.")
        @Argument var campaign: CampaignArgument
        @OptionGroup var common: CommonOptions

        func change(at desk: CampaignDesk) async throws {
            try await desk.archive(campaign.id, by: .console, now: .now())
        }
    }

    struct Restore: CampaignStateCommand {
        static let configuration = CommandConfiguration(abstract: "Bring an archived campaign back.")
        @Argument var campaign: CampaignArgument
        @OptionGroup var common: CommonOptions

        func change(at desk: CampaignDesk) async throws {
            try await desk.restore(campaign.id, by: .console, now: .now())
        }
    }
}

/// A command that moves a campaign to another state, then shows it.
protocol CampaignStateCommand: AsyncParsableCommand {
    var campaign: CampaignArgument { get }
    var common: CommonOptions { get }

    /// Throws `CampaignRefusal` where that is not possible.
    func change(at desk: CampaignDesk) async throws
}

extension CampaignStateCommand {
    func run() async throws {
        try await common.withInstallation { installation in
            try await campaign.refusing { try await change(at: CampaignDesk(installation.database)) }
            try await show(campaign, installation, json: common.json)
        }
    }
}

/// A campaign as scripts read it.
private struct CampaignLine: Encodable {
    let id: String
    let name: String
    let type: String
    let state: String
    let mode: String
    let start: String
    let end: String
    let timeZone: String
    let language: String
    let lockDays: Int
    let reminderDays: Int
    let answerBy: String
    let answerReminderDays: Int
    let proposalDays: Int
    let silence: String
    let coordinator: Nullable<String>

    init(_ campaign: Campaign) {
        id = campaign.id.text
        name = campaign.name
        type = campaign.type
        state = campaign.state.rawValue
        mode = campaign.mode.rawValue
        start = campaign.startsOn.description
        end = campaign.endsOn.description
        timeZone = campaign.clock.name
        language = campaign.language.rawValue
        lockDays = campaign.lockDays
        reminderDays = campaign.reminderDays
        answerBy = campaign.answerBy.description
        answerReminderDays = campaign.answerReminderDays
        proposalDays = campaign.proposalDays
        silence = campaign.silence.rawValue
        coordinator = Nullable(campaign.coordinator?.text)
    }
}

private func show(_ argument: CampaignArgument, _ installation: Installation, json: Bool) async throws {
    guard let campaign = try await CampaignDesk(installation.database).load(argument.id) else {
        throw argument.unknown
    }
    if json {
        try Terminal.printJSON(CampaignLine(campaign))
    } else {
        print(
            "\(Terminal.harmless(campaign.name))\n\(campaign.startsOn) → \(campaign.endsOn)  \(campaign.state.rawValue)  \(campaign.mode.rawValue)"
        )
        for line in campaign.mailRules { print(line) }
    }
}

extension Campaign {
    /// What the clock does of itself, in words.
    fileprivate var mailRules: [String] {
        [
            Terminal.text(
                fr: "Réponses attendues jusqu'au \(answerBy), relance \(answerReminderDays) jours avant.",
                en: "Answers are due by \(answerBy), asked for again \(answerReminderDays) days before."),
            silence == .keep
                ? Terminal.text(
                    fr: "Sans réponse \(proposalDays) jours avant, un créneau proposé est gardé.",
                    en: "Without an answer \(proposalDays) days before, a proposed slot is kept.")
                : Terminal.text(
                    fr: "Sans réponse \(proposalDays) jours avant, un créneau proposé est libéré.",
                    en: "Without an answer \(proposalDays) days before, a proposed slot is freed."),
            coordinator.map {
                Terminal.text(
                    fr: "Retards et adresses en erreur : signalés à \($0).",
                    en: "Lateness and failing addresses are told to \($0).")
            }
                ?? Terminal.text(
                    fr:
                        "Retards et adresses en erreur : signalés à personne (« campaign create --coordinator »).",
                    en: "Lateness and failing addresses are told to nobody ('campaign create --coordinator')."
                ),
        ]
    }
}

extension CampaignArgument {
    /// Runs a use case, and tells its refusal in words.
    func refusing<T>(_ work: () async throws -> T) async throws -> T {
        do { return try await work() } catch let refusal as CampaignRefusal { throw told(refusal) }
    }

    private func told(_ refusal: CampaignRefusal) -> Refused {
        switch refusal {
        case .unknown: unknown
        case .wrongState(let state):
            Refused(
                fr: "La campagne est « \(state.rawValue) » : ce n'est pas possible dans cet état.",
                en: "The campaign is '\(state.rawValue)': that is not possible in this state.")
        case .nobody:
            Refused(
                fr: "Personne à inviter : importez d'abord la population (« opstracker import run »).",
                en: "Nobody to invite: import the population first ('opstracker import run').")
        case .noSlot:
            Refused(
                fr: "Aucun créneau à venir : créez-en d'abord (« opstracker slots generate »).",
                en: "No slot to come: make some first ('opstracker slots generate').")
        case .nobodyNamed:
            Refused(
                fr:
                    "En mode liste, des personnes nommées placent les agents : nommez-les d'abord (« opstracker delegate add »).",
                en: "In list mode named people place the agents: name them first ('opstracker delegate add')."
            )
        case .modeWithoutProposals:
            Refused(
                fr:
                    "En mode manager, ce sont les managers qui placent leur équipe : invitez-les (sans --propose), ou créez la campagne en mode mixte.",
                en:
                    "In manager mode managers place their teams: invite them (without --propose), or create the campaign in mixed mode."
            )
        }
    }
}

extension CampaignDraft.Fault {
    var refused: Refused {
        switch self {
        case .nameMissing: Refused(fr: "Donnez un nom à la campagne.", en: "Give the campaign a name.")
        case .nameTooLong:
            Refused(
                fr: "Le nom dépasse 200 caractères : raccourcissez-le.",
                en: "The name is over 200 characters: shorten it.")
        case .endBeforeStart:
            Refused(
                fr: "La fin est avant le début : corrigez --start ou --end.",
                en: "The end is before the start: correct --start or --end.")
        case .daysOutOfRange:
            Refused(
                fr: "Le verrouillage, les rappels et les propositions se comptent en jours, de 0 à 60.",
                en: "The lock, reminders and proposals are counted in days, from 0 to 60.")
        case .answerByAfterEnd:
            Refused(
                fr: "La date limite de réponse est après la fin : corrigez --answer-by ou --end.",
                en: "The deadline for answers is after the end: correct --answer-by or --end.")
        }
    }
}
