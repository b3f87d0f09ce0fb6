// Text as people search it: without case or accents, the same on both engines because Swift folds it.

internal import Foundation

extension StringProtocol {
    /// Lower case, no diacritics, ligatures opened, runs of white space as one space, none at the ends.
    package var folded: String {
        if let ascii = foldedASCII { return ascii }
        var scalars = String.UnicodeScalarView()
        for scalar in decomposedStringWithCanonicalMapping.lowercased().unicodeScalars {
            switch scalar {
            case "œ": scalars.append(contentsOf: "oe".unicodeScalars)
            case "æ": scalars.append(contentsOf: "ae".unicodeScalars)
            case "ß": scalars.append(contentsOf: "ss".unicodeScalars)
            case "’": scalars.append("'")
            default:
                guard scalar.properties.generalCategory != .nonspacingMark else { continue }
                scalars.append(scalar.properties.isWhitespace ? " " : scalar)
            }
        }
        return String(scalars).split(separator: " ").joined(separator: " ")
    }

    /// The same for plain ASCII, which most cells are, at a tenth of the cost; nil where there is anything else.
    private var foldedASCII: String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count)
        for byte in utf8 {
            guard byte < 0x80 else { return nil }
            if byte == 0x20 || (0x09...0x0D).contains(byte) {
                if let last = bytes.last, last != 0x20 { bytes.append(0x20) }
            } else {
                bytes.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
            }
        }
        if bytes.last == 0x20 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
