// Where a message ends, and nothing else but it.

/// Reads the content behind DATA (RFC 5321 §4.5.2): undoes the doubled dots, and ends at CR LF . CR LF alone. A line feed
/// without its CR ends no line, so that no message can hold another that an MTA before us did not see.
struct DotReader {
    private enum State {
        /// At the beginning of a line that CR LF ended.
        case lineStart
        case dot, dotCR
        case middle, cr
    }

    /// Bytes of a message; what comes beyond is read and thrown away.
    let limit: Int
    private(set) var content: [UInt8] = []
    private(set) var isTooLarge = false
    /// Read to be thrown away: there is no room for it.
    private(set) var isRefused = false
    private var state = State.lineStart

    init(limit: Int) { self.limit = limit }

    /// Takes bytes up to the end of the message; true where it was reached. What is left stays in `input`.
    mutating func read(_ input: inout ArraySlice<UInt8>) -> Bool {
        while let byte = input.first {
            if state == .middle {
                // Whole stretches at once: the only byte that matters here is a CR.
                let end = input.firstIndex(of: 0x0D) ?? input.endIndex
                keep(input[..<end])
                input = input[end...]
                guard !input.isEmpty else { return false }
                keep(input.prefix(1))
                input.removeFirst()
                state = .cr
                continue
            }
            input.removeFirst()
            switch (state, byte) {
            case (.lineStart, UInt8(ascii: ".")): state = .dot
            case (.dot, 0x0D): state = .dotCR
            case (.dotCR, 0x0A): return true
            case (.dotCR, _):
                // A dot, a CR and something else: the dot was a doubled one's first half, or no MTA wrote this.
                keep([0x0D])
                follow(byte)
            case (.dot, _), (.lineStart, _), (.middle, _): follow(byte)
            case (.cr, 0x0A):
                keep([byte])
                state = .lineStart
            case (.cr, _): follow(byte)
            }
        }
        return false
    }

    /// Throws away what was read, and what will be.
    mutating func refuse() {
        isRefused = true
        content = []
    }

    private mutating func follow(_ byte: UInt8) {
        keep([byte])
        state = byte == 0x0D ? .cr : .middle
    }

    private mutating func keep(_ bytes: some Collection<UInt8>) {
        guard !isRefused, !isTooLarge else { return }
        guard content.count + bytes.count <= limit else {
            isTooLarge = true
            content = []
            return
        }
        content.append(contentsOf: bytes)
    }
}
