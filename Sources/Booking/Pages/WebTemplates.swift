// The pages as people may edit them: `templates/web`, read and checked when the program starts.

internal import Core
internal import Foundation
internal import Mustache

/// Templates, phrases and assets of the web, proven to fit each other.
package struct WebTemplates: Sendable {
    private let library: MustacheLibrary
    private let texts: [Language: Texts]
    let assets: Assets

    /// What is wrong with a folder of templates, in words for whoever edited it.
    package struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
        package let description: String
    }

    /// Reads a folder `templates/web`. Throws `Fault` where a file is missing or broken, where the languages do not have
    /// the same phrases with the same placeholders, or where a page names a phrase that there is not.
    package init(folder path: String) throws {
        let folder = URL(fileURLWithPath: path, isDirectory: true)
        var library = MustacheLibrary()
        var asked = Set(Phrase.allCases.map(\.rawValue))
        do {
            for part in ["pages", "partials"] {
                let files = try FileManager.default.contentsOfDirectory(
                    at: folder.appendingPathComponent(part), includingPropertiesForKeys: nil)
                for file in files where file.pathExtension == "mustache" {
                    let source = try String(contentsOf: file, encoding: .utf8)
                    try library.register(source, named: file.deletingPathExtension().lastPathComponent)
                    asked.formUnion(source.matches(of: /{{t\.(\w+)}}/).map { String($0.1) })
                }
            }
            assets = try Assets(folder: folder.appendingPathComponent("assets"))
            texts = try Dictionary(
                uniqueKeysWithValues: Language.allCases.map { ($0, try WebTemplates.texts($0, in: folder)) })
        } catch {
            throw Fault(description: "templates in \(path) cannot be read: \(error)")
        }
        self.library = library
        for name in Page.Template.allCases where library.getTemplate(named: name.rawValue) == nil {
            throw Fault(description: "\(path)/pages/\(name.rawValue).mustache is missing")
        }
        try WebTemplates.check(texts, asked: asked, in: path)
    }

    /// The phrases of a language.
    func texts(_ language: Language) -> Texts { texts[language] ?? Texts(language: language, all: [:]) }

    func render(_ page: Page, _ texts: Texts) -> String {
        let values: [String: Any] = ["frame": page.frame, "t": texts.all, "p": page.content]
        return library.render(values, withTemplate: page.template.rawValue) ?? ""
    }

    /// A part of a page, by itself.
    func part(_ template: Page.Template, _ content: any Sendable, _ texts: Texts) -> String {
        let values: [String: Any] = ["t": texts.all, "p": content]
        return library.render(values, withTemplate: template.rawValue) ?? ""
    }

    /// A language's phrases: one file a room, each phrase in one of them. Throws `Fault` where two files have the same.
    private static func texts(_ language: Language, in folder: URL) throws -> Texts {
        let folder = folder.appendingPathComponent("texts/\(language.rawValue)")
        var all: [String: String] = [:]
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        for file in files where file.pathExtension == "json" {
            let phrases = try JSONDecoder().decode([String: String].self, from: Data(contentsOf: file))
            for (name, text) in phrases where all.updateValue(text, forKey: name) != nil {
                throw Fault(description: "texts/\(language.rawValue) has “\(name)” twice")
            }
        }
        return Texts(language: language, all: all)
    }

    private static func check(_ texts: [Language: Texts], asked: Set<String>, in path: String) throws {
        let names = texts.values.reduce(asked) { $0.union($1.all.keys) }
        for name in names.sorted() {
            var placeholders: Set<Set<Substring>> = []
            for (language, texts) in texts {
                guard let text = texts.all[name], !text.isEmpty else {
                    throw Fault(description: "\(path)/texts/\(language.rawValue) lacks “\(name)”")
                }
                placeholders.insert(Texts.placeholders(of: text))
            }
            guard placeholders.count == 1 else {
                throw Fault(description: "“\(name)” has different {placeholders} in the languages of \(path)")
            }
        }
    }
}
