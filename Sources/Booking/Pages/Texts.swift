// The words of the pages in one language.

internal import Core
internal import Foundation

/// One language's phrases, by name, with `{placeholders}`.
struct Texts: Sendable {
    let language: Language
    /// Every phrase, as templates ask for them.
    let all: [String: String]

    /// A phrase with its placeholders filled.
    func callAsFunction(_ phrase: Phrase, _ values: KeyValuePairs<String, String> = [:]) -> String {
        var text = all[phrase.rawValue] ?? ""
        for (name, value) in values { text = text.replacingOccurrences(of: "{\(name)}", with: value) }
        return text
    }

    /// A number of something, in the singular or the plural.
    func callAsFunction(_ count: Int, one: Phrase, many: Phrase) -> String {
        count == 1 ? self(one) : self(many, ["count": String(count)])
    }

    /// "1h30", "30 min"; "1 h 30 min" in English.
    func duration(_ minutes: Int) -> String {
        let (hours, rest) = (minutes / 60, minutes % 60)
        return switch (language, hours, rest) {
        case (_, 0, _): "\(rest) min"
        case (_, _, 0): "\(hours) h"
        case (.french, _, _): "\(hours)h\(rest.padded(2))"
        case (.english, _, _): "\(hours) h \(rest) min"
        }
    }

    /// The `{placeholders}` of a phrase, to compare languages by.
    static func placeholders(of text: String) -> Set<Substring> {
        Set(
            text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().map {
                $0.prefix { $0 != "}" }
            })
    }
}
