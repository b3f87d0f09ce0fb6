// An address that may be written on an envelope.

/// An e-mail address that is safe on an SMTP envelope: one `@`, printable ASCII, none of the characters that end a
/// line, a header or a command. Kept in lower case, since people type theirs in either.
package struct EmailAddress: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// `local@domain`, lower case, 254 octets at most (RFC 5321 §4.5.3.1).
    package let text: String

    /// Nil where the text is no address that mail could be sent to.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8.drop(while: { $0 == 0x20 || $0 == 0x09 }))
        let end = bytes.lastIndex { $0 != 0x20 && $0 != 0x09 }.map { $0 + 1 } ?? 0
        let trimmed = bytes[..<end]
        guard (3...254).contains(trimmed.count),
            trimmed.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !EmailAddress.forbidden.contains($0) }),
            let at = trimmed.firstIndex(of: UInt8(ascii: "@")), trimmed.lastIndex(of: UInt8(ascii: "@")) == at
        else { return nil }
        let local = trimmed[..<at]
        let domain = trimmed[(at + 1)...]
        guard !local.isEmpty, local.count <= 64, EmailAddress.isDotted(local), EmailAddress.isHostName(domain)
        else { return nil }
        self.text = String(decoding: trimmed, as: UTF8.self).lowercased()
    }

    /// What stands before the `@`.
    package var local: Substring { text.prefix { $0 != "@" } }

    /// What stands after the `@`.
    package var domain: Substring { text.drop { $0 != "@" }.dropFirst() }

    package var description: String { text }

    package static func < (left: EmailAddress, right: EmailAddress) -> Bool { left.text < right.text }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let address = EmailAddress(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not an e-mail address"))
        }
        self = address
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    /// Specials of RFC 5322 §3.2.3 but for the dot and the at sign.
    private static let forbidden = Set("<>()[]\\,;:\"".utf8)

    private static func isDotted(_ part: ArraySlice<UInt8>) -> Bool {
        part.first != UInt8(ascii: ".") && part.last != UInt8(ascii: ".")
            && !zip(part, part.dropFirst()).contains { $0 == UInt8(ascii: ".") && $1 == UInt8(ascii: ".") }
    }

    private static func isHostName(_ part: ArraySlice<UInt8>) -> Bool {
        guard !part.isEmpty, isDotted(part) else { return false }
        return part.split(separator: UInt8(ascii: ".")).allSatisfy { label in
            label.count <= 63 && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                && label.allSatisfy { byte in
                    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                        || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "-")
                }
        }
    }
}
