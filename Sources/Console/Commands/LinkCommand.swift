// opstracker link …

internal import ArgumentParser
internal import Core

struct LinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link",
        abstract:
            "Print the signed link of an agent, a manager, a technician or a shared dashboard, or revoke it.",
        subcommands: [AgentLink.self, TeamLink.self, FieldLink.self, ShareLink.self])

    struct AgentLink: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "agent", abstract: "An agent's page, /b/TOKEN.")
        @OptionGroup var options: LinkOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withInstallation { installation in
                let subject = try await options.find(installation) { person, campaign, connection in
                    try AgentStore.find(person, in: campaign, on: connection).map { agent in
                        LinkSubject(
                            purpose: .agent, id: agent.id.text, epoch: agent.linkEpoch,
                            campaign: agent.campaign
                        ) { try AgentStore.revokeLinks(of: agent.id, on: $0) }
                    }
                }
                try await options.show(subject, installation, json: common.json)
            }
        }
    }

    struct TeamLink: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "team", abstract: "The team of a manager or a delegate, /t/TOKEN.")
        @OptionGroup var options: LinkOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withInstallation { installation in
                let subject = try await options.find(installation) { person, campaign, connection in
                    if let manager = try ManagerStore.find(person, in: campaign, on: connection) {
                        return LinkSubject(
                            purpose: .team, id: manager.id.text, epoch: manager.linkEpoch,
                            campaign: manager.campaign
                        ) { try ManagerStore.revokeLinks(of: manager.id, on: $0) }
                    }
                    // RG-114.
                    return try DelegateStore.find(person, in: campaign, on: connection).map { delegate in
                        LinkSubject(
                            purpose: .team, id: delegate.id.text, epoch: delegate.linkEpoch,
                            campaign: delegate.campaign
                        ) { try DelegateStore.revokeLinks(of: delegate.id, on: $0) }
                    }
                }
                try await options.show(subject, installation, json: common.json)
            }
        }
    }

    struct FieldLink: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "field",
            abstract: "A technician's day, /f/TOKEN; revoke it where a telephone is lost.")
        @OptionGroup var options: LinkOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withInstallation { installation in
                let subject = try await options.find(installation) { person, campaign, connection in
                    try TechnicianStore.find(person, in: campaign, on: connection).map { technician in
                        LinkSubject(
                            purpose: .field, id: technician.id.text, epoch: technician.linkEpoch,
                            campaign: technician.campaign
                        ) { try TechnicianStore.revokeLinks(of: technician.id, on: $0) }
                    }
                }
                try await options.show(subject, installation, json: common.json)
            }
        }
    }
}

/// Whom a link is for, and how the links sent to them before are revoked.
struct LinkSubject: Sendable {
    let purpose: LinkPurpose
    let id: String
    let epoch: Int
    let campaign: Campaign.ID
    let revoke: @Sendable (any SQLConnection) throws -> Void
}

/// Whose link, and whether to revoke it.
struct LinkOptions: ParsableArguments {
    @Argument(help: "An identifier, or an e-mail address.") var person: String
    @Option(help: "The campaign, where an address is in several; by default the newest.")
    var campaign: CampaignArgument?
    @Flag(help: "Revoke every link sent before, and print a new one.") var revoke = false

    /// Throws `Refused` where nobody is found.
    func find(
        _ installation: Installation,
        _ look: @escaping @Sendable (String, Campaign.ID?, any SQLConnection) throws -> LinkSubject?
    ) async throws -> LinkSubject {
        let (person, campaign) = (person, campaign?.id)
        guard let subject = try await installation.database.read({ try look(person, campaign, $0) }) else {
            throw unknown
        }
        return subject
    }

    /// Revokes where that was asked for, then prints the link.
    func show(_ subject: LinkSubject, _ installation: Installation, json: Bool) async throws {
        guard let campaign = try await CampaignDesk(installation.database).load(subject.campaign) else {
            throw unknown
        }
        if revoke {
            try await installation.database.transaction { connection in
                try subject.revoke(connection)
                try Journal.append(
                    "links revoked", subject: subject.id, campaign: subject.campaign, by: .console,
                    now: .now(),
                    on: connection)
            }
        }
        let link = SignedLink(
            purpose: subject.purpose, subject: subject.id, epoch: subject.epoch + (revoke ? 1 : 0),
            expires: campaign.linksExpireAt)
        guard let token = link.token(signedBy: try installation.keys()) else { throw unknown }
        let url = "\(installation.baseURL)\(link.purpose.path)\(token)"
        if json {
            try Terminal.printJSON(["link": url, "expires": campaign.clock.iso8601(link.expires)])
        } else {
            print(url)
        }
    }

    private var unknown: Refused {
        Refused(
            fr: "Personne ne porte l'identifiant ou l'adresse « \(person) » dans cette campagne.",
            en: "Nobody has the identifier or address '\(person)' in this campaign.")
    }
}
