// Templates that people edited are checked before anything is sent with them.

import Foundation
import TestSupport
import Testing

@testable import MailGateway

@Suite struct TemplatesTests {
    @Test("The templates that we ship have no fault")
    func shipped() throws {
        _ = try Templates(folder: Repository.mailTemplates)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let file: String
        /// Nil removes the file.
        let text: String?
        let problem: TemplateProblem
    }

    @Test(
        "A fault is told with its file, its line and the name that is wrong",
        arguments: [
            Case(
                testDescription: "an unknown variable", file: "fr/invitation/text.mustache",
                text: "{{link}}\n{{prenom}}",
                problem: .init(
                    file: "fr/invitation/text.mustache", line: 2, fault: .unknownVariable("prenom"))),
            Case(
                testDescription: "a variable of another kind of message",
                file: "en/confirmation/subject.mustache",
                text: "{{oldWhen}}",
                problem: .init(
                    file: "en/confirmation/subject.mustache", line: 1, fault: .unknownVariable("oldWhen"))),
            Case(
                testDescription: "an unknown variable in a part", file: "fr/parts/footer.text.mustache",
                text: "{{contacts}}",
                problem: .init(
                    file: "fr/parts/footer.text.mustache", line: 1, fault: .unknownVariable("contacts"))),
            Case(
                testDescription: "an unknown part", file: "fr/reminder/text.mustache",
                text: "{{link}}{{>fr.signature}}",
                problem: .init(
                    file: "fr/reminder/text.mustache", line: 1, fault: .unknownPart("fr.signature"))),
            Case(
                testDescription: "no link", file: "en/refusal/text.mustache", text: "Sorry.",
                problem: .init(file: "en/refusal/text.mustache", line: nil, fault: .noLink)),
            Case(
                testDescription: "a part that uses itself", file: "fr/parts/footer.text.mustache",
                text: "{{>fr.footer.text}}",
                problem: .init(
                    file: "fr/parts/footer.text.mustache", line: 1, fault: .endless("fr.footer.text"))),
            Case(
                testDescription: "a missing file", file: "en/change/html.mustache", text: nil,
                problem: .init(file: "en/change/html.mustache", line: nil, fault: .missing)),
        ])
    func faults(_ sample: Case) async throws {
        let problems = try await problems(with: sample.file, sample.text)

        #expect(problems.contains(sample.problem))
        #expect(problems.allSatisfy { $0 == sample.problem || $0.file == sample.file })
    }

    @Test("A section that is not closed is told with its file")
    func syntax() async throws {
        let problems = try await problems(with: "fr/change/text.mustache", "{{link}} {{#placed}} …")

        let problem = try #require(problems.first)
        #expect(problem.file == "fr/change/text.mustache")
        guard case .syntax = problem.fault else {
            Issue.record("not told as a fault of syntax: \(problem)")
            return
        }
    }

    @Test("A folder that is not there is told by its name")
    func noFolder() {
        #expect(throws: TemplateProblems(all: [.init(file: "/no/such/folder", line: nil, fault: .missing)])) {
            try Templates(folder: "/no/such/folder")
        }
    }

    /// What is wrong with our templates when one file is replaced.
    private func problems(with file: String, _ text: String?) async throws -> [TemplateProblem] {
        try await withTemporaryFolder { folder in
            let copy = folder + "/mail"
            try FileManager.default.copyItem(atPath: Repository.mailTemplates, toPath: copy)
            try FileManager.default.removeItem(atPath: "\(copy)/\(file)")
            if let text { try text.write(toFile: "\(copy)/\(file)", atomically: true, encoding: .utf8) }
            do {
                _ = try Templates(folder: copy)
                return []
            } catch let problems as TemplateProblems {
                return problems.all
            }
        }
    }
}
