// opstracker operation …

internal import ArgumentParser
internal import Core

struct OperationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "operation", abstract: "List the operations of a campaign, and who carries them out.",
        subcommands: [List.self, Assign.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Every operation, by agent's name.")
        @Argument var campaign: CampaignArgument
        @OptionGroup var common: CommonOptions

        private struct Line: Encodable {
            let id: String
            let reference: String
            let state: String
            let agent: String
            let email: String
            let segment: Nullable<String>
            let technician: Nullable<String>
            let start: Nullable<String>
            let place: Nullable<String>
        }

        func run() async throws {
            try await common.withInstallation { installation in
                let clock = try await CampaignDesk(installation.database).load(campaign.id)?.clock ?? .paris
                let lines = try await campaign.refusingAssignment {
                    try await Assigning(installation.database).list(of: campaign.id)
                }.map { line in
                    Line(
                        id: line.id.text, reference: line.reference, state: line.state.rawValue,
                        agent: line.agent, email: line.email.text, segment: Nullable(line.segment),
                        technician: Nullable(line.technician?.text),
                        start: Nullable(line.starts.map(clock.iso8601)), place: Nullable(line.place))
                }
                if common.json {
                    for line in lines { try Terminal.printJSON(line) }
                } else {
                    Terminal.printTable(
                        Terminal.language == .french
                            ? ["RÉFÉRENCE", "ÉTAT", "AGENT", "SEGMENT", "TECHNICIEN", "DATE", "LIEU"]
                            : ["REFERENCE", "STATE", "AGENT", "SEGMENT", "TECHNICIAN", "DATE", "PLACE"],
                        lines.map {
                            [
                                $0.reference, $0.state, $0.agent, $0.segment.value ?? "",
                                $0.technician.value ?? "", $0.start.value ?? "", $0.place.value ?? "",
                            ]
                        })
                }
            }
        }
    }

    struct Assign: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give operations to a technician, who is told each morning whom to visit.",
            discussion: "An operation has one technician at most: the new one takes the old one's place.")

        @Argument var campaign: CampaignArgument
        @Option(help: "The technician's e-mail address.") var technician: EmailAddress
        @Option(help: "How mails greet the technician.") var name = ""
        @Option(help: "The operations of this segment.") var segment: String?
        @Option(help: "The operations of this agent.") var person: EmailAddress?
        @Flag(help: "All operations of the campaign.") var all = false
        @OptionGroup var common: CommonOptions

        func validate() throws {
            guard [segment != nil, person != nil, all].count(where: { $0 }) == 1 else {
                throw ValidationError("Say which operations: --segment, --person or --all.")
            }
        }

        func run() async throws {
            let scope: AssignmentScope =
                segment.map { .segment($0) } ?? person.map { .person($0) } ?? .all
            try await common.withInstallation { installation in
                let count = try await campaign.refusingAssignment {
                    try await Assigning(installation.database).assign(
                        scope, of: campaign.id, to: technician, name: name, by: .console, now: .now())
                }
                if common.json {
                    try Terminal.printJSON(["assigned": count])
                } else {
                    Terminal.say(
                        fr: "Opérations confiées à \(technician) : \(count).",
                        en: "Operations given to \(technician): \(count).")
                }
            }
        }
    }
}

extension CampaignArgument {
    /// Runs a use case of assignment, and tells its refusal in words.
    fileprivate func refusingAssignment<T>(_ work: () async throws -> T) async throws -> T {
        do { return try await work() } catch let refusal as AssignmentRefusal { throw told(refusal) }
    }

    private func told(_ refusal: AssignmentRefusal) -> Refused {
        switch refusal {
        case .unknownCampaign: unknown
        case .archived: archived
        case .unknownSegment(let name):
            Refused(
                fr: "La campagne n'a pas de segment « \(name) ».",
                en: "The campaign has no segment '\(name)'.")
        case .unknownPerson(let email):
            Refused(
                fr: "Personne n'a l'adresse \(email) dans cette campagne.",
                en: "Nobody has the address \(email) in this campaign.")
        }
    }
}
