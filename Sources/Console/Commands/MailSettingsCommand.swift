// opstracker mail settings: which kinds of mail a campaign sends, and after how long.

internal import ArgumentParser
internal import Core

struct MailSettingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings", abstract: "Switch kinds of mail off or on in a campaign, or delay them.",
        discussion: "Without --kind, shows every kind as it stands.")

    @Argument var campaign: CampaignArgument
    @Option(help: "The kind of message: reminder, team-digest …") var kind: Message.Kind?
    @Flag(help: "Send no more of it; what waits is cancelled.") var off = false
    @Flag(help: "Send it again.") var on = false
    @Option(help: "Let it leave so many minutes after what it tells of (0 to 1440).") var delay: Int?
    @OptionGroup var common: CommonOptions

    private struct Line: Encodable {
        let kind: String
        let on: Bool
        let delay: Int
        let canBeOff: Bool
        /// Parts in the campaign's own words: `fr/text`.
        let reworded: [String]
    }

    func validate() throws {
        if off, on { throw ValidationError("--off and --on exclude each other.") }
        if kind == nil, off || on || delay != nil {
            throw ValidationError("--off, --on and --delay need --kind.")
        }
    }

    func run() async throws {
        try await common.withInstallation { installation in
            let mail = CampaignMail(installation.database)
            let (settings, words) = try await campaign.refusingMail {
                if let kind, off || on || delay != nil {
                    let cancelled = try await mail.set(
                        kind, isOn: off ? false : on ? true : nil, delay: delay, in: campaign.id,
                        by: .console,
                        now: .now())
                    if cancelled > 0 {
                        Terminal.say(
                            fr: "\(cancelled) messages qui attendaient dans la boîte d'envoi sont annulés.",
                            en: "\(cancelled) messages that waited in the outbox are cancelled.")
                    }
                }
                return (
                    try await mail.settings(of: campaign.id), try await mail.wordings(of: campaign.id)
                )
            }
            let lines = settings.filter { kind == nil || $0.kind == kind }.map { setting in
                Line(
                    kind: setting.kind.rawValue, on: setting.isOn, delay: setting.delay,
                    canBeOff: setting.kind.necessity == nil,
                    reworded: words.filter { $0.kind == setting.kind }
                        .map { "\($0.language.rawValue)/\($0.part.rawValue)" })
            }
            if common.json {
                for line in lines { try Terminal.printJSON(line) }
            } else {
                Terminal.printTable(
                    Terminal.language == .french
                        ? ["MESSAGE", "ENVOYÉ", "DÉLAI (MIN)", "REFORMULÉ"]
                        : ["MESSAGE", "SENT", "DELAY (MIN)", "REWORDED"],
                    lines.map { line in
                        let sent =
                            !line.canBeOff
                            ? Terminal.text(fr: "toujours", en: "always")
                            : line.on
                                ? Terminal.text(fr: "oui", en: "yes") : Terminal.text(fr: "non", en: "no")
                        return [
                            line.kind, sent, "\(line.delay)", line.reworded.joined(separator: " "),
                        ]
                    })
            }
        }
    }
}

extension CampaignArgument {
    /// Runs a use case of the campaign's mail, and tells its refusal in words.
    func refusingMail<T>(_ work: () async throws -> T) async throws -> T {
        do { return try await work() } catch let refusal as CampaignMailRefusal { throw told(refusal) }
    }

    private func told(_ refusal: CampaignMailRefusal) -> Refused {
        switch refusal {
        case .unknownCampaign: unknown
        case .archived: archived
        case .necessary(.appointment):
            Refused(
                fr: """
                    Ce message est toujours envoyé : sans lui, l'agenda de l'agent ne dirait plus la vérité. \
                    Il peut être retardé ou reformulé.
                    """,
                en: """
                    This message is always sent: without it, the agent's calendar would no longer tell the truth. \
                    It can be delayed or reworded.
                    """)
        case .necessary(.question):
            Refused(
                fr:
                    "Ce message est la question elle-même : n'envoyez pas de propositions plutôt que de les taire.",
                en: "This message is the question itself: make no proposals rather than keep them silent.")
        case .necessary(.answer):
            Refused(
                fr:
                    "Ce message répond à quelqu'un qui a écrit : il est toujours envoyé. Il peut être reformulé.",
                en: "This message answers somebody who wrote: it is always sent. It can be reworded.")
        case .neverDelayed:
            Refused(
                fr: "Ce message répond à quelqu'un qui attend : il part aussitôt.",
                en: "This message answers somebody who waits: it leaves at once.")
        case .delayOutOfRange:
            Refused(
                fr: "Un délai va de 0 à \(MailSetting.longestDelay) minutes.",
                en: "A delay is 0 to \(MailSetting.longestDelay) minutes.")
        }
    }
}
