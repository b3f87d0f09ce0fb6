// An address that may be written on an envelope.

/// An e-mail address that is safe on an SMTP envelope: one `@`, printable ASCII, none of the characters that end a
/// line, a header or a command. Kept in lower case, since people type theirs in either.
package struct EmailAddress: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// `local@domain`, lower case, 254 octets at most (RFC 5321 §4.5.3.1).
    package let text: String

    /// Nil where the text is no address that mail could be sent to.
    package init?(_ text: some StringProtocol) { self.init(utf8: Array(text.utf8)[...]) }

    /// The same from the bytes of a file, in one pass: an import reads 200 000 of them.
    package init?(utf8 text: ArraySlice<UInt8>) {
        guard let start = text.firstIndex(where: { !EmailAddress.isBlank($0) }),
            let end = text.lastIndex(where: { !EmailAddress.isBlank($0) })
        else { return nil }
        let trimmed = text[start...end]
        guard (3...254).contains(trimmed.count), let at = trimmed.firstIndex(of: UInt8(ascii: "@")),
            EmailAddress.isLocal(trimmed[..<at]), EmailAddress.isHostName(trimmed[(at + 1)...])
        else { return nil }
        self.text = String(unsafeUninitializedCapacity: trimmed.count) { buffer in
            for (index, byte) in trimmed.enumerated() {
                buffer[index] = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
            }
            return trimmed.count
        }
    }

    /// An address that the code itself spells, for examples: never one that somebody typed.
    init(example text: StaticString) { self.text = "\(text)" }

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

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// Printable ASCII in parts between single dots (RFC 5322 §3.2.3), 64 octets at most (RFC 5321 §4.5.3.1).
    private static func isLocal(_ part: ArraySlice<UInt8>) -> Bool {
        guard (1...64).contains(part.count) else { return false }
        var previous = UInt8(ascii: ".")
        for byte in part {
            switch byte {
            case UInt8(ascii: "."): guard previous != byte else { return false }
            case ...0x20, 0x7F...: return false
            case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "("), UInt8(ascii: ")"),
                UInt8(ascii: "["),
                UInt8(ascii: "]"), UInt8(ascii: "\\"), UInt8(ascii: ","), UInt8(ascii: ";"),
                UInt8(ascii: ":"),
                UInt8(ascii: "\""):
                return false
            default: break
            }
            previous = byte
        }
        return previous != UInt8(ascii: ".")
    }

    /// Letters, digits and inner hyphens in labels of 63 octets at most between single dots (RFC 1123 §2.1).
    private static func isHostName(_ part: ArraySlice<UInt8>) -> Bool {
        var label = 0
        var previous = UInt8(ascii: ".")
        for byte in part {
            switch byte {
            case UInt8(ascii: "."):
                guard label > 0, previous != UInt8(ascii: "-") else { return false }
                label = -1
            case UInt8(ascii: "-"): guard label > 0 else { return false }
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: break
            default: return false
            }
            label += 1
            guard label <= 63 else { return false }
            previous = byte
        }
        return label > 0 && previous != UInt8(ascii: "-")
    }
}
