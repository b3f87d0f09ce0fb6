// Text as people search it: without case or accents, the same on both engines because Swift folds it.

internal import Foundation

extension StringProtocol {
    /// Lower case, no diacritics, ligatures opened, runs of white space as one space, none at the ends.
    package var folded: String {
        var folding = Folding()
        folding.append(Array(utf8)[...])
        return folding.text
    }
}

/// Folds texts one after the other into one, a space between them, from the bytes of a file or of a string.
struct Folding {
    private(set) var bytes: [UInt8] = []

    var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Appends the folded form of a text in UTF-8.
    mutating func append(_ text: ArraySlice<UInt8>) {
        let start = bytes.count
        if start > 0 { appendSpace() }
        if !appendLatin(text) {
            bytes.removeSubrange(start...)
            if start > 0 { appendSpace() }
            appendAny(String(decoding: text, as: UTF8.self))
        }
        if bytes.last == Self.space { bytes.removeLast() }
    }

    /// ASCII, the accented letters of Latin scripts and punctuation, which nearly all texts are made of, at a twentieth of the
    /// general cost; false, with anything appended, where there is something else.
    private mutating func appendLatin(_ text: ArraySlice<UInt8>) -> Bool {
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            index += 1
            switch byte {
            case 0x41...0x5A: bytes.append(byte | 0x20)
            case Self.space, 0x09...0x0D: appendSpace()
            case ..<0x80: bytes.append(byte)
            case 0xC2...0xC5:
                guard index < text.endIndex, text[index] & 0xC0 == 0x80 else { return false }
                append(Self.latin[Int(byte & 0x1F) << 6 | Int(text[index] & 0x3F)])
                index += 1
            case 0xE1:
                guard index + 1 < text.endIndex, (0xB8...0xBB).contains(text[index]),
                    text[index + 1] & 0xC0 == 0x80
                else { return false }
                append(Self.vietnamese[Int(text[index] & 0x03) << 6 | Int(text[index + 1] & 0x3F)])
                index += 2
            case 0xE2:
                guard index + 1 < text.endIndex, text[index] == 0x80, text[index + 1] & 0xC0 == 0x80
                else { return false }
                append(Self.punctuation[Int(text[index + 1] & 0x3F)])
                index += 2
            default: return false
            }
        }
        return true
    }

    private mutating func appendAny(_ text: String) {
        for scalar in text.decomposedStringWithCanonicalMapping.lowercased().unicodeScalars {
            switch scalar {
            case "œ": bytes += "oe".utf8
            case "æ": bytes += "ae".utf8
            case "ß": bytes += "ss".utf8
            case "’": bytes.append(UInt8(ascii: "'"))
            default:
                guard scalar.properties.generalCategory != .nonspacingMark else { continue }
                if scalar.properties.isWhitespace {
                    appendSpace()
                } else {
                    bytes += UTF8.encode(scalar) ?? .init()
                }
            }
        }
    }

    private mutating func append(_ folded: [UInt8]) {
        if folded == [Self.space] { appendSpace() } else { bytes += folded }
    }

    private mutating func appendSpace() {
        if let last = bytes.last, last != Self.space { bytes.append(Self.space) }
    }

    private static let space = UInt8(ascii: " ")

    /// What the general way makes of U+0000…U+017F, by the five low bits of the first byte and the six of the second.
    private static let latin = (0..<0x180).map(general)

    /// The same of U+1E00…U+1EFF, where Vietnamese has its letters.
    private static let vietnamese = (0x1E00..<0x1F00).map(general)

    /// The same of U+2000…U+203F: dashes, quotation marks, points and narrow spaces, as programs set them.
    private static let punctuation = (0x2000..<0x2040).map(general)

    private static func general(_ code: Int) -> [UInt8] {
        guard let scalar = UnicodeScalar(code) else { return [] }
        guard !scalar.properties.isWhitespace else { return [space] }
        var folding = Folding()
        folding.appendAny(String(scalar))
        return folding.bytes
    }
}
