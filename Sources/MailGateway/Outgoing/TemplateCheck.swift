// Finds what is wrong in templates before a mail is: unknown variables, unknown parts, a message without its link.

internal import Core

/// Reads the tags of templates, and follows the parts that they use.
struct TemplateCheck {
    private let sources: [String: TemplateSource]

    init(_ sources: [TemplateSource]) {
        self.sources = Dictionary(sources.map { ($0.name, $0) }) { first, _ in first }
    }

    /// Every message in every language, part by part.
    func problems() -> [TemplateProblem] {
        var found: [TemplateProblem] = []
        for language in Language.allCases {
            for kind in Message.Kind.allCases {
                for part in MessagePart.allCases {
                    found += problems(in: part, of: kind, language)
                }
            }
        }
        return found.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private func problems(
        in part: MessagePart, of kind: Message.Kind, _ language: Language
    ) -> [TemplateProblem] {
        guard let source = sources[TemplateSource.name(language, kind, part)] else {
            let file = "\(language.rawValue)/\(kind.rawValue)/\(part.rawValue)\(TemplateSource.suffix)"
            return [.init(file: file, line: nil, fault: .missing)]
        }
        return problems(in: source, as: part, of: kind)
    }

    /// What is wrong in a template that stands for a part of a message.
    func problems(
        in source: TemplateSource, as part: MessagePart, of kind: Message.Kind
    ) -> [TemplateProblem] {
        var walk = Walk(known: TemplateFacts.names(of: kind), sources: sources)
        walk.read(source, within: [])
        if part != .subject, kind.bearsLink, !walk.showsLink {
            walk.found.append(.init(file: source.file, line: nil, fault: .noLink))
        }
        return walk.found
    }
}

/// A walk through a template and the parts that it uses, each once.
private struct Walk {
    let known: Set<String>
    let sources: [String: TemplateSource]
    var found: [TemplateProblem] = []
    var showsLink = false
    private var seen: Set<String> = []

    init(known: Set<String>, sources: [String: TemplateSource]) {
        self.known = known
        self.sources = sources
    }

    mutating func read(_ source: TemplateSource, within path: [String]) {
        seen.insert(source.name)
        let path = path + [source.name]
        for tag in source.tags {
            switch tag.content {
            case .variable(let name) where name == "." || known.contains(name):
                showsLink = showsLink || name == "link"
            case .variable(let name):
                found.append(.init(file: source.file, line: tag.line, fault: .unknownVariable(name)))
            case .part(let name) where path.contains(name):
                found.append(.init(file: source.file, line: tag.line, fault: .endless(name)))
            case .part(let name):
                guard let next = sources[name] else {
                    found.append(.init(file: source.file, line: tag.line, fault: .unknownPart(name)))
                    continue
                }
                if !seen.contains(name) { read(next, within: path) }
            case .end: break
            }
        }
    }
}

extension TemplateSource {
    struct Tag {
        enum Content: Hashable {
            case variable(String)
            case part(String)
            /// The end of a section, a block or a part.
            case end(String)
        }

        let content: Content
        /// As it stands between the braces, without blanks.
        let text: String
        let line: Int

        var opensSection: Bool { text.hasPrefix("#") || text.hasPrefix("^") }
    }

    /// The tags that name a variable or a part, in order, and those that end one; comments and blocks are passed over.
    var tags: [Tag] {
        var tags: [Tag] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .enumerated()
        {
            var rest = line
            while let open = rest.firstRange(of: "{{") {
                rest = rest[open.upperBound...]
                guard let close = rest.firstRange(of: "}}") else { break }
                let tag = rest[..<close.lowerBound].filter { !$0.isWhitespace && $0 != "{" && $0 != "}" }
                rest = rest[close.upperBound...]
                let name = String(tag.drop { "#^&></$!%=".contains($0) })
                let content: Tag.Content
                switch tag.first {
                case ">", "<": content = .part(name)
                case "/": content = .end(name)
                case "$", "!", "%", "=", nil: continue
                default: content = .variable(name)
                }
                tags.append(Tag(content: content, text: String(tag), line: index + 1))
            }
        }
        return tags
    }
}
