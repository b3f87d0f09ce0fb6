// What a server tells about one message.

/// The parts of a FETCH response that we ask for (RFC 3501 §7.4.2), in whatever order they come.
struct IMAPFetched: Sendable, Hashable {
    private(set) var uid: UID?
    /// RFC822.SIZE
    private(set) var size: Int?
    /// BODY[] or its beginning; nil where the server gave none, or NIL.
    private(set) var body: [UInt8]?

    /// Nil for a response that is no FETCH.
    init?(_ response: IMAPResponse) {
        var scanner = Scanner(response)
        guard scanner.word() == "*", scanner.word() != nil, scanner.word() == "FETCH", scanner.open() else {
            return nil
        }
        while let name = scanner.word() {
            let value = scanner.value()
            switch name {
            case "UID": uid = value.number.flatMap { UID(exactly: $0) }
            case "RFC822.SIZE": size = value.number
            case "BODY[]", "BODY[]<0>": body = value.bytes
            default: break
            }
        }
    }

    private enum Value {
        case atom(String)
        case bytes([UInt8])
        case other

        var number: Int? { if case .atom(let text) = self { Int(text) } else { nil } }
        var bytes: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }
    }

    /// Walks over a response's words.
    private struct Scanner {
        private let text: [UInt8]
        private let literals: [[UInt8]]
        private var position = 0
        private var literal = 0

        init(_ response: IMAPResponse) {
            text = response.text
            literals = response.literals
        }

        private var current: UInt8? { position < text.count ? text[position] : nil }

        private mutating func skipSpaces() { while current == 0x20 { position += 1 } }

        /// The next run of characters that no space or parenthesis ends, in upper case.
        mutating func word() -> String? {
            skipSpaces()
            let start = position
            while let byte = current, byte != 0x20, byte != UInt8(ascii: "("), byte != UInt8(ascii: ")") {
                position += 1
            }
            return position > start
                ? String(decoding: text[start..<position], as: UTF8.self).uppercased() : nil
        }

        mutating func open() -> Bool {
            skipSpaces()
            guard current == UInt8(ascii: "(") else { return false }
            position += 1
            return true
        }

        mutating func value() -> Value {
            skipSpaces()
            switch current {
            case UInt8(ascii: "\""): return .bytes(quoted())
            case UInt8(ascii: "{"):
                while let byte = current, byte != UInt8(ascii: "}") { position += 1 }
                position += 1
                guard literal < literals.count else { return .other }
                defer { literal += 1 }
                return .bytes(literals[literal])
            case UInt8(ascii: "("):
                skipList()
                return .other
            default: return word().map { $0 == "NIL" ? .other : .atom($0) } ?? .other
            }
        }

        private mutating func quoted() -> [UInt8] {
            var bytes: [UInt8] = []
            position += 1
            while let byte = current, byte != UInt8(ascii: "\"") {
                if byte == UInt8(ascii: "\\") { position += 1 }
                if let byte = current { bytes.append(byte) }
                position += 1
            }
            position += 1
            return bytes
        }

        private mutating func skipList() {
            var depth = 0
            repeat {
                switch current {
                case UInt8(ascii: "("): depth += 1
                case UInt8(ascii: ")"): depth -= 1
                case UInt8(ascii: "\""):
                    _ = quoted()
                    continue
                case UInt8(ascii: "{"): literal += 1
                case nil: return
                default: break
                }
                position += 1
            } while depth > 0
        }
    }
}
