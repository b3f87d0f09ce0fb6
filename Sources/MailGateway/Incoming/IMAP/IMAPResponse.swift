// One response of an IMAP server, whole.

/// A response line with its literals cut out (RFC 3501 §7): `* 1 FETCH (UID 5 BODY[] {3})` and the three bytes.
struct IMAPResponse: Sendable, Hashable {
    /// Without the line's end; each literal is represented by its `{length}`.
    let text: [UInt8]
    let literals: [[UInt8]]

    /// How a command ended, or what the server says by itself (RFC 3501 §7.1).
    enum Status: String {
        case ok = "OK"
        case no = "NO"
        case bad = "BAD"
        case bye = "BYE"
        case preauth = "PREAUTH"
    }

    /// The words of the line, for the logs: no more of them than anybody reads.
    var line: String { String(decoding: text.prefix(400), as: UTF8.self) }

    /// `*`, `+`, or the tag of the command that is finished.
    var tag: String { String(decoding: text.prefix { $0 != 0x20 }, as: UTF8.self) }

    /// The status after the tag, with the words behind it; nil for a response that is data.
    var status: (status: Status, words: String)? {
        let parts = line.split(separator: " ", maxSplits: 2)
        guard parts.count > 1, let status = Status(rawValue: parts[1].uppercased()) else { return nil }
        return (status, parts.count > 2 ? String(parts[2]) : "")
    }

    /// The numbers of a SEARCH response; nil for another.
    var found: [UID]? {
        let words = text.split(separator: 0x20)
        guard words.count > 1, words[0] == [UInt8(ascii: "*")],
            String(decoding: words[1], as: UTF8.self).uppercased() == "SEARCH"
        else { return nil }
        return words.dropFirst(2).compactMap { UID(String(decoding: $0, as: UTF8.self)) }
    }

    /// The value behind a response code such as `[UIDVALIDITY 7]` (RFC 3501 §7.1); nil where the line has no such code.
    func code(_ name: String) -> Substring? {
        guard let words = status?.words, words.first == "[", let end = words.firstIndex(of: "]") else {
            return nil
        }
        let code = words[words.index(after: words.startIndex)..<end]
        let parts = code.split(separator: " ", maxSplits: 1)
        guard let first = parts.first, first.uppercased() == name else { return nil }
        return parts.count > 1 ? parts[1] : ""
    }

    /// Whether this is an untagged response of a name: `* LIST …`, `* CAPABILITY …`.
    func isData(_ name: String) -> Bool {
        let words = line.split(separator: " ", maxSplits: 2)
        return words.count > 1 && words[0] == "*" && words[1].uppercased() == name
    }
}
