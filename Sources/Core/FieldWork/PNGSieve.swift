// A PNG without what it tells beside the picture.

/// Reads the chunks of a PNG (ISO/IEC 15948) and keeps those that the picture needs.
enum PNGSieve {
    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// What draws the picture and sets its colours; everything else tells of something else.
    private static let needed: Set<String> = [
        "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs",
    ]

    static func isPNG(_ bytes: [UInt8]) -> Bool { bytes.starts(with: signature) }

    /// The picture alone; nil where it is broken: a chunk that ends too early, or whose check value does not fit.
    static func strip(_ bytes: [UInt8]) -> [UInt8]? {
        var kept = signature
        var at = signature.count
        var seen: [String] = []
        while at + 12 <= bytes.count {
            let length = number(bytes[at..<(at + 4)])
            guard at + 12 + length <= bytes.count else { return nil }
            let named = bytes[(at + 4)..<(at + 8 + length)]
            guard number(bytes[(at + 8 + length)..<(at + 12 + length)]) == Int(CRC32.of(named)) else {
                return nil
            }
            let name = String(decoding: named.prefix(4), as: UTF8.self)
            if seen.isEmpty, name != "IHDR" || length != 13 { return nil }
            seen.append(name)
            if needed.contains(name) { kept += bytes[at..<(at + 12 + length)] }
            at += 12 + length
            // What follows the end is not the picture.
            if name == "IEND" { return seen.contains("IDAT") ? kept : nil }
        }
        return nil
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
}

/// The check value of PNG's chunks (ISO/IEC 15948 annex D).
private enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
    }

    static func of(_ bytes: some Sequence<UInt8>) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ $0 >> 8 }
    }
}
