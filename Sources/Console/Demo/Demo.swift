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
        return campaign
    }

    /// What to open in a browser.
    private func greeting(_ campaign: Campaign, _ installation: Installation) async throws -> String {
        let people = try await installation.database.read { connection in
            try connection.query(
                """
                SELECT agents.id AS agent, agents.link_epoch AS epoch, managers.id AS manager,
                    managers.link_epoch AS manager_epoch
                FROM agents JOIN managers ON managers.id = agents.manager_id ORDER BY agents.id LIMIT 1
                """)
        }
        guard let row = people.first else { return "" }
        let keys = try installation.keys()
        let agent = SignedLink(
            purpose: .agent, subject: try row("agent"), epoch: try row("epoch"),
            expires: campaign.linksExpireAt)
        let team = SignedLink(
            purpose: .team, subject: try row("manager"), epoch: try row("manager_epoch"),
            expires: campaign.linksExpireAt)
        let base = installation.baseURL
        let links = [agent, team].map { "\(base)\($0.purpose.path)\($0.token(signedBy: keys) ?? "")" }
        return Terminal.text(
            fr: """

                La démonstration tourne. À ouvrir dans un navigateur :
                  la boîte aux lettres des 450 personnes   \(base)/inbox
                  la page d'un agent                       \(links[0])
                  la page de son responsable               \(links[1])
                Ctrl-C termine et efface tout.
                """,
            en: """

                The demonstration runs. Open in a browser:
                  the inbox of the 450 people   \(base)/inbox
                  an agent's page               \(links[0])
                  the page of their manager     \(links[1])
                Ctrl-C ends it and removes everything.
                """)
    }
}
