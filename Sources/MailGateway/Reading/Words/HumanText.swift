// What a person wrote, apart from what their program added.

import Core

/// The author's own words in the text of an answer: quotation, signature and disclaimer left out, in the forms of
/// Outlook, Apple Mail, Gmail, Thunderbird, Zimbra, Roundcube, SOGo, Yahoo, Notes and phones, in French and in English.
///
/// Goes line by line and looks a few lines ahead at most, so that no text costs more than its length.
enum HumanText {
    /// Characters looked at: what a person writes comes first.
    private static let longestInput = 100_000
    private static let longestOutput = 20_000

    static func strip(_ text: String) -> String {
        let lines = text.start(longestInput).lines.map(TextLine.init)
        var kept: [TextLine] = []
        var hasText = false
        var index = 0
        reading: while index < lines.count {
            switch role(of: lines, at: index, afterText: hasText) {
            case .own:
                kept.append(lines[index])
                hasText = hasText || !lines[index].isEmpty
                index += 1
            case .dropped(let count): index += count
            case .droppedParagraph:
                while index < lines.count, !lines[index].isEmpty { index += 1 }
            case .end: break reading
            }
        }
        let own = Signature.cut(from: kept).map(\.text)
        return String(tidied(own).start(longestOutput))
    }

    private enum Role {
        case own
        case dropped(Int)
        case droppedParagraph
        /// Nothing of the author's comes from here on.
        case end
    }

    private static func role(of lines: [TextLine], at index: Int, afterText: Bool) -> Role {
        let line = lines[index]
        switch Quotation.find(in: lines, at: index) {
        case .lines(let count): return .dropped(count)
        case .rest: return .end
        case nil: break
        }
        if Signature.begins(line, afterText: afterText) { return .end }
        if Signature.isPhones(line) || Boilerplate.isPicture(line) { return .dropped(1) }
        if Boilerplate.isBanner(line) { return .droppedParagraph }
        return Boilerplate.isDisclaimer(line) ? .end : .own
    }

    /// No empty lines at the ends, nor two in a row.
    private static func tidied(_ lines: [Substring]) -> String {
        var tidy: [Substring] = []
        for line in lines where !(line.isEmpty && tidy.last?.isEmpty != false) { tidy.append(line) }
        if tidy.last?.isEmpty == true { tidy.removeLast() }
        return tidy.joined(separator: "\n")
    }
}

/// A line of a mail's text, as written and as it is compared.
struct TextLine {
    let text: Substring
    /// The first 300 characters.
    let folded: String

    var isEmpty: Bool { folded.isEmpty }

    init(_ raw: Substring) {
        text = raw.trimmed
        folded = text.start(300).folded
    }
}
