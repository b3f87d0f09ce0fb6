// opstracker campaign checklist …

internal import ArgumentParser
internal import Core

struct CampaignChecklist: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checklist", abstract: "Give a campaign its checklist, or none.",
        discussion: "What has begun keeps the checklist that it began with.")
    @Argument var campaign: CampaignArgument
    @Argument(help: "A checklist that was added, or one that is shipped.") var name: String?
    @Flag(help: "The campaign has no checklist.") var none = false
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard (name != nil) != none else { throw ValidationError("Name a checklist, or say --none.") }
    }

    func run() async throws {
        try await common.withInstallation { installation in
            guard try await CampaignDesk(installation.database).load(campaign.id) != nil else {
                throw campaign.unknown
            }
            if let name {
                try await installation.giveChecklist(name, to: campaign.id)
            } else {
                do {
                    try await ChecklistDesk(installation.database).assign(
                        nil, to: campaign.id, by: .console, now: .now())
                } catch let refusal as ChecklistRefusal { throw refusal.refused }
            }
            if common.json {
                try Terminal.printJSON(["checklist": Nullable(name)])
            } else {
                Terminal.say(
                    fr: name.map { "Checklist de la campagne : \($0)." }
                        ?? "La campagne n'a plus de checklist.",
                    en: name.map { "The campaign's checklist: \($0)." }
                        ?? "The campaign has no checklist now.")
            }
        }
    }
}
