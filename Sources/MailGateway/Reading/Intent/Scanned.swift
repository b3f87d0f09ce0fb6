// From characters to words, numbers and marks.

import Core

/// What stands in a folded line, from left to right; white space is left out.
enum Scanned {
    case token(Token)
    /// A mark; apart where white space is on both its sides, last where nothing follows it.
    case mark(Unicode.Scalar, isApart: Bool, isLast: Bool)

    static func all(in folded: String) -> [Scanned] {
        let line = Array(folded.unicodeScalars)
        var scanned: [Scanned] = []
        var index = 0
        while index < line.count {
            let scalar = line[index]
            if scalar.isDigit {
                let number = NumberReader(line, at: index)
                scanned.append(.token(number.token))
                index = number.end
            } else if scalar.properties.isAlphabetic, circled(scalar) == nil {
                let end = line[index...].firstIndex { !$0.properties.isAlphabetic } ?? line.count
                var word = Substring(String(String.UnicodeScalarView(line[index..<end])))
                index = end
                if word == "n", index < line.count, ["°", "º"].contains(line[index]) { word = "numero" }
                scanned.append(.token(.word(word)))
            } else {
                let isSpaced = index > 0 && line[index - 1] == " "
                let next = line[(index + 1)...].first
                if let one = other(scalar, isApart: isSpaced && next == " ", isLast: next == nil) {
                    scanned.append(one)
                }
                index += 1
            }
        }
        return scanned
    }

    private static func other(_ scalar: Unicode.Scalar, isApart: Bool, isLast: Bool) -> Scanned? {
        switch scalar {
        case " ": nil
        case "#", "№": .token(.word("numero"))
        case "👍", "✅": .token(.word(Substring(String(scalar))))
        default:
            circled(scalar).map { .token(.number($0, ordinal: false)) }
                ?? .mark(scalar, isApart: isApart, isLast: isLast)
        }
    }

    /// ① … ⑳
    private static func circled(_ scalar: Unicode.Scalar) -> Int? {
        (0x2460...0x2473).contains(scalar.value) ? Int(scalar.value) - 0x245F : nil
    }
}
