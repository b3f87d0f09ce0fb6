// opstracker campaign addresses: those that fail, and their correction.

internal import ArgumentParser
internal import Core

extension CampaignCommand {
    struct Addresses: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Addresses that fail; with --correct, replace them and write again.",
            discussion:
                "The file is the list that the coordinator was sent, filled in: a column of addresses, and one of new ones."
        )

        @Argument var campaign: CampaignArgument
        @Option(help: "A CSV with a column of addresses and one of new addresses.", completion: .file())
        var correct: String?
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let corrections = try correct.map(Self.read)
            try await common.withInstallation { installation in
                let desk = AddressDesk(installation.database)
                try await campaign.refusing {
                    if let corrections {
                        try await apply(corrections, at: desk)
                    } else {
                        try list(try await desk.failing(in: campaign.id))
                    }
                }
            }
        }

        private static func read(_ file: String) throws -> [AddressCorrection] {
            switch CorrectionFile.read(try Input.file(file)) {
            case .success(let corrections): return corrections
            case .failure(let refusal): throw Refused(refusal.text(Terminal.language))
            }
        }

        private func list(_ failing: [AddressDesk.Failing]) throws {
            if common.json {
                for address in failing { try Terminal.printJSON(FailingLine(address)) }
            } else if failing.isEmpty {
                Terminal.say(fr: "Aucune adresse en erreur.", en: "No address fails.")
            } else {
                Terminal.printTable(
                    Terminal.language == .french
                        ? ["NOM", "ADRESSE", "RAISON"] : ["NAME", "ADDRESS", "REASON"],
                    failing.map { [$0.name, $0.email.text, $0.reason] })
            }
        }

        private func apply(_ corrections: [AddressCorrection], at desk: AddressDesk) async throws {
            var refused: [RefusedLine] = []
            for correction in corrections {
                if let refusal = try await desk.correct(
                    correction.old, to: correction.new, in: campaign.id, by: .console, now: .now())
                {
                    refused.append(RefusedLine(correction, refusal))
                }
            }
            let corrected = corrections.count - refused.count
            if common.json {
                try Terminal.printJSON(Applied(corrected: corrected, refused: refused))
            } else {
                Terminal.say(
                    fr: "\(corrected) adresses corrigées, \(refused.count) refusées.",
                    en: "\(corrected) addresses corrected, \(refused.count) refused.")
                for line in refused {
                    Terminal.say(
                        Terminal.text(fr: "  ligne ", en: "  line ") + "\(line.line)  "
                            + Terminal.harmless("\(line.address)  \(line.reason)"))
                }
            }
        }
    }
}

private struct FailingLine: Encodable {
    let agent: String
    let name: String
    let email: String
    let reason: String
    let since: String

    init(_ failing: AddressDesk.Failing) {
        agent = failing.agent.text
        name = failing.name
        email = failing.email.text
        reason = failing.reason
        since = failing.since.iso8601
    }
}

private struct Applied: Encodable {
    let corrected: Int
    let refused: [RefusedLine]
}

private struct RefusedLine: Encodable {
    let line: Int
    let address: String
    let reason: String

    init(_ correction: AddressCorrection, _ refusal: AddressDesk.Refusal) {
        line = correction.line
        address = correction.old
        reason =
            switch refusal {
            case .unknown:
                Terminal.text(
                    fr: "personne dans cette campagne n'a cette adresse",
                    en: "nobody in this campaign has this address")
            case .unusable:
                Terminal.text(
                    fr: "« \(correction.new) » n'est pas une adresse", en: "'\(correction.new)' is no address"
                )
            case .taken:
                Terminal.text(
                    fr: "« \(correction.new) » est déjà celle de quelqu'un d'autre",
                    en: "'\(correction.new)' is somebody else's already")
            }
    }
}
