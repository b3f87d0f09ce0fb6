// A JPEG without what it tells beside the picture: where, when and with what it was taken.

/// Reads the segments of a JPEG (ITU-T T.81 annex B) and keeps those that the picture needs.
struct JPEGSieve {
    private let bytes: [UInt8]
    private var at = 2
    private var kept: [UInt8] = [0xFF, 0xD8]
    private var orientation: UInt8 = 1
    private var hasFrame = false
    private var hasScan = false

    static func isJPEG(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0xFF, 0xD8, 0xFF]) }

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The picture alone, upright as it was meant; nil where it is broken.
    static func strip(_ bytes: [UInt8]) -> [UInt8]? {
        var sieve = JPEGSieve(bytes)
        return sieve.read() ? sieve.kept : nil
    }

    /// Up to the mark of the end; what follows it, a film say, is not the picture.
    private mutating func read() -> Bool {
        while let marker = nextMarker() {
            switch marker {
            case 0xD9:
                kept += [0xFF, 0xD9]
                if orientation != 1 { kept.insert(contentsOf: Self.exif(orientation), at: 2) }
                return hasFrame && hasScan
            case 0x01, 0xD0...0xD8: return false
            default:
                guard let body = segment() else { return false }
                keep(marker, body)
                if marker == 0xDA {
                    hasScan = true
                    copyScan()
                }
            }
        }
        return false
    }

    /// The next marker's second byte; any number of 0xFF may stand before it (B.1.1.2).
    private mutating func nextMarker() -> UInt8? {
        guard at < bytes.count, bytes[at] == 0xFF else { return nil }
        while at < bytes.count, bytes[at] == 0xFF { at += 1 }
        guard at < bytes.count else { return nil }
        at += 1
        return bytes[at - 1]
    }

    /// The bytes after a marker that its length counts.
    private mutating func segment() -> ArraySlice<UInt8>? {
        guard at + 2 <= bytes.count else { return nil }
        let length = Int(bytes[at]) << 8 | Int(bytes[at + 1])
        guard length >= 2, at + length <= bytes.count else { return nil }
        defer { at += length }
        return bytes[(at + 2)..<(at + length)]
    }

    private mutating func keep(_ marker: UInt8, _ body: ArraySlice<UInt8>) {
        switch marker {
        case 0xC0...0xCF where ![0xC4, 0xC8, 0xCC].contains(marker):
            // Height may be told later (B.2.5); a picture without width is none.
            hasFrame = body.count >= 6 && (body[body.startIndex + 3] | body[body.startIndex + 4]) != 0
            append(marker, body)
        case 0xE0:
            // JFIF (ITU-T T.871) without its thumbnail; nothing else is in APP0 that a picture needs.
            if body.count >= 14, body.starts(with: Array("JFIF\0".utf8)) {
                append(marker, body.prefix(12) + [0, 0])
            }
        case 0xE1: if let found = Self.orientation(in: body) { orientation = found }
        case 0xE2: if body.starts(with: Array("ICC_PROFILE\0".utf8)) { append(marker, body) }
        // Adobe's says how the colours are to be read.
        case 0xEE: if body.starts(with: Array("Adobe".utf8)) { append(marker, body.prefix(12)) }
        case 0xE3...0xEF, 0xFE: break
        default: append(marker, body)
        }
    }

    private mutating func append(_ marker: UInt8, _ body: some Collection<UInt8>) {
        let length = body.count + 2
        kept += [0xFF, marker, UInt8(length >> 8), UInt8(length & 0xFF)]
        kept += body
    }

    /// What is coded of the picture, up to the next marker that is no part of it (B.1.1.5).
    private mutating func copyScan() {
        let start = at
        while at < bytes.count {
            if bytes[at] == 0xFF, at + 1 < bytes.count {
                let next = bytes[at + 1]
                if next != 0, next != 0xFF, !(0xD0...0xD7).contains(next) { break }
            }
            at += 1
        }
        kept += bytes[start..<at]
    }

    /// Which way up, from the first directory of Exif (TIFF 6.0; tag 0x0112), 1…8; nil where it does not say.
    private static func orientation(in body: ArraySlice<UInt8>) -> UInt8? {
        guard body.starts(with: Array("Exif\0\0".utf8)) else { return nil }
        let tiff = Array(body.dropFirst(6))
        guard tiff.count >= 8 else { return nil }
        let isLittle = tiff[0] == 0x49
        func number(_ at: Int, _ width: Int) -> Int? {
            guard at >= 0, at + width <= tiff.count else { return nil }
            let part = tiff[at..<(at + width)]
            return (isLittle ? Array(part.reversed()) : Array(part)).reduce(0) { $0 << 8 | Int($1) }
        }
        guard let directory = number(4, 4), let count = number(directory, 2) else { return nil }
        for index in 0..<count {
            let entry = directory + 2 + index * 12
            guard let tag = number(entry, 2) else { return nil }
            if tag == 0x0112, let value = number(entry + 8, 2), (1...8).contains(value) {
                return UInt8(value)
            }
        }
        return nil
    }

    /// An Exif segment that says which way up, and nothing else.
    private static func exif(_ orientation: UInt8) -> [UInt8] {
        let tiff: [UInt8] = [
            0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0,
            0,
        ]
        let body = Array("Exif\0\0".utf8) + tiff
        return [0xFF, 0xE1, 0, UInt8(body.count + 2)] + body
    }
}
