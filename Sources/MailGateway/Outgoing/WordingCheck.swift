// Checks a campaign's own words when they are saved, by somebody who is not trusted with more than words.

package import Core

extension Templates {
    /// What is wrong in a wording: nothing, and it may be kept.
    ///
    /// Beside what is asked of every template, a wording may neither write unescaped, nor use another message, nor nest lists
    /// (six options in six options in six …), nor have the reader's program fetch or run anything; and each message of its
    /// kind that is rendered with it must show its link.
    package func problems(in wording: Wording) -> [TemplateProblem] {
        let source = TemplateSource(wording)
        let limits = source.problemsOfWording(wording.part, of: wording.kind)
        guard limits.isEmpty else { return limits }
        do { _ = try source.compiled() } catch let problem as TemplateProblem { return [problem] } catch {
            return [.init(file: source.file, line: nil, fault: .syntax("\(error)"))]
        }
        let found = TemplateCheck(sources).problems(in: source, as: wording.part, of: wording.kind)
        guard found.isEmpty else { return found }
        return showsLink(wording, source) ? [] : [.init(file: source.file, line: nil, fault: .noLink)]
    }

    /// The variables that a wording of a kind may use, by name.
    package static func variables(of kind: Message.Kind) -> [String] {
        TemplateFacts.names(of: kind).sorted()
    }

    /// The template's own words for a part of a message, to begin from.
    package func source(of kind: Message.Kind, _ language: Language, _ part: MessagePart) -> String {
        let name = TemplateSource.name(language, kind, part)
        return sources.first { $0.name == name }?.text ?? ""
    }

    /// A link inside a section may not be there when it counts: every variant of the message is rendered and looked at.
    private func showsLink(_ wording: Wording, _ source: TemplateSource) -> Bool {
        guard wording.part != .subject, wording.kind.bearsLink, let templates = try? replacing([source])
        else { return true }
        let link = "https://link.example/b/1"
        return MessageSample.variants(of: wording.kind).allSatisfy { sample in
            let snapshot = MessageSample.snapshot(of: sample.message, in: wording.language)
            guard snapshot.link != nil else { return true }
            let facts = TemplateFacts(snapshot, name: snapshot.name, link: link)
            let words = templates.words(for: wording.kind, in: wording.language, facts)
            return (wording.part == .text ? words.text : words.html).contains(link)
        }
    }
}

extension TemplateSource {
    /// A wording as if it were the file in whose place it stands.
    init(_ wording: Wording) {
        let (language, kind, part) = (wording.language.rawValue, wording.kind.rawValue, wording.part.rawValue)
        self.init(file: "\(language)/\(kind)/\(part)\(Self.suffix)", text: wording.body)
    }

    fileprivate func problemsOfWording(_ part: MessagePart, of kind: Message.Kind) -> [TemplateProblem] {
        func problem(_ fault: TemplateProblem.NotAllowed, line: Int? = nil) -> TemplateProblem {
            .init(file: file, line: line, fault: .notAllowed(fault))
        }
        guard text.count <= Wording.longest else { return [problem(.tooLong)] }
        var found: [TemplateProblem] = []
        if part == .subject, text.split(whereSeparator: \.isNewline).count != 1 {
            found.append(problem(.manyLines))
        }
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            for tag in Self.rawTags(in: line) where !Self.isAllowed(tag) {
                found.append(problem(.tag(tag), line: index + 1))
            }
            // Tags may render nothing, and so join what stands around them.
            let lower = line.replacing(/\{\{.*?\}\}/, with: "").lowercased()
            if part == .html, let what = Self.foreign.first(where: { lower.contains($0) }) {
                found.append(problem(.foreign(what), line: index + 1))
            }
        }
        return found
            + nesting(lists: TemplateFacts.lists(of: kind)).map { problem(.nesting($0.name), line: $0.line) }
    }

    /// Lists inside lists, and whatever is nested deeper than anybody writes: both cost time without end.
    private func nesting(lists: Set<String>) -> [(name: String, line: Int)] {
        var open: [String] = []
        var found: [(String, Int)] = []
        for tag in tags {
            switch tag.content {
            case .variable(let name) where tag.opensSection:
                if open.count >= 8 || (lists.contains(name) && !lists.isDisjoint(with: open)) {
                    found.append((name, tag.line))
                }
                open.append(name)
            case .end(let name): if open.last == name { open.removeLast() }
            case .variable, .part: break
            }
        }
        return found
    }

    /// The tags of a line with their braces; an opening without its end, with what follows it.
    private static func rawTags(in line: Substring) -> [String] {
        var tags: [String] = []
        var rest = line
        while let open = rest.firstRange(of: "{{") {
            guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
                return tags + [String(rest)]
            }
            // Three braces close what three have opened.
            let end =
                rest[close.upperBound...].first == "}"
                ? rest.index(after: close.upperBound) : close.upperBound
            tags.append(String(rest[open.lowerBound..<end]))
            rest = rest[end...]
        }
        return tags
    }

    /// A variable, a section, its end, a comment, a shared part, or the frame around a letter and its blocks.
    private static func isAllowed(_ tag: String) -> Bool {
        guard tag.hasSuffix("}}") else { return false }
        let bare = tag.dropFirst(2).dropLast(2).trimmingPrefix { $0 == " " }
        guard bare.first != "!" else { return true }
        let name = bare.drop { "#^/>$< ".contains($0) }.prefix { $0 != " " }
        let isPart = bare.first == ">" || bare.first == "<"
        let kinds = Message.Kind.allCases.map { ".\($0.rawValue)." }
        return !name.isEmpty && bare.last != "}" && !(isPart && kinds.contains { name.contains($0) })
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") }
    }

    private static let foreign = [
        "<img", "<image", "<script", "<iframe", "<frame", "<object", "<embed", "<link", "<form", "<input",
        "<svg",
        "<video", "<audio", "<base", "src=", "srcset", "background=", "url(", "@import", "javascript:",
        "http-equiv",
    ]
}
