// A campaign's own words: checked when they are saved, used when its messages are composed.

import Logging
import TestSupport
import Testing

@testable import Core
@testable import MailGateway

@Suite("Wordings") struct WordingTests {
    private static let templates = Result { try Templates(folder: Repository.mailTemplates) }

    private static func wording(
        _ body: String, _ part: MessagePart = .text, of kind: Message.Kind = .invitation,
        in campaign: CampaignID = Samples.campaign
    ) -> Wording {
        Wording(campaign: campaign, kind: kind, language: .french, part: part, body: body)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let body: String
        var part = MessagePart.text
        var kind = Message.Kind.invitation
        let line: Int?
        let fault: TemplateProblem.Fault
    }

    @Test(
        "What is wrong is told with its line",
        arguments: [
            Case(
                testDescription: "an unknown variable", body: "{{link}}\nBonjour {{prenom}}", line: 2,
                fault: .unknownVariable("prenom")),
            Case(
                testDescription: "a variable of another kind", body: "{{link}} {{oldWhen}}", line: 1,
                fault: .unknownVariable("oldWhen")),
            Case(testDescription: "no link", body: "Bonjour {{name}}", line: nil, fault: .noLink),
            Case(
                testDescription: "no link in HTML", body: "<p>Bonjour {{name}}</p>", part: .html, line: nil,
                fault: .noLink),
            Case(
                testDescription: "a link that shows only at times", body: "{{#again}}{{link}}{{/again}}",
                line: nil, fault: .noLink),
            Case(
                testDescription: "a link of a comment", body: "{{! {{link}} }}", line: nil, fault: .noLink),
            Case(
                testDescription: "an unknown part", body: "{{link}}{{>fr.signature}}", line: 1,
                fault: .unknownPart("fr.signature")),
            Case(
                testDescription: "another message, which would use this one",
                body: "{{link}}{{>fr.invitation.text}}",
                line: 1, fault: .notAllowed(.tag("{{>fr.invitation.text}}"))),
            Case(
                testDescription: "a part named by data", body: "{{link}}{{>*name}}", line: 1,
                fault: .notAllowed(.tag("{{>*name}}"))),
            Case(
                testDescription: "a name written unescaped", body: "{{link}}{{{name}}}", part: .html, line: 1,
                fault: .notAllowed(.tag("{{{name}}}"))),
            Case(
                testDescription: "the other way to write unescaped", body: "{{link}}{{&name}}", part: .html,
                line: 1, fault: .notAllowed(.tag("{{&name}}"))),
            Case(
                testDescription: "other delimiters", body: "{{=<% %>=}}<%link%>", line: 1,
                fault: .notAllowed(.tag("{{=<% %>=}}"))),
            Case(
                testDescription: "another kind of text", body: "{{link}}\n{{% CONTENT_TYPE:TEXT}}",
                part: .html,
                line: 2, fault: .notAllowed(.tag("{{% CONTENT_TYPE:TEXT}}"))),
            Case(
                testDescription: "a tag over two lines", body: "{{link}}{{\nprenom}}", line: 1,
                fault: .notAllowed(.tag("{{"))),
            Case(
                testDescription: "a transformation", body: "{{link}}{{uppercased(name)}}", line: 1,
                fault: .notAllowed(.tag("{{uppercased(name)}}"))),
            Case(
                testDescription: "a list in a list",
                body: "{{link}}{{#options}}{{#options}}{{number}}{{/options}}{{/options}}", line: 1,
                fault: .notAllowed(.nesting("options"))),
            Case(
                testDescription: "a picture from elsewhere",
                body: "{{link}}\n<IMG SRC='http://a.example/x.gif'>",
                part: .html, line: 2, fault: .notAllowed(.foreign("<img"))),
            Case(
                testDescription: "a subject of two lines", body: "a\nb", part: .subject, line: nil,
                fault: .notAllowed(.manyLines)),
            Case(
                testDescription: "an empty subject", body: "", part: .subject, line: nil,
                fault: .notAllowed(.manyLines)),
            Case(
                testDescription: "too long",
                body: "{{link}}" + String(repeating: "a", count: Wording.longest),
                line: nil, fault: .notAllowed(.tooLong)),
        ])
    func refused(_ sample: Case) throws {
        let problems = try Self.templates.get().problems(
            in: Self.wording(sample.body, sample.part, of: sample.kind))

        let file = "fr/\(sample.kind.rawValue)/\(sample.part.rawValue).mustache"
        #expect(problems.contains(.init(file: file, line: sample.line, fault: sample.fault)), "\(problems)")
    }

    @Test("A section that is not closed, and a thousand of them, are refused before anything is rendered")
    func unclosed() throws {
        let templates = try Self.templates.get()
        let open = templates.problems(in: Self.wording("{{link}}\n{{#name}}Bonjour"))
        let deep = templates.problems(
            in: Self.wording("{{link}}" + String(repeating: "{{#name}}", count: 1_000)))

        #expect(open.count == 1)
        guard case .syntax = open.first?.fault else {
            Issue.record("not told as a fault of syntax: \(open)")
            return
        }
        #expect(deep.first?.fault == .notAllowed(.nesting("name")))
    }

    @Test("The templates' own words may be kept as a campaign's, whatever the message")
    func ownWords() throws {
        let templates = try Self.templates.get()
        for kind in Message.Kind.allCases {
            for language in Language.allCases {
                for part in MessagePart.allCases {
                    var body = templates.source(of: kind, language, part)
                    if part == .subject { body = body.split(whereSeparator: \.isNewline).joined() }
                    let wording = Wording(
                        campaign: Samples.campaign, kind: kind, language: language, part: part, body: body)

                    #expect(templates.problems(in: wording) == [], "\(kind) \(language) \(part)")
                }
            }
        }
    }

    @Test(
        "A campaign's messages are told in its words, others' in the common ones", arguments: Engine.available
    )
    func composed(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let mine = try await SampleCampaign(on: database).id
            let other = Samples.campaign
            let mail = CampaignMail(database)
            let composer = try Samples.composer()
            let snapshot = try Samples.snapshot(.invitation(options: Samples.options(2), again: false))
            func text(of campaign: CampaignID, at second: Int) async throws -> String {
                _ = try await composer.refresh(from: database, now: SampleCampaign.now + .seconds(second))
                return try composer.words(for: Samples.row(snapshot, of: campaign)).text
            }

            let before = try await text(of: mine, at: 0)
            try await mail.reword(
                Self.wording("Cher·e {{name}} : {{link}}", in: mine), by: .console, now: SampleCampaign.now)
            let atOnce = try await text(of: mine, at: 0)
            let after = try await text(of: mine, at: 2)
            let others = try await text(of: other, at: 4)
            try await mail.reword(
                Self.wording("Bonjour {{name}} : {{link}}", in: mine), by: .console, now: SampleCampaign.now)
            let changed = try await text(of: mine, at: 6)
            let wasReset = try await mail.reset(
                .invitation, .french, .text, in: mine, by: .console, now: SampleCampaign.now)
            let back = try await text(of: mine, at: 8)

            #expect(before.contains("Les prochains créneaux libres"))
            #expect(atOnce == before)
            #expect(after.hasPrefix("Cher·e Marie Dupont : https://rdv.ops.example/b/"))
            #expect(others == before && back == before && wasReset)
            #expect(changed.hasPrefix("Bonjour Marie Dupont : https://rdv.ops.example/b/"))
        }
    }

    @Test("The letters of a reworded campaign are filled in for each reader")
    func formLetters() throws {
        let source = TemplateSource(Self.wording("{{name}} | {{link}}"))
        let letters = FormLetters(try Self.templates.get().replacing([source]))
        let words = try ["Zoé", "Paul"].map { name in
            letters.words(
                for: try Samples.snapshot(.invitation(options: Samples.options(2), again: false), name: name),
                link: "https://a.example/\(name)"
            ).text
        }

        #expect(words == ["Zoé | https://a.example/Zoé", "Paul | https://a.example/Paul"])
    }

    @Test("Words that can no longer be used are told once, and the common ones stand in for them")
    func broken() async throws {
        try await withDatabase(.sqlite) { database in
            let mine = try await SampleCampaign(on: database).id
            // Saved under templates that had this variable.
            try await CampaignMail(database).reword(
                Self.wording("{{gone}} {{link}}", in: mine), by: .console, now: SampleCampaign.now)
            let composer = try Samples.composer()

            let first = try await composer.refresh(from: database, now: SampleCampaign.now)
            let second = try await composer.refresh(from: database, now: SampleCampaign.now + .seconds(5))

            #expect(first.map(\.fault) == [.unknownVariable("gone")])
            #expect(second == [])
            let snapshot = try Samples.snapshot(.invitation(options: [], again: false))
            #expect(try composer.words(for: Samples.row(snapshot, of: mine)).text.contains("vous concerne"))
        }
    }

    @Test("The very first messages of a sender are in the campaign's words, over every connection")
    func firstMessages() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database, agents: 40)
            _ = try await sample.slot()
            _ = try await Launch(database).invite(sample.id, by: .console, now: SampleCampaign.now)
            try await CampaignMail(database).reword(
                Self.wording("À nous : {{link}}", in: sample.id), by: .console, now: SampleCampaign.now)
            let lanes = (0..<8).map { _ in Reader() }

            let report = try await OutboxService(
                database, composer: try Samples.composer(), courier: Courier(lanes: lanes),
                logger: Logger(label: "test"), now: { SampleCampaign.now + .minutes(1) }
            ).drain()

            #expect(report.sent == 40)
            var texts: [String] = []
            for lane in lanes { texts += await lane.texts }
            #expect(texts.count == 40 && texts.allSatisfy { $0.hasPrefix("À nous : https://") })
        }
    }
}

/// A connection that keeps the text of what it delivers.
private actor Reader: CourierLane {
    private(set) var texts: [String] = []

    func deliver(_ mail: OutgoingMail) { texts.append(SentMail(mail.bytes).part("text/plain")?.text ?? "") }
}
