// opstracker delegate …: people who place the services entrusted to them (RG-114).

internal import ArgumentParser
internal import Core

struct DelegateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delegate",
        abstract: "Name the people who place services entrusted to them, without being their managers.",
        discussion:
            "A delegate has the page of a team for these services: 'link team ADDRESS' prints its link, and 'campaign invite' sends it.",
        subcommands: [Add.self, List.self, Remove.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Entrust services to somebody, besides those that they have.")
        @Argument var campaign: CampaignArgument
        @Argument(help: "The delegate's e-mail address.") var email: EmailAddress
        @Option(help: "How mails greet the delegate.") var name = ""
        @Option(help: "A service, as the imported file names it; may be given several times.")
        var service: [String] = []
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withInstallation { installation in
                let entrusted = try await refusing(campaign, email) {
                    try await Delegates(installation.database).add(
                        email, name: name, services: service, to: campaign.id, by: .console, now: .now())
                }
                try common.show(entrusted)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The delegates of a campaign.")
        @Argument var campaign: CampaignArgument
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withInstallation { installation in
                let all = try await refusing(campaign, nil) {
                    try await Delegates(installation.database).list(of: campaign.id)
                }
                if common.json {
                    for entrusted in all { try Terminal.printJSON(DelegateLine(entrusted)) }
                } else if all.isEmpty {
                    Terminal.say(fr: "Aucun délégué.", en: "No delegate.")
                } else {
                    Terminal.printTable(
                        Terminal.language == .french
                            ? ["ADRESSE", "NOM", "SERVICES", "AGENTS"]
                            : ["ADDRESS", "NAME", "SERVICES", "AGENTS"],
                        all.map {
                            [
                                $0.delegate.email.text, $0.delegate.name,
                                $0.services.joined(separator: ", "), String($0.agents),
                            ]
                        })
                }
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take services from a delegate; without --service, all of them, and their link.")
        @Argument var campaign: CampaignArgument
        @Argument(help: "The delegate's e-mail address.") var email: EmailAddress
        @Option(help: "The one service to take.") var service: String?
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withInstallation { installation in
                let left = try await refusing(campaign, email) {
                    try await Delegates(installation.database).remove(
                        email, service: service, from: campaign.id, by: .console, now: .now())
                }
                try common.show(left)
            }
        }
    }
}

private struct DelegateLine: Encodable {
    let id: String
    let email: String
    let name: String
    let services: [String]
    let agents: Int

    init(_ entrusted: Delegates.Entrusted) {
        id = entrusted.delegate.id.text
        email = entrusted.delegate.email.text
        name = entrusted.delegate.name
        services = entrusted.services
        agents = entrusted.agents
    }
}

extension CommonOptions {
    fileprivate func show(_ entrusted: Delegates.Entrusted) throws {
        if json { return try Terminal.printJSON(DelegateLine(entrusted)) }
        let address = entrusted.delegate.email.text
        guard !entrusted.services.isEmpty else {
            return Terminal.say(
                fr: "Plus rien n'est confié à \(address) ; ses liens sont révoqués.",
                en: "Nothing is entrusted to \(address) any more; the links are revoked.")
        }
        let services = Terminal.harmless(entrusted.services.joined(separator: ", "))
        Terminal.say(
            fr: "\(address) place \(entrusted.agents) agents : \(services).",
            en: "\(address) places \(entrusted.agents) agents: \(services).")
    }
}

/// Runs a use case of delegates, with its refusals in words.
private func refusing<T: Sendable>(
    _ campaign: CampaignArgument, _ email: EmailAddress?, _ body: () async throws -> T
) async throws -> T {
    do {
        return try await body()
    } catch let refusal as Delegates.Refusal {
        switch refusal {
        case .unknownCampaign:
            throw Refused(
                fr: "Aucune campagne ne porte l'identifiant \(campaign.id).",
                en: "No campaign has the identifier \(campaign.id).")
        case .unknownDelegate:
            throw Refused(
                fr: "\(email?.text ?? "") n'est pas un délégué de cette campagne.",
                en: "\(email?.text ?? "") is no delegate of this campaign.")
        case .noService:
            throw Refused(
                fr: "Dites quels services confier : --service « Comptabilité ».",
                en: "Say which services to entrust: --service 'Accounting'.")
        case .unknownService(let service, let known):
            let (service, list) = (
                Terminal.harmless(service), Terminal.harmless(known.joined(separator: ", "))
            )
            throw Refused(
                fr: "Aucun agent n'est du service « \(service) ». Services connus : \(list).",
                en: "No agent is of the service '\(service)'. Known services: \(list).")
        }
    }
}
