// The languages that people are written to in.

/// A language of the product: French first, English where the reader's language says so.
package enum Language: String, Sendable, Codable, CaseIterable {
    case french = "fr"
    case english = "en"

    /// Picks from an `Accept-Language` header (RFC 9110 §12.5.4); `fallback` where none of ours is named.
    package init(acceptLanguage header: String?, fallback: Language) {
        var best: (language: Language, weight: Double)?
        for item in (header ?? "").prefix(1_000).split(separator: ",") {
            let parts = item.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
            guard let tag = parts.first, let language = Language(rawValue: tag.prefix(2).lowercased()) else {
                continue
            }
            let quality =
                parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            if quality > 0, quality > best?.weight ?? 0 { best = (language, quality) }
        }
        self = best?.language ?? fallback
    }
}
