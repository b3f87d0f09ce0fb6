// From the bytes that a server sends to its responses.

/// Cuts a stream into responses, however it was cut into packets. Memory is bounded by the limits.
struct IMAPReader {
    /// Bytes of a line: what a search of a mailbox of a million messages needs.
    static let longestLine = 16 << 20

    /// The server does not speak IMAP, or sends more than was asked for.
    enum Fault: Error, Hashable {
        case lineTooLong
        case literalTooLong(Int)
    }

    /// Bytes of one response's literals, together.
    private let longestLiteral: Int
    private var input: [UInt8] = []
    /// Where the unread bytes begin, and how many of them hold no line's end.
    private var start = 0
    private var scanned = 0
    private var text: [UInt8] = []
    private var literals: [[UInt8]] = []
    private var literalBytesLeft = 0
    private var literalBytes = 0

    init(longestLiteral: Int) { self.longestLiteral = longestLiteral }

    mutating func feed(_ bytes: some Collection<UInt8>) {
        if start == input.count {
            input.removeAll(keepingCapacity: true)
            start = 0
        } else if start > 1 << 16 {
            input.removeFirst(start)
            start = 0
        }
        input.append(contentsOf: bytes)
    }

    /// The next response that is whole; nil until more bytes come.
    mutating func next() throws(Fault) -> IMAPResponse? {
        while true {
            if literalBytesLeft > 0 {
                let taken = min(literalBytesLeft, input.count - start)
                literals[literals.count - 1].append(contentsOf: input[start..<(start + taken)])
                start += taken
                literalBytesLeft -= taken
                guard literalBytesLeft == 0 else { return nil }
            }
            guard let end = input[(start + scanned)...].firstIndex(of: 0x0A) else {
                scanned = input.count - start
                guard text.count + scanned <= Self.longestLine else { throw .lineTooLong }
                return nil
            }
            var line = input[start..<end]
            if line.last == 0x0D { line.removeLast() }
            text.append(contentsOf: line)
            start = end + 1
            scanned = 0
            guard let length = Self.literal(at: line) else {
                defer {
                    text = []
                    literals = []
                    literalBytes = 0
                }
                return IMAPResponse(text: text, literals: literals)
            }
            guard length <= longestLiteral - literalBytes else { throw .literalTooLong(length) }
            literals.append([])
            literals[literals.count - 1].reserveCapacity(length)
            literalBytes += length
            literalBytesLeft = length
        }
    }

    /// The length at the end of a line, `{12}`, where a literal follows.
    private static func literal(at line: ArraySlice<UInt8>) -> Int? {
        guard line.last == UInt8(ascii: "}"), let open = line.lastIndex(of: UInt8(ascii: "{")) else {
            return nil
        }
        let digits = line[(open + 1)...].dropLast()
        guard !digits.isEmpty, digits.count < 12, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
