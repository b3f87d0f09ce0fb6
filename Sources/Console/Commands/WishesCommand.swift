// opstracker campaign wishes

internal import ArgumentParser
internal import Core

extension CampaignCommand {
    struct Wishes: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Who waits for a full day, and what those would like who found no slot.")

        @Argument var campaign: CampaignArgument
        @OptionGroup var common: CommonOptions

        /// A line of `--json`.
        private struct Line: Encodable {
            let agent: String
            let email: String
            let wishes: [String]
            let waits: [Waiting]

            struct Waiting: Encodable {
                let day: String
                let slot: String?
                let heldUntil: String?
            }
        }

        func run() async throws {
            try await common.withInstallation { installation in
                guard
                    let found = try await installation.database.read({
                        try CampaignStore.load(campaign.id, on: $0)
                    })
                else { throw campaign.unknown }
                let longings = try await BookingDesk(installation.database).longings(in: campaign.id)
                if common.json {
                    for longing in longings { try Terminal.printJSON(line(longing, found.clock)) }
                } else {
                    show(longings, WrittenDates(Terminal.language, clock: found.clock))
                }
            }
        }

        private func line(_ longing: Longing, _ clock: WallClock) -> Line {
            Line(
                agent: longing.agent.name, email: longing.agent.email.text, wishes: longing.wishes.words,
                waits: longing.waits.map { wait in
                    Line.Waiting(
                        day: wait.day.description, slot: wait.hold?.slot.text,
                        heldUntil: wait.hold.map { clock.iso8601($0.until) })
                })
        }

        private func show(_ longings: [Longing], _ dates: WrittenDates) {
            guard !longings.isEmpty else {
                Terminal.say(
                    fr: "Personne n'attend de place ni n'a exprimé de souhait.",
                    en: "Nobody waits for a place or has said what they would like.")
                return
            }
            Terminal.printTable(
                Terminal.language == .french
                    ? ["AGENT", "ATTEND", "SOUHAITE"] : ["AGENT", "WAITS FOR", "WOULD LIKE"],
                longings.map { longing in
                    let waits = longing.waits.map { wait in
                        let offer = wait.hold.map {
                            Terminal.text(
                                fr: " (place gardée jusqu'au \(dates.limit($0.until)))",
                                en: " (a place is held until \(dates.limit($0.until)))")
                        }
                        return dates.shortDay(wait.day) + (offer ?? "")
                    }
                    return [
                        longing.agent.name, waits.joined(separator: ", "),
                        longing.wishes.words.joined(separator: " / "),
                    ]
                })
        }
    }
}
