// The text that a mail's reader would see.

/// Finds the text of a mail: the plain one, or the HTML one as text.
enum BodyText {
    static func find(in part: ParsedPart) -> String {
        switch part.content {
        case .parts(let parts):
            let texts = parts.map { (isPlain: $0.type == "text/plain", text: find(in: $0)) }
                .filter { $0.text.contains { !$0.isWhitespace } }
            if part.type == "multipart/alternative" {
                return (texts.first(where: \.isPlain) ?? texts.first)?.text ?? ""
            }
            return texts.map(\.text).joined(separator: "\n")
        case .text(let text):
            guard !part.isAttachment else { return "" }
            switch part.type {
            case "text/plain":
                guard part.parameters["format"]?.lowercased() == "flowed" else { return text }
                return FlowedText.unfolded(
                    text, deletesSpaces: part.parameters["delsp"]?.lowercased() == "yes")
            case "text/html": return HTMLText.text(of: text)
            default: return ""
            }
        case .message, .bytes, .skipped: return ""
        }
    }
}
