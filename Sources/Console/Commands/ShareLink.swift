// opstracker link share: links to a campaign's shared dashboard (RG-041).

internal import ArgumentParser
internal import Core

extension LinkCommand {
    struct ShareLink: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "share", abstract: "A campaign's shared dashboard, /s/TOKEN: read-only.",
            discussion: """
                With a campaign's identifier, prints a link for whoever is to see its figures, and makes it where there is \
                none of this label. With a shared link's identifier, which --list shows, prints that link again, or \
                revokes it alone.
                """)

        @Argument(help: "A campaign's identifier, or a shared link's.") var id: String
        @Option(help: "For whom it is, to tell links apart.") var label = ""
        @Option(
            help: "The last day on which it opens, YYYY-MM-DD; by default as long as the campaign's links.")
        var expires: Day?
        @Flag(help: "Revoke every shared link of the campaign, and print a new one; or revoke one link.")
        var revoke = false
        @Flag(help: "Show every shared link of the campaign.") var list = false
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await common.withInstallation { installation in
                let desk = ShareDesk(installation.database)
                if let known = Share.ID(id), let share = try await desk.load(known) {
                    try await one(share, desk, installation)
                } else if let campaign = Campaign.ID(id) {
                    try await ShareLink.refusing(id) { try await all(campaign, desk, installation) }
                } else {
                    throw ShareLink.unknown(id)
                }
            }
        }

        private func one(_ share: Share, _ desk: ShareDesk, _ installation: Installation) async throws {
            guard revoke else {
                guard share.stands(at: .now()) else {
                    throw Refused(
                        fr:
                            "Ce partage est terminé : « opstracker link share \(share.campaign) » en fait un autre.",
                        en: "This share has ended: 'opstracker link share \(share.campaign)' makes another.")
                }
                return try await show(share, installation)
            }
            _ = try await desk.revoke(share.campaign, only: share.id, by: .console, now: .now())
            if common.json { try Terminal.printJSON(["revoked": share.id.text]) }
            Terminal.say(fr: "Le lien ne s'ouvre plus.", en: "The link no longer opens.")
        }

        private func all(
            _ campaign: Campaign.ID, _ desk: ShareDesk, _ installation: Installation
        ) async throws {
            if list {
                return try showAll(try await desk.list(of: campaign))
            }
            if revoke { _ = try await desk.revoke(campaign, by: .console, now: .now()) }
            let share = try await desk.share(
                campaign, label: label, until: expires, by: .console, now: .now())
            try await show(share, installation)
        }

        private func show(_ share: Share, _ installation: Installation) async throws {
            guard let token = SignedLink(share.grant).token(signedBy: try installation.keys()),
                let campaign = try await CampaignDesk(installation.database).load(share.campaign)
            else { throw ShareLink.unknown(id) }
            let url = "\(installation.baseURL)\(LinkPurpose.share.path)\(token)"
            if common.json {
                try Terminal.printJSON([
                    "id": share.id.text, "link": url, "label": share.label,
                    "expires": campaign.clock.iso8601(share.expires),
                ])
            } else {
                print(url)
            }
        }

        private func showAll(_ shares: [Share]) throws {
            let now = Instant.now()
            if common.json {
                for share in shares { try Terminal.printJSON(Line(share, now: now)) }
            } else {
                Terminal.printTable(
                    ["ID", "STATE", "EXPIRES", "LABEL"],
                    shares.map { share in
                        let line = Line(share, now: now)
                        return [line.id, line.state, line.expires, line.label]
                    })
            }
        }

        private struct Line: Encodable {
            let id: String
            let label: String
            /// standing, expired or revoked.
            let state: String
            let created: String
            let expires: String

            init(_ share: Share, now: Instant) {
                id = share.id.text
                label = share.label
                state = share.revoked != nil ? "revoked" : share.stands(at: now) ? "standing" : "expired"
                created = share.created.iso8601
                expires = share.expires.iso8601
            }
        }

        private static func refusing(_ id: String, _ work: () async throws -> Void) async throws {
            do { try await work() } catch let refusal as ShareRefusal {
                switch refusal {
                case .unknownCampaign: throw unknown(id)
                case .expiry:
                    throw Refused(
                        fr: "Le partage doit finir après aujourd'hui, et d'ici dix ans : corrigez --expires.",
                        en: "The share must end after today, and within ten years: correct --expires.")
                case .label:
                    throw Refused(
                        fr: "Le libellé dépasse 200 caractères : raccourcissez-le.",
                        en: "The label is over 200 characters: shorten it.")
                }
            }
        }

        private static func unknown(_ id: String) -> Refused {
            Refused(
                fr:
                    "« \(id) » n'est ni une campagne ni un partage : « opstracker campaign list » les montre.",
                en: "'\(id)' is neither a campaign nor a shared link: see 'opstracker campaign list'.")
        }
    }
}
