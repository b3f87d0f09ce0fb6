// What is given to GMime of a mail: all of nearly every mail, and never more than it can take apart in time.

import Foundation

/// Leaves out of a long mail what nothing is read from, and what costs GMime far more than its length (measured with 3.2.13):
/// addresses without a domain take the square of their number, a header of 200 kB takes 45 seconds; 25 MB of boundaries or of
/// headers take ten seconds and gigabytes.
struct MailExcerpt {
    /// Shorter mails are given as they are: at its worst, one takes a quarter of a second.
    private static let short = 16 * 1024
    /// Bytes given at most.
    private static let longest = 2 * 1024 * 1024
    /// Bytes kept of one document in base64: decoded, still more than is kept of any part.
    private static let longestDocument = 768 * 1024
    /// Bytes kept of one header of addresses, and of all of them together.
    private static let longestAddresses = 16 * 1024
    private static let mostAddresses = 64 * 1024
    /// Lines that may be boundaries.
    private static let mostBoundaries = 5_000

    static func bytes(of raw: [UInt8]) -> ArraySlice<UInt8> {
        let start = start(of: raw)
        guard raw.count - start > short else { return raw[start...] }
        return raw.withUnsafeBytes { buffer in
            var excerpt = MailExcerpt()
            excerpt.read(UnsafeRawBufferPointer(rebasing: buffer[start...]))
            return excerpt.kept[...]
        }
    }

    /// Where the headers begin: after a byte order mark, empty lines, and the `From ` line that mailbox files and
    /// pipes put in front, which is no header.
    private static func start(of raw: [UInt8]) -> Int {
        var index = raw.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while index < raw.count {
            if raw[index] == 0x0A || raw[index] == 0x0D {
                index += 1
            } else if raw[index...].starts(with: "From ".utf8) || raw[index...].starts(with: ">From ".utf8) {
                index = raw[index...].firstIndex(of: 0x0A) ?? raw.count
            } else {
                break
            }
        }
        return index
    }

    private var kept: [UInt8] = []
    private var boundaries = 0
    /// The length of the lines of the document that is being read, and what has been kept of it.
    private var document = (line: 0, kept: 0)
    /// What may still be kept of the header of addresses that is being read; nil outside of one.
    private var header: Int?
    private var addresses = MailExcerpt.mostAddresses

    private init() {}

    private mutating func read(_ raw: UnsafeRawBufferPointer) {
        kept.reserveCapacity(min(raw.count, Self.longest))
        var rest = raw
        while let base = rest.baseAddress, !rest.isEmpty, kept.count < Self.longest {
            let end =
                memchr(base, 0x0A, rest.count).map { base.distance(to: UnsafeRawPointer($0)) + 1 }
                ?? rest.count
            let line = UnsafeRawBufferPointer(rebasing: rest[..<end])
            if line.starts(with: "--".utf8) { boundaries += 1 }
            guard boundaries <= Self.mostBoundaries else { return }
            let wanted = min(wantedOfDocument(line), wantedOfAddresses(line), Self.longest - kept.count)
            kept.append(contentsOf: line.prefix(wanted))
            // What is cut inside a line is not to run into the next.
            if 0 < wanted, wanted < line.count { kept.append(0x0A) }
            rest = UnsafeRawBufferPointer(rebasing: rest[end...])
        }
    }

    /// A document in base64 is a long run of lines of one length, which no text is.
    private mutating func wantedOfDocument(_ line: UnsafeRawBufferPointer) -> Int {
        guard line.count == document.line, line.count > 50 else {
            document = (line.count, line.count)
            return line.count
        }
        guard document.kept < Self.longestDocument else { return 0 }
        document.kept += line.count
        return line.count
    }

    /// Headers of addresses are found wherever they stand, since the mails enclosed in a mail have theirs.
    private mutating func wantedOfAddresses(_ line: UnsafeRawBufferPointer) -> Int {
        let isFold = line.first == 0x20 || line.first == 0x09
        if !isFold { header = Self.holdsAddresses(line) ? min(Self.longestAddresses, addresses) : nil }
        guard let left = header else { return line.count }
        let wanted = min(left, line.count)
        header = left - wanted
        addresses -= wanted
        return wanted
    }

    /// The headers that GMime reads addresses from, with or without white space before the colon.
    private static func holdsAddresses(_ line: UnsafeRawBufferPointer) -> Bool {
        guard let first = line.first, initials.contains(first | 0x20) else { return false }
        let name = line.prefix(40).prefix { $0 != 0x3A && $0 != 0x20 && $0 != 0x09 }.map { $0 | 0x20 }
        guard names.contains(name) else { return false }
        return line.dropFirst(name.count).first { $0 != 0x20 && $0 != 0x09 } == 0x3A
    }

    private static let names: Set<[UInt8]> = Set(
        ["from", "sender", "reply-to", "to", "cc", "bcc"].map { Array($0.utf8) })
    private static let initials = Set("fsrtcb".utf8)
}
