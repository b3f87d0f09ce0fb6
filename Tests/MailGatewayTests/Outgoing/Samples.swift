// One message of each kind, with names and words that mails find hard.

import Foundation
import TestSupport
import Testing

@testable import Core
@testable import MailGateway

enum Samples {
    static let gateway = GatewayAddress("Équipe postes <rdv@ops.example>")
    static let marie = EmailAddress("marie.dupont@mairie.example")

    static func keys() throws -> SigningKeys { try SigningKeys([1: Array(repeating: 7, count: 32)]) }

    private static let templates = Result { try Templates(folder: Repository.mailTemplates) }

    static func composer() throws -> Composer {
        Composer(
            gateway: try #require(gateway), baseURL: "https://rdv.ops.example", keys: try keys(),
            templates: try templates.get())
    }

    /// Tuesday 3 February 2026, 9:00 in Paris.
    static let tuesday = WallClock.paris.instant(Day(ordinal: 20_487), TimeOfDay(clamped: 540))

    static func appointment(
        _ starts: Instant = tuesday, sequence: Int = 0, place: String = "Bâtiment A, salle 12"
    ) -> Appointment {
        Appointment(
            uid: "u7k2m9@ops.example", sequence: sequence, starts: starts, ends: starts + .minutes(90),
            place: place)
    }

    static func options(_ count: Int) -> [SlotOption] {
        (0..<count).map { index in
            let starts = tuesday + .days(index)
            return SlotOption(
                number: index + 1, slot: SlotID(at: starts).text, starts: starts, ends: starts + .minutes(45),
                place: index == 2 ? "" : "Bâtiment A, salle 1\(index)")
        }
    }

    /// One of each kind, and the variants that read differently.
    static let messages: [Message] =
        [
            .invitation(options: options(4), again: false),
            .invitation(options: [], again: true),
            .teamInvitation(unplaced: ["Paul Martin", "Zoé Lefèvre"], total: 14, options: options(3)),
            .confirmation(appointment(), placed: false),
            .confirmation(appointment(place: ""), placed: true),
            .change(from: appointment(), to: appointment(tuesday + .days(1), sequence: 1), placed: false),
            .change(from: appointment(), to: appointment(tuesday + .days(1), sequence: 1), placed: true),
            .cancellation(appointment(sequence: 2), byAgent: true, options: options(3)),
            .cancellation(appointment(sequence: 2), byAgent: false, options: []),
            .reminder(appointment(), changeableUntil: tuesday - .hours(33), placed: false),
            .reminder(appointment(), changeableUntil: nil, placed: true),
            .clarification(
                quoted: "Peut-être mardi, ou jeudi ?", options: options(3), current: appointment()),
            .clarification(quoted: "", options: [], current: nil),
        ] + RefusalReason.allCases.map { .refusal($0, options: options(2), current: appointment()) }
        + [
            .answerReminder, .proposal, .teamInvitation, .teamDigest, .teamAnswer, .alert, .daySheet,
            .lateness, .bounces,
            .verification,
        ].flatMap { (kind: Message.Kind) in MessageSample.variants(of: kind).map(\.message) }

    static func snapshot(
        _ message: Message, in language: Language = .french, campaign: String = "Migration W11 – vague 1",
        name: String = "Marie Dupont",
        preparation: String = "Sauvegardez vos documents.\nApportez votre chargeur.",
        inReplyTo: String? = nil
    ) throws -> MessageSnapshot {
        MessageSnapshot(
            recipient: try #require(marie), name: name, language: language,
            campaign: CampaignFacts(
                name: campaign, type: "Migration Windows 11",
                description:
                    "Un technicien installe Windows 11 sur votre poste. Vos fichiers sont conservés.",
                preparation: preparation, contact: "Support informatique, 01 23 45 67 89",
                timeZone: "Europe/Paris"),
            link: message.kind.bearsLink
                ? LinkGrant(
                    purpose: message.kind.isForManagers ? .team : .agent, subject: AgentID(at: tuesday).text,
                    epoch: 1, expires: tuesday + .days(60)) : nil,
            message: message, inReplyTo: inReplyTo)
    }

    static let campaign = CampaignID(at: tuesday)

    static func row(_ snapshot: MessageSnapshot, of campaign: CampaignID = campaign) -> OutboxRow {
        OutboxRow(
            id: .init(at: tuesday), campaign: campaign, kind: snapshot.message.kind,
            recipient: snapshot.recipient,
            snapshot: snapshot,
            agent: nil, manager: nil, replyHandle: "abcdefghijklmnop", messageLocalPart: "ops.qwertyuiop",
            state: .leased, attempts: 1, createdAt: tuesday - .days(9), error: nil)
    }

    static func sent(_ snapshot: MessageSnapshot) throws -> SentMail {
        SentMail(try composer().mail(for: row(snapshot), now: tuesday - .days(9)).bytes)
    }
}
