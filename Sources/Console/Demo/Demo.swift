// opstracker demo: a throwaway campaign, served on loopback, with an inbox to look into.

internal import ArgumentParser
internal import Core
internal import Foundation

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve a throwaway campaign on loopback, with an inbox to look into and links to click.",
        discussion: "Everything lies in a temporary folder, and goes when the demonstration ends.")

    @Option(help: "The port on 127.0.0.1.") var port = 8080
    @Option(help: "The population; by default the sample of 450.", completion: .file()) var csv: String?
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let folder = NSTemporaryDirectory() + "opstracker-demo-" + RandomToken.base32(bytes: 5)
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let installation = try await Installation(Settings(overriding: settings(in: folder)))
        do {
            let campaign = try await prepare(installation)
            let greeting = try await greeting(campaign, installation)
            let inbox = DemoInbox(
                folder: folder + "/mail", inbox: try installation.inboxService(),
                pages: try DemoPages(folder: try installation.templates() + "/demo"))
            // Links are said once they can be opened.
            let web = try installation.web(
                extend: { inbox.addRoutes(to: $0) },
                whenItAnswers: {
                    print(greeting)
                    // Into a pipe, prints would wait for a full buffer while the demonstration runs.
                    fflush(nil)
                })
            try await serve(
                [web] + installation.gatewayServices(), logger: installation.logger("demo"))
        } catch {
            await installation.database.close()
            throw error
        }
        await installation.database.close()
    }

    private func settings(in folder: String) -> [(Setting, String)] {
        [
            (.database, "sqlite:\(folder)/demo.db"), (.secrets, "\(folder)/secrets"),
            (.smtp, "maildir:\(folder)/mail"), (.listen, "127.0.0.1:\(port)"),
            (.baseURL, "http://127.0.0.1:\(port)"), (.mailFrom, "OpsTracker <rdv@ops.example>"),
        ]
    }

    /// The campaign of the sample: slots on six weeks from next week on, and everybody invited.
    private func prepare(_ installation: Installation) async throws -> Campaign {
        let file = try csv ?? installation.templates() + "/demo/migration_w11_vague1.csv"
        let population = try Population(file: file, map: [])
        let now = Instant.now()
        let clock = try installation.clock()
        let today = clock.day(now)
        let monday = today.adding(days: 8 - today.weekday)
        let draft = CampaignDraft(
            name: "Migration Windows 11 – Vague 1", startsOn: monday, endsOn: monday.adding(days: 53),
            mode: .mixed,
            type: "Migration Windows 11",
            description:
                "Un technicien installe Windows 11 sur votre poste. Vos documents et vos réglages sont gardés.",
            preparation:
                "Enregistrez vos documents, fermez vos applications et laissez votre poste allumé et branché.",
            contact: "Assistance informatique, poste 4040", clock: clock)
        let campaign = try await CampaignDesk(installation.database).create(draft, by: .console, now: now)
        _ = try await population.run(into: campaign.id, installation, log: nil, keepingLog: false)
        let hours = [SlotPlan.Hours("09:00-12:00"), SlotPlan.Hours("14:00-17:00")].compactMap { $0 }
        _ = try await SlotDesk(installation.database).generate(
            SlotPlan(
                from: monday, to: monday.adding(days: 39), hours: hours, duration: campaign.durationMinutes,
                capacity: 5, place: "Sur votre poste"), in: campaign.id, by: .console, now: now)
        _ = try await Launch(installation.database).invite(campaign.id, by: .console, now: now)
        try await DemoField(installation: installation, campaign: campaign, now: now).prepare()
        return campaign
    }

    /// What to open in a browser.
    private func greeting(_ campaign: Campaign, _ installation: Installation) async throws -> String {
        let base = installation.baseURL
        let links = try await links(campaign, installation)
        let lines =
            [
                (
                    Terminal.text(fr: "la boîte aux lettres de tous", en: "the inbox of all of them"),
                    "\(base)/inbox"
                )
            ] + links
        let width = lines.map(\.0.count).max() ?? 0
        let list = lines.map { "  \($0.0.padding(toLength: width, withPad: " ", startingAt: 0))   \($0.1)" }
        return Terminal.text(
            fr: """

                La démonstration tourne. À ouvrir dans un navigateur :
                \(list.joined(separator: "\n"))
                Ctrl-C termine et efface tout.
                """,
            en: """

                The demonstration runs. Open in a browser:
                \(list.joined(separator: "\n"))
                Ctrl-C ends it and removes everything.
                """)
    }

    /// A page of each kind, with whose it is.
    private func links(
        _ campaign: Campaign, _ installation: Installation
    ) async throws -> [(String, String)] {
        let keys = try installation.keys()
        let expires = campaign.linksExpireAt
        var links: [(String, SignedLink)] = []
        let rows = try await installation.database.read { try $0.query(Self.people) }
        for row in rows {
            links += [
                (
                    Terminal.text(fr: "la page d'un agent", en: "an agent's page"),
                    SignedLink(
                        purpose: .agent, subject: try row("agent"), epoch: try row("epoch"), expires: expires)
                ),
                (
                    Terminal.text(fr: "l'équipe de son responsable", en: "their manager's team"),
                    SignedLink(
                        purpose: .team, subject: try row("manager"), epoch: try row("manager_epoch"),
                        expires: expires)
                ),
            ]
        }
        let technicians = try await installation.database.read {
            try TechnicianStore.list(of: campaign.id, on: $0)
        }
        for technician in technicians {
            links.append(
                (
                    Terminal.text(fr: "la journée du technicien", en: "the technician's day"),
                    SignedLink(
                        purpose: .field, subject: technician.id.text, epoch: technician.linkEpoch,
                        expires: expires)
                ))
        }
        let share = try await ShareDesk(installation.database).share(
            campaign.id, label: "", until: nil, by: .console, now: .now())
        links.append(
            (
                Terminal.text(fr: "le tableau de bord partagé", en: "the shared dashboard"),
                SignedLink(
                    purpose: .share, subject: share.id.text, epoch: share.linkEpoch, expires: share.expires)
            ))
        return links.map {
            ($0.0, "\(installation.baseURL)\($0.1.purpose.path)\($0.1.token(signedBy: keys) ?? "")")
        }
    }

    private static let people = """
        SELECT agents.id AS agent, agents.link_epoch AS epoch, managers.id AS manager,
            managers.link_epoch AS manager_epoch
        FROM agents JOIN managers ON managers.id = agents.manager_id ORDER BY agents.id LIMIT 1
        """
}
