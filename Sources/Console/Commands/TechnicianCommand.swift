// opstracker technician …

internal import ArgumentParser
internal import Core

struct TechnicianCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "technician", abstract: "Who carries the operations of a campaign out.",
        subcommands: [List.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Every technician, by address, with how far their operations are.",
            discussion: "'opstracker operation assign' adds them; 'opstracker link field' gives their page.")
        @Argument var campaign: CampaignArgument
        @OptionGroup var common: CommonOptions

        private struct Line: Encodable {
            let id: String
            let email: String
            let name: String
            let operations: Int
            let done: Int
        }

        func run() async throws {
            try await common.withInstallation { installation in
                let id = campaign.id
                let loads = try await installation.database.read { connection in
                    try CampaignStore.load(id, on: connection).map { _ in
                        try TechnicianStore.loads(of: id, on: connection)
                    }
                }
                guard let loads else { throw campaign.unknown }
                let lines = loads.map {
                    Line(
                        id: $0.technician.id.text, email: $0.technician.email.text, name: $0.technician.name,
                        operations: $0.operations, done: $0.done)
                }
                if common.json {
                    for line in lines { try Terminal.printJSON(line) }
                } else {
                    Terminal.printTable(
                        Terminal.language == .french
                            ? ["ADRESSE", "NOM", "OPÉRATIONS", "RÉALISÉES"]
                            : ["ADDRESS", "NAME", "OPERATIONS", "DONE"],
                        lines.map { [$0.email, $0.name, "\($0.operations)", "\($0.done)"] })
                }
            }
        }
    }
}
