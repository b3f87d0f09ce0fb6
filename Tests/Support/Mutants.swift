// Mails broken at random, from mails that are not.

/// Makes mails that no program sends: bits flipped, pieces cut out, doubled, and put into one another; wrapped a thousand
/// deep, or with ten thousand headers.
package struct Mutants: Sendable {
    private let mails: [[UInt8]]
    /// Told where a test fails, so that what failed once can fail again.
    package let seed: UInt64

    package init(of mails: [[UInt8]], seed: UInt64) {
        self.mails = mails
        self.seed = seed
    }

    /// The mutant of a number: the same each time, for one seed and the same mails.
    package subscript(_ number: Int) -> [UInt8] {
        var random = SeededRandom(seed: seed ^ (UInt64(truncatingIfNeeded: number) << 32))
        var raw = mail(&random)
        for _ in 0..<Int.random(in: 1...12, using: &random) where !raw.isEmpty {
            change(&raw, at: Int.random(in: 0..<raw.count, using: &random), &random)
        }
        switch number % 200 {
        case 0: return wrapped(raw, depth: 1_000)
        case 1: return crowded(raw, headers: 10_000)
        default: return raw
        }
    }

    private func mail(_ random: inout SeededRandom) -> [UInt8] {
        mails.randomElement(using: &random) ?? []
    }

    private func change(_ raw: inout [UInt8], at: Int, _ random: inout SeededRandom) {
        let length = Int.random(in: 1...200, using: &random)
        let piece = at..<min(raw.count, at + length)
        switch Int.random(in: 0..<9, using: &random) {
        case 0: raw[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: raw[at] = UInt8.random(in: 0...255, using: &random)
        // What is encoded stays so, and says something else.
        case 2: raw[at] = Self.alphabet.randomElement(using: &random) ?? 0x41
        case 3: raw.removeSubrange(piece)
        case 4: raw.insert(contentsOf: raw[piece], at: at)
        case 5: raw.removeSubrange(at...)
        case 6: raw.insert(contentsOf: Self.traps.randomElement(using: &random)?.utf8 ?? "".utf8, at: at)
        default:
            let other = mail(&random)
            let from = Int.random(in: 0...other.count, using: &random)
            raw.replaceSubrange(piece, with: other[from..<min(other.count, from + length * 10)])
        }
    }

    private func wrapped(_ raw: [UInt8], depth: Int) -> [UInt8] {
        var head = "From: a@b.example\n"
        for level in 0..<depth {
            head +=
                "Content-Type: multipart/\(level % 2 == 0 ? "mixed" : "alternative"); boundary=b\(level)\n\n--b\(level)\n"
        }
        return Array(head.utf8) + raw
    }

    private func crowded(_ raw: [UInt8], headers: Int) -> [UInt8] {
        (0..<headers).flatMap { Array("X-Header-\($0): =?utf-8?Q?caf=C3=A9?= <a\($0)@b.example>;\n".utf8) }
            + raw
    }

    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Pieces that have broken readers of mail before.
    private static let traps = [
        "\n\n", "\r", "\0", "\n--", "\nBEGIN:VEVENT\n", "\nEND:VCALENDAR\n", ";TZID=", "=?utf-8?B?", "=?",
        "(((((", "\"", "<", "&#0;",
        ": ", "\nContent-Type: message/rfc822\n\n", "\nRRULE:FREQ=SECONDLY\n", "99999999999999999999", "-1",
        "\u{FEFF}", "é\u{301}",
        "\nDTSTART;TZID=Europe/Paris:99991231T235959\n", "\n> > > > ", "<blockquote>", "<!--", "=\n",
    ]
}
