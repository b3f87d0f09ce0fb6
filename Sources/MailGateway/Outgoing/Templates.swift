// The words of every mail, read from a folder that people can edit and checked before anything is sent.

internal import Core
internal import Foundation
internal import Mustache

/// The mail templates of all languages, loaded once.
///
/// `fr/invitation/html.mustache` and its like are the messages; files in `parts` folders are shared, under their name
/// without that folder and with dots for slashes (`fr/parts/choose.text` is `{{>fr.choose.text}}`). Subjects and `text`
/// files are written as they are, everything else is escaped for HTML.
package struct Templates: Sendable {
    private var library: MustacheLibrary
    let sources: [TemplateSource]

    /// Reads every template under `folder`. Throws `TemplateProblems`, which names each file and what is wrong in it.
    package init(folder: String) throws {
        let sources = try Self.sources(under: folder)
        var problems: [TemplateProblem] = []
        var library = MustacheLibrary()
        for source in sources {
            do {
                library.register(try source.compiled(), named: source.name)
            } catch let problem as TemplateProblem {
                problems.append(problem)
            }
        }
        problems += TemplateCheck(sources).problems()
        guard problems.isEmpty else { throw TemplateProblems(all: problems) }
        self.library = library
        self.sources = sources
    }

    /// These templates with some of their files in other words. Throws `TemplateProblem` where one is no template.
    func replacing(_ replaced: [TemplateSource]) throws -> Templates {
        var templates = self
        for source in replaced {
            templates.library.register(try source.compiled(), named: source.name)
        }
        return templates
    }

    /// A message's words.
    package struct Words: Sendable, Hashable {
        package let subject: String
        package let text: String
        package let html: String
    }

    /// Tells a snapshot's facts in its reader's language.
    func words(for kind: Message.Kind, in language: Language, _ facts: TemplateFacts) -> Words {
        func render(_ part: MessagePart) -> String {
            library.render(facts.values, withTemplate: TemplateSource.name(language, kind, part)) ?? ""
        }
        return Words(
            subject: render(.subject).trimmingCharacters(in: .whitespacesAndNewlines), text: render(.text),
            html: render(.html))
    }

    /// A text as it stands in HTML: what templates do to a variable.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "&": escaped += "&amp;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.append(character)
            }
        }
        return escaped
    }

    private static func sources(under folder: String) throws -> [TemplateSource] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue,
            let files = FileManager.default.enumerator(atPath: folder)
        else {
            throw TemplateProblems(all: [.init(file: folder, line: nil, fault: .missing)])
        }
        return try files.compactMap { $0 as? String }.filter { $0.hasSuffix(TemplateSource.suffix) }.sorted()
            .map {
                guard let text = try? String(contentsOfFile: folder + "/" + $0, encoding: .utf8) else {
                    throw TemplateProblems(all: [.init(file: $0, line: nil, fault: .notText)])
                }
                return TemplateSource(file: $0, text: text)
            }
    }
}

/// One template file.
struct TemplateSource {
    /// Relative to the folder of templates.
    let file: String
    let text: String

    static let suffix = ".mustache"

    static func name(_ language: Language, _ kind: Message.Kind, _ part: MessagePart) -> String {
        "\(language.rawValue).\(kind.rawValue).\(part.rawValue)"
    }

    /// What other templates call it.
    var name: String {
        file.dropLast(Self.suffix.count).split(separator: "/").filter { $0 != "parts" }.joined(separator: ".")
    }

    /// Throws `TemplateProblem` where it is no template.
    func compiled() throws -> MustacheTemplate {
        let isPlain = name.hasSuffix(".text") || name.hasSuffix(".subject")
        let head = isPlain ? "{{% CONTENT_TYPE:TEXT}}\n" : ""
        do {
            return try MustacheTemplate(string: head + text)
        } catch let error as MustacheTemplate.ParserError {
            let line = error.context.lineNumber - (isPlain ? 1 : 0)
            throw TemplateProblem(file: file, line: line, fault: .syntax("\(error.error)"))
        }
    }
}

/// Why templates cannot be used.
package struct TemplateProblems: Error, Sendable, Hashable, CustomStringConvertible {
    package let all: [TemplateProblem]

    package var description: String { all.map(\.description).joined(separator: "\n") }
}

/// One thing wrong in one file.
package struct TemplateProblem: Error, Sendable, Hashable, CustomStringConvertible {
    package let file: String
    package let line: Int?
    package let fault: Fault

    package enum Fault: Sendable, Hashable {
        case missing
        case notText
        case syntax(String)
        /// A variable that this kind of message does not have.
        case unknownVariable(String)
        /// A part that no file defines.
        case unknownPart(String)
        /// The message would not show its link.
        case noLink
        /// A part that uses itself, by way of others or not.
        case endless(String)
        /// What a campaign's own wording may not do.
        case notAllowed(NotAllowed)
    }

    /// What a wording may not hold, which a template that the installation's administrator writes may.
    package enum NotAllowed: Sendable, Hashable {
        /// Over `Wording.longest` characters.
        case tooLong
        /// A tag of another kind than a variable, a section, a shared part or a comment.
        case tag(String)
        /// A list in a list, or sections deeper than anybody writes.
        case nesting(String)
        /// Something that a reader's program would fetch or run: an image, a script.
        case foreign(String)
        /// A subject of more than one line.
        case manyLines
    }

    package var description: String {
        let place = line.map { "\(file), line \($0)" } ?? file
        return switch fault {
        case .missing: "\(place): the template is missing"
        case .notText: "\(place): not UTF-8 text"
        case .syntax(let reason): "\(place): not a Mustache template (\(reason))"
        case .unknownVariable(let name): "\(place): this message has no variable named \(name)"
        case .unknownPart(let name): "\(place): there is no part named \(name)"
        case .noLink: "\(place): the link is not shown"
        case .endless(let name): "\(place): the part \(name) uses itself"
        case .notAllowed(.tooLong): "\(place): longer than \(Wording.longest) characters"
        case .notAllowed(.tag(let tag)): "\(place): \(tag) is not for a campaign's own words"
        case .notAllowed(.nesting(let name)): "\(place): the section \(name) is nested too deep"
        case .notAllowed(.foreign(let what)):
            "\(place): \(what) would be fetched or run by the reader's program"
        case .notAllowed(.manyLines): "\(place): a subject is one line"
        }
    }
}
