// The fields of machine-readable reports.

import Core

/// Fields as in headers, in groups parted by empty lines (RFC 3464 §2.1, RFC 5965 §3).
enum ReportFields {
    /// The groups, names in lower case; the first value of a name counts.
    static func groups(_ text: String) -> [[String: String]] {
        var groups: [[String: String]] = [[:]]
        var name = ""
        for line in text.lines {
            if line.allSatisfy(\.isWhitespace) {
                groups.append([:])
            } else if line.first == " " || line.first == "\t" {
                groups[groups.count - 1][name]?.append(" " + line.drop(while: \.isWhitespace))
            } else if let colon = line.firstIndex(of: ":") {
                name = line[..<colon].lowercased()
                let value = line[line.index(after: colon)...].drop(while: \.isWhitespace)
                if groups[groups.count - 1][name] == nil { groups[groups.count - 1][name] = String(value) }
            }
        }
        return groups
    }

    /// The value of a typed field: `rfc822; a@b.c` is `a@b.c`.
    static func typed(_ field: String) -> String {
        let value = field.firstIndex(of: ";").map { field[field.index(after: $0)...] } ?? field[...]
        return String(value.drop(while: \.isWhitespace))
    }
}
