// opstracker link …

internal import ArgumentParser
internal import Core

struct LinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link", abstract: "Print the signed link of an agent or a manager, or revoke it.",
        subcommands: [AgentLink.self, TeamLink.self])

    struct AgentLink: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "agent", abstract: "An agent's page, /b/TOKEN.")
        @OptionGroup var options: LinkOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let person = options.person
            let campaign = options.campaign?.id
            try await common.withInstallation { installation in
                let agent = try await installation.database.read { connection in
                    try AgentStore.find(person, in: campaign, on: connection)
                }
                guard let agent else { throw options.unknown }
                try await options.finish(
                    .agent, subject: agent.id.text, epoch: agent.linkEpoch, campaign: agent.campaign,
                    installation,
                    json: common.json
                ) { try AgentStore.revokeLinks(of: agent.id, on: $0) }
            }
        }
    }

    struct TeamLink: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "team", abstract: "A manager's team, /t/TOKEN.")
        @OptionGroup var options: LinkOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let person = options.person
            let campaign = options.campaign?.id
            try await common.withInstallation { installation in
                let manager = try await installation.database.read { connection in
                    try ManagerStore.find(person, in: campaign, on: connection)
                }
                guard let manager else { throw options.unknown }
                try await options.finish(
                    .team, subject: manager.id.text, epoch: manager.linkEpoch, campaign: manager.campaign,
                    installation,
                    json: common.json
                ) { try ManagerStore.revokeLinks(of: manager.id, on: $0) }
            }
        }
    }
}

/// Whose link, and whether to revoke it.
struct LinkOptions: ParsableArguments {
    @Argument(help: "An identifier, or an e-mail address.") var person: String
    @Option(help: "The campaign, where an address is in several; by default the newest.") var campaign:
        CampaignArgument?
    @Flag(help: "Revoke every link sent before, and print a new one.") var revoke = false

    var unknown: Refused {
        Refused(
            fr: "Personne ne porte l'identifiant ou l'adresse « \(person) » dans cette campagne.",
            en: "Nobody has the identifier or address '\(person)' in this campaign.")
    }

    /// Revokes where that was asked for, then prints the link.
    func finish(
        _ purpose: LinkPurpose, subject: String, epoch: Int, campaign id: Campaign.ID,
        _ installation: Installation,
        json: Bool, revoking: @escaping @Sendable (any SQLConnection) throws -> Void
    ) async throws {
        guard let campaign = try await CampaignDesk(installation.database).load(id) else { throw unknown }
        var epoch = epoch
        if revoke {
            epoch += 1
            try await installation.database.transaction { connection in
                try revoking(connection)
                try Journal.append(
                    "links revoked", subject: subject, campaign: id, by: .console, now: .now(), on: connection
                )
            }
        }
        let link = SignedLink(
            purpose: purpose, subject: subject, epoch: epoch, expires: campaign.linksExpireAt)
        guard let token = link.token(signedBy: try installation.keys()) else { throw unknown }
        let url = "\(installation.baseURL)\(purpose.path)\(token)"
        if json {
            try Terminal.printJSON(["link": url, "expires": campaign.clock.iso8601(link.expires)])
        } else {
            print(url)
        }
    }
}
