// How a file writes its characters, and the file in the one way that the reader knows: UTF-8.

/// The encodings that spreadsheets save in (RG-012).
package enum TextEncoding: String, Sendable, Codable {
    case utf8 = "UTF-8"
    /// With the printable characters that Windows-1252 adds to it.
    case latin1 = "ISO-8859-1"
    /// Either byte order, told by its mark.
    case utf16 = "UTF-16"
}

/// A whole file as UTF-8.
struct DecodedText: Sendable {
    let encoding: TextEncoding
    let bytes: [UInt8]
    /// Where the text begins: after a byte order mark.
    let start: Int

    /// Finds the encoding and converts. Without a mark, bytes that are valid UTF-8 are UTF-8, since Latin text hardly ever
    /// is by chance; what mixes both is refused rather than read wrongly.
    init(_ file: [UInt8]) throws(ImportRefusal) {
        if file.starts(with: [0xFF, 0xFE]) {
            self = try Self.utf16(file, bigEndian: false)
        } else if file.starts(with: [0xFE, 0xFF]) {
            self = try Self.utf16(file, bigEndian: true)
        } else {
            let marked = file.starts(with: [0xEF, 0xBB, 0xBF])
            let census = UTF8Census(file)
            if census.firstInvalid == nil {
                self.init(encoding: .utf8, bytes: file, start: marked ? 3 : 0)
            } else if marked || census.sequences > census.invalid {
                throw .undecodable(line: Self.line(of: census.firstInvalid ?? 0, in: file))
            } else {
                self.init(encoding: .latin1, bytes: try Self.latin1(file), start: 0)
            }
        }
        if let position = bytes.firstIndex(of: 0) {
            throw .binary(line: Self.line(of: position, in: bytes))
        }
    }

    private init(encoding: TextEncoding, bytes: [UInt8], start: Int) {
        self.encoding = encoding
        self.bytes = bytes
        self.start = start
    }

    private static func latin1(_ file: [UInt8]) throws(ImportRefusal) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(file.count + file.count / 16)
        for (position, byte) in file.enumerated() {
            switch byte {
            case ..<0x80: output.append(byte)
            case 0xA0...: append(UInt32(byte), to: &output)
            default:
                let code = windows1252[Int(byte - 0x80)]
                guard code != 0 else { throw .undecodable(line: line(of: position, in: file)) }
                append(code, to: &output)
            }
        }
        return output
    }

    private static func utf16(_ file: [UInt8], bigEndian: Bool) throws(ImportRefusal) -> DecodedText {
        var output: [UInt8] = []
        output.reserveCapacity(file.count / 2 + file.count / 8)
        var high: UInt32?
        for position in stride(from: 2, to: file.count - 1, by: 2) {
            let first = UInt32(file[position])
            let second = UInt32(file[position + 1])
            let unit = bigEndian ? first << 8 | second : second << 8 | first
            switch (high, unit) {
            case (nil, 0xD800...0xDBFF): high = unit
            case (let lead?, 0xDC00...0xDFFF):
                append(0x10000 + (lead - 0xD800) << 10 + (unit - 0xDC00), to: &output)
                high = nil
            case (nil, 0xDC00...0xDFFF), (.some, _):
                throw .undecodable(line: line(of: output.count, in: output))
            default: append(unit, to: &output)
            }
        }
        guard high == nil, file.count.isMultiple(of: 2) else {
            throw .undecodable(line: line(of: output.count, in: output))
        }
        return DecodedText(encoding: .utf16, bytes: output, start: 0)
    }

    private static func append(_ code: UInt32, to output: inout [UInt8]) {
        switch code {
        case ..<0x80: output.append(UInt8(code))
        case ..<0x800: output += [0xC0 | UInt8(code >> 6), 0x80 | UInt8(code & 0x3F)]
        case ..<0x10000:
            output += [0xE0 | UInt8(code >> 12), 0x80 | UInt8(code >> 6 & 0x3F), 0x80 | UInt8(code & 0x3F)]
        default:
            output += [
                0xF0 | UInt8(code >> 18), 0x80 | UInt8(code >> 12 & 0x3F), 0x80 | UInt8(code >> 6 & 0x3F),
                0x80 | UInt8(code & 0x3F),
            ]
        }
    }

    /// The line of a position, as an editor counts.
    private static func line(of position: Int, in bytes: [UInt8]) -> Int {
        var line = 1
        for (index, byte) in bytes[..<position].enumerated()
        where byte == 0x0A || (byte == 0x0D && bytes[index + 1] != 0x0A) {
            line += 1
        }
        return line
    }

    /// What Windows-1252 has at 0x80…0x9F; 0 where it has nothing.
    private static let windows1252: [UInt32] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
        0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,
        0x017E,
        0x0178,
    ]
}

/// How far some bytes are UTF-8 (RFC 3629 §4).
private struct UTF8Census {
    /// Well-formed sequences of two bytes and more.
    private(set) var sequences = 0
    /// Bytes that belong to no well-formed sequence.
    private(set) var invalid = 0
    private(set) var firstInvalid: Int?

    init(_ bytes: [UInt8]) {
        var index = 0
        while index < bytes.count {
            guard bytes[index] >= 0x80 else {
                index += 1
                continue
            }
            let length = Self.sequenceLength(bytes, at: index)
            if length > 0 {
                sequences += 1
                index += length
            } else {
                if firstInvalid == nil { firstInvalid = index }
                invalid += 1
                index += 1
            }
        }
    }

    /// 0 where no well-formed sequence begins.
    private static func sequenceLength(_ bytes: [UInt8], at index: Int) -> Int {
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch bytes[index] {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        case 0xF1...0xF3: length = 4
        default: return 0
        }
        guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return 0 }
        for offset in 2..<max(length, 2) where bytes[index + offset] & 0xC0 != 0x80 { return 0 }
        return length
    }
}
