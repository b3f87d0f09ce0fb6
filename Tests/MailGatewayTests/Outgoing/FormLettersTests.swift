// Letters that are filled in say what rendered ones say.

import Core
import Foundation
import Testing

@testable import MailGateway

@Suite("Form letters") struct FormLettersTests {
    private let templates: Templates
    private let letters: FormLetters

    init() throws {
        let project = URL(filePath: #filePath).pathComponents.dropLast(4).joined(separator: "/")
        templates = try Templates(folder: project + "/templates/mail")
        letters = FormLetters(templates)
    }

    @Test(
        "An invitation that is filled in reads as one that is rendered, for everyone after the first as well",
        arguments: Language.allCases, [false, true])
    func filledIn(language: Language, again: Bool) throws {
        for name in ["Anne-Sophie Monnier", "", "Zoé <b>O'Neil</b> & \"fils\"", "山田 太郎"] {
            let snapshot = try invitation(to: name, in: language, again: again)
            let link = "https://ops.example/b/\(name.utf8.count)?a=1&b=2"

            let filled = letters.words(for: snapshot, link: link)

            #expect(
                filled
                    == templates.words(
                        for: .invitation, in: language, TemplateFacts(snapshot, name: name, link: link)))
            #expect(filled.text.contains(link))
            #expect(name.isEmpty || filled.text.contains(name))
        }
    }

    @Test(
        "Every message reads as one that is rendered, for two people one after the other",
        arguments: Samples.messages.indices, Language.allCases)
    func everyMessage(index: Int, language: Language) throws {
        for (name, link) in [
            ("Marie Dupont", "https://ops.example/b/1"), ("Zoé & fils", "https://ops.example/b/2"),
        ] {
            let snapshot = try Samples.snapshot(Samples.messages[index], in: language, name: name)

            let filled = letters.words(for: snapshot, link: link)

            let facts = TemplateFacts(snapshot, name: name, link: link)
            #expect(filled == templates.words(for: snapshot.message.kind, in: language, facts))
        }
    }

    @Test("Two bookings of one slot share their words, and of two slots do not")
    func sharedWords() {
        let first = Samples.appointment()
        let same = Appointment(
            uid: "other@ops.example", sequence: 3, starts: first.starts, ends: first.ends, place: first.place)
        func words(_ appointment: Appointment) -> Message? {
            Message.confirmation(appointment, placed: false).sharedWords
        }

        #expect(words(first) == words(same))
        #expect(words(first) != words(Samples.appointment(Samples.tuesday + .days(1))))
        #expect(words(first) != words(Samples.appointment(place: "Ailleurs")))
    }

    @Test("Invitations to other slots have words of their own")
    func otherSlots() throws {
        let first = letters.words(
            for: try invitation(to: "Alice", firstDay: 1), link: "https://ops.example/b/1")
        let second = letters.words(
            for: try invitation(to: "Alice", firstDay: 2), link: "https://ops.example/b/1")

        #expect(first != second)
    }

    private func invitation(
        to name: String, in language: Language = .french, again: Bool = false, firstDay: Int = 1
    ) throws -> MessageSnapshot {
        let options = (0..<3).map { index in
            let starts = Instant(milliseconds: 1_800_000_000_000) + .days(firstDay + index)
            return SlotOption(
                number: index + 1, slot: SlotID().text, starts: starts, ends: starts + .hours(1),
                place: "Salle <12>")
        }
        return MessageSnapshot(
            recipient: try #require(EmailAddress("agent@agents.example")), name: name, language: language,
            campaign: CampaignFacts(
                name: "Migration & renouvellement", type: "Migration Windows 11", description: "Une heure.",
                preparation: "", contact: "", timeZone: "Europe/Paris"),
            link: LinkGrant(
                purpose: .agent, subject: AgentID().text, epoch: 0,
                expires: Instant(milliseconds: 1_900_000_000_000)),
            message: .invitation(options: options, again: again))
    }
}
