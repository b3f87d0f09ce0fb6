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
                for part in TemplateSource.Part.allCases {
                    found += problems(in: part, of: kind, language)
                }
            }
        }
        return found.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private func problems(
        in part: TemplateSource.Part, of kind: Message.Kind, _ language: Language
    ) -> [TemplateProblem] {
        guard let source = sources[TemplateSource.name(language, kind, part)] else {
            let file = "\(language.rawValue)/\(kind.rawValue)/\(part.rawValue)\(TemplateSource.suffix)"
            return [.init(file: file, line: nil, fault: .missing)]
        }
        let known = TemplateFacts.names(of: kind)
        var found: [TemplateProblem] = []
        var showsLink = part == .subject || !kind.bearsLink
        var waiting = [source]
        var seen: Set<String> = [source.name]
        while let source = waiting.popLast() {
            for tag in source.tags {
                switch tag.content {
                case .variable(let name) where name == "." || known.contains(name):
                    showsLink = showsLink || name == "link"
                case .variable(let name):
                    found.append(.init(file: source.file, line: tag.line, fault: .unknownVariable(name)))
                case .part(let name):
                    guard let next = sources[name] else {
                        found.append(.init(file: source.file, line: tag.line, fault: .unknownPart(name)))
                        continue
                    }
                    if seen.insert(name).inserted { waiting.append(next) }
                }
            }
        }
        if !showsLink { found.append(.init(file: source.file, line: nil, fault: .noLink)) }
        return found
    }
}

extension TemplateSource {
    struct Tag {
        enum Content {
            case variable(String)
            case part(String)
        }

        let content: Content
        let line: Int
    }

    /// The tags that name a variable or a part, in order; comments, blocks and closing tags are passed over.
    var tags: [Tag] {
        var tags: [Tag] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var rest = line
            while let open = rest.firstRange(of: "{{") {
                rest = rest[open.upperBound...]
                guard let close = rest.firstRange(of: "}}") else { break }
                let tag = rest[..<close.lowerBound].filter { !$0.isWhitespace && $0 != "{" && $0 != "}" }
                rest = rest[close.upperBound...]
                let name = String(tag.drop { "#^&></$!%=".contains($0) })
                switch tag.first {
                case ">", "<": tags.append(Tag(content: .part(name), line: index + 1))
                case "/", "$", "!", "%", "=", nil: break
                default: tags.append(Tag(content: .variable(name), line: index + 1))
                }
            }
        }
        return tags
    }
}
