import TestSupport
import Testing

@testable import Core
@testable import MailGateway

@Suite("The answer to a manager's lines")
struct TeamAnswerTests {
    private static let when = TeamAnswer.When(
        starts: Samples.tuesday, ends: Samples.tuesday + .minutes(90), place: "Salle 12")

    @Test(
        "each line is told with what became of it, in words and in HTML",
        arguments: [
            (TeamAnswer.Outcome.placed("Marie Dupont", when), ["Marie Dupont", "3 février", "Salle 12"]),
            (.moved("Marie Dupont", when), ["nouveau rendez-vous", "3 février"]),
            (.cancelled("Marie Dupont", when), ["rendez-vous annulé"]),
            (.refused("Marie Dupont", .full), ["Marie Dupont", "complet"]),
            (.refused("Marie Dupont", .locked), ["trop tard"]),
            (.unknown, ["DUPOND M.", "Personne de ce nom"]),
            (
                .ambiguous(["Marie Legrand (m1@x.example)", "Marie Legrand (m2@x.example)"]),
                ["DUPOND M.", "m1@x.example", "m2@x.example"]
            ),
            (.contradictory("Marie Dupont"), ["se contredisent"]),
            (.noSuchOption("Marie Dupont", 17), ["numéro 17"]),
            (.severalSlots("Marie Dupont", [when]), ["Plusieurs créneaux"]),
            (.unproven, ["adresse que nous connaissons"]),
        ])
    func lines(_ outcome: TeamAnswer.Outcome, _ words: [String]) throws {
        let mail = try sent(
            TeamAnswer(
                lines: [.init(written: "DUPOND M.", outcome)], quoted: "", unplaced: [],
                options: Samples.options(2), peak: nil))

        for part in ["text/plain", "text/html"] {
            let text = try #require(mail.part(part)?.text)
            for word in words { #expect(text.contains(word), "\(part): \(word)") }
            #expect(!text.contains("{{"))
        }
        #expect(mail.part("text/calendar") == nil)
    }

    @Test(
        "who is left, what is free, and a day that takes too much of the team are told",
        arguments: Language.allCases)
    func rest(_ language: Language) throws {
        let names = (0..<35).map { "Personne \($0)" }
        let mail = try sent(
            TeamAnswer(
                lines: [], quoted: "Bonjour <b>", unplaced: names, options: Samples.options(3),
                peak: .init(day: Day(ordinal: 20_487), count: 5, percent: 62)), language)

        let text = try #require(mail.part("text/plain")?.text)
        #expect(text.contains("Bonjour <b>"))
        #expect(text.contains("62"))
        #expect(text.contains("Personne 29") && !text.contains("Personne 30"))
        #expect(text.contains("/t/"))
        #expect(mail.part("text/html")?.text.contains("Bonjour &lt;b&gt;") == true)
    }

    private func sent(_ answer: TeamAnswer, _ language: Language = .french) throws -> SentMail {
        let snapshot = try Samples.snapshot(.teamAnswer(answer), in: language, inReplyTo: "a@x.example")
        let manager = MessageSnapshot(
            recipient: snapshot.recipient, name: "", language: language, campaign: snapshot.campaign,
            link: LinkGrant(
                purpose: .team, subject: ManagerID().text, epoch: 0, expires: Samples.tuesday + .days(60)),
            message: snapshot.message, inReplyTo: snapshot.inReplyTo)
        return try Samples.sent(manager)
    }
}
