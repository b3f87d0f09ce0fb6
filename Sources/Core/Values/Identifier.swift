// Typed identifiers: a campaign's id cannot be given where an agent's is expected.

internal import Foundation
internal import Synchronization

/// The identifier of one `Subject`: a UUIDv7 (RFC 9562 §5.7) in its 36-character lower-case text form.
///
/// It is made in Swift, so that both database engines store the same text and a row's id is known before it is saved.
package struct Identifier<Subject>: Hashable, Sendable, CustomStringConvertible {
    /// The 36 characters, lower case.
    package let text: String

    /// A new identifier whose first 48 bits are the milliseconds of `instant`; the next 26 count, so that identifiers that
    /// one process makes for the same instant sort as they were made (RFC 9562 §6.2, method 1), and 48 are random.
    package init(at instant: Instant = .now()) {
        text = UUIDText.version7(milliseconds: instant.milliseconds)
    }

    /// Reads an identifier that somebody typed or stored; nil where it is not a UUID.
    package init?(_ text: some StringProtocol) {
        guard !UUIDText.isCanonical(text) else {
            self.text = String(text)
            return
        }
        guard let bytes = UUIDText.bytes(of: text) else { return nil }
        self.text = UUIDText.text(of: bytes)
    }

    /// An identifier from its 16 bytes, as a signed link carries it; nil where there are not 16.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        text = UUIDText.text(of: Array(bytes))
    }

    /// The 16 bytes of the identifier.
    package var bytes: [UInt8] { UUIDText.bytes(of: text) ?? [] }

    package var description: String { text }
}

/// The text form of UUIDs, without Foundation's detour through its own type: an import makes 200 000 of them.
private enum UUIDText {
    private static let digits = Array("0123456789abcdef".utf8)
    private static let counter = Atomic<UInt32>(UInt32.random(in: 0...UInt32.max))

    static func version7(milliseconds: Int64) -> String {
        var generator = SystemRandomNumberGenerator()
        let random = generator.next()
        let count = counter.wrappingAdd(1, ordering: .relaxed).newValue
        var bytes = [UInt8](repeating: 0, count: 16)
        for index in 0..<6 {
            bytes[index] = UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * Int64(index)))
        }
        bytes[6] = 0x70 | UInt8(truncatingIfNeeded: count >> 22) & 0x0F
        bytes[7] = UInt8(truncatingIfNeeded: count >> 14)
        bytes[8] = 0x80 | UInt8(truncatingIfNeeded: count >> 8) & 0x3F
        bytes[9] = UInt8(truncatingIfNeeded: count)
        for index in 10..<16 { bytes[index] = UInt8(truncatingIfNeeded: random >> (8 * UInt64(15 - index))) }
        return text(of: bytes)
    }

    static func text(of bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            var at = 0
            for (index, byte) in bytes.enumerated() {
                if index == 4 || index == 6 || index == 8 || index == 10 {
                    buffer[at] = UInt8(ascii: "-")
                    at += 1
                }
                buffer[at] = digits[Int(byte >> 4)]
                buffer[at + 1] = digits[Int(byte & 15)]
                at += 2
            }
            return at
        }
    }

    /// Whether it is in the form that we write, and so needs no reading: databases give back nothing else.
    static func isCanonical(_ text: some StringProtocol) -> Bool {
        guard text.utf8.count == 36 else { return false }
        var index = 0
        for byte in text.utf8 {
            let isDash = index == 8 || index == 13 || index == 18 || index == 23
            guard
                isDash
                    ? byte == UInt8(ascii: "-") : (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
            else { return false }
            index += 1
        }
        return true
    }

    static func bytes(of text: some StringProtocol) -> [UInt8]? {
        guard text.utf8.count == 36 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16)
        var high: UInt8?
        for (index, character) in text.utf8.enumerated() {
            if index == 8 || index == 13 || index == 18 || index == 23 {
                guard character == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let digit = value(of: character) else { return nil }
            if let first = high {
                bytes.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        return bytes
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
