// The numbers in what servers say.

import Core

/// SMTP reply codes (RFC 5321 §4.2) and enhanced status codes (RFC 3463) of failure.
enum DeliveryCode {
    /// The first enhanced status: `5.1.1`. Addresses of hosts and versions of programs are none.
    static func enhanced(in text: String) -> String? {
        numbers(text).first { number in
            let parts = number.digits.split(separator: ".", omittingEmptySubsequences: false)
            return !number.isPartOfName && parts.count == 3 && ["4", "5"].contains(parts[0])
                && ("0"..."7").contains(parts[1]) && parts[1].count == 1 && (1...3).contains(parts[2].count)
        }
        .map { String($0.digits) }
    }

    /// The first reply code: `550`.
    static func reply(in text: String) -> String? {
        numbers(text).first { !$0.isPartOfName && !$0.isBehindMark && known.contains($0.digits) }
            .map { String($0.digits) }
    }

    /// Those that servers are known to send: any other number of three digits is a port, a size or a delay.
    private static let known: Set<Substring> = [
        "421", "422", "431", "432", "441", "442", "446", "447", "449", "450", "451", "452", "453", "454",
        "455", "458", "459", "471", "472", "500", "501", "502", "503", "504", "510", "511", "512", "513",
        "515", "517", "521", "522", "523", "530", "534", "535", "538", "540", "541", "543", "546", "547",
        "550", "551", "552", "553", "554", "555", "556", "557", "571",
    ]

    private struct Number {
        let digits: Substring
        /// A letter, a slash or the like touches it.
        let isPartOfName: Bool
        /// A hyphen or a bracket stands before it: `mx-550`, `[550]`.
        let isBehindMark: Bool
    }

    private static func numbers(_ text: String) -> [Number] {
        let text = text.prefix(4_000)
        let bytes = Array(text.utf8)
        var numbers: [Number] = []
        var index = 0
        while index < bytes.count {
            guard isDigit(bytes[index]) else {
                index += 1
                continue
            }
            let start = index
            while index < bytes.count, isDigit(bytes[index]) || bytes[index] == UInt8(ascii: ".") {
                index += 1
            }
            var end = index
            while bytes[end - 1] == UInt8(ascii: ".") { end -= 1 }
            let before = start > 0 ? bytes[start - 1] : 0x20
            let after = index < bytes.count ? bytes[index] : 0x20
            numbers.append(
                Number(
                    digits: Substring(String(decoding: bytes[start..<end], as: UTF8.self)),
                    isPartOfName: isNameByte(before) || isNameByte(after),
                    isBehindMark: before == UInt8(ascii: "-") || before == UInt8(ascii: "[")))
        }
        return numbers
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte >= 0x80
            || "_/@.".utf8.contains(byte)
    }
}
