// opstracker campaign invite

internal import ArgumentParser
internal import Core

extension CampaignCommand {
    struct Invite: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Leave the invitations in the outbox; 'mail send' or 'serve' sends them.")

        enum Only: String, ExpressibleByArgument { case unanswered }

        @Argument var campaign: CampaignArgument
        @Flag(help: "Hold a slot for each agent and ask, instead of asking to choose one.") var propose =
            false
        @Option(help: "unanswered: only those who were invited and have not answered.") var only: Only?
        @Flag(help: "Say how many would be left, and leave none.") var dryRun = false
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let audience: Launch.Audience = only == .unanswered ? .unanswered : .everybody
            try await common.withInstallation { installation in
                let launch = Launch(installation.database)
                if propose {
                    let report = try await campaign.refusing {
                        try await launch.propose(
                            campaign.id, audience, dryRun: dryRun, by: .console, now: .now())
                    }
                    try say(report)
                } else {
                    let queued = try await campaign.refusing {
                        try await launch.invite(
                            campaign.id, audience, dryRun: dryRun, by: .console, now: .now())
                    }
                    try say(queued)
                }
            }
        }

        private func say(_ queued: Int) throws {
            if common.json {
                try Terminal.printJSON(["queued": queued])
            } else if dryRun {
                Terminal.say(
                    fr: "\(queued) invitations partiraient.", en: "\(queued) invitations would be left.")
            } else {
                Terminal.say(
                    fr: "\(queued) invitations attendent dans la boîte d'envoi.",
                    en: "\(queued) invitations wait in the outbox.")
            }
        }

        /// What `--propose --json` prints.
        private struct Line: Encodable {
            let queued: Int
            let proposed: Int
            let invited: Int
            /// Why some could be held no slot: no room, or too much of their team on every day that has some.
            let noRoom: Int
            let teamTogether: Int
            let fullestDay: Nullable<String>
            let fullestCount: Int
        }

        private func say(_ report: Launch.Proposed) throws {
            if common.json {
                return try Terminal.printJSON(
                    Line(
                        queued: report.proposed + report.invited, proposed: report.proposed,
                        invited: report.invited, noRoom: report.unplaced[.noRoom] ?? 0,
                        teamTogether: report.unplaced[.teamTogether] ?? 0,
                        fullestDay: Nullable(report.fullestDay?.description),
                        fullestCount: report.fullestCount))
            }
            let (held, asked) = (report.proposed, report.invited)
            if dryRun {
                Terminal.say(
                    fr: "Seraient tenus et proposés : \(held) créneaux.",
                    en: "Would be held and proposed: \(held) slots.")
            } else {
                Terminal.say(
                    fr: "Propositions en attente dans la boîte d'envoi : \(held).",
                    en: "Proposals waiting in the outbox: \(held).")
            }
            if asked > 0 {
                Terminal.say(
                    fr: "Personnes sans créneau à tenir, invitées à choisir : \(asked).",
                    en: "People for whom no slot can be held, invited to choose: \(asked).")
            }
            if held > 0, let day = report.fullestDay {
                Terminal.say(
                    fr: "Le jour le plus chargé est le \(day) : \(report.fullestCount) personnes.",
                    en: "The fullest day is \(day): \(report.fullestCount) people.")
            }
        }
    }
}
