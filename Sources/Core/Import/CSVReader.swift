// Reading CSV (RFC 4180) from memory: quoted cells with separators, quotes and line ends in them; any line end.

/// Takes one record after the other from a text in UTF-8.
struct CSVReader {
    let separator: UInt8
    private let bytes: [UInt8]
    private var position: Int
    /// The line of `position`, counted from 1 as an editor counts.
    private var line: Int

    init(_ bytes: [UInt8], from start: Int = 0, line: Int = 1, separator: UInt8) {
        self.bytes = bytes
        self.separator = separator
        self.line = line
        position = start
    }

    /// Reads the next record that holds anything but blanks into `record`; false at the end.
    ///
    /// Refuses a quotation mark that opens a cell and does not close it: from there on nobody can tell where rows end.
    mutating func read(into record: inout CSVRecord) throws(ImportRefusal) -> Bool {
        while position < bytes.count {
            record.begin(at: line)
            while try readCell(into: &record) {}
            if !record.isBlank { return true }
        }
        return false
    }

    /// Reads one cell; true where another follows in the same record.
    private mutating func readCell(into record: inout CSVRecord) throws(ImportRefusal) -> Bool {
        if position < bytes.count, bytes[position] == Self.quote {
            try readQuoted(into: &record)
        } else {
            let start = position
            while position < bytes.count, !endsCell(bytes[position]) { position += 1 }
            record.append(bytes[start..<position])
        }
        record.endCell()
        guard position < bytes.count else { return false }
        if bytes[position] == separator {
            position += 1
            return true
        }
        passLineEnd()
        return false
    }

    private mutating func readQuoted(into record: inout CSVRecord) throws(ImportRefusal) {
        let opened = line
        position += 1
        while true {
            let start = position
            while position < bytes.count, bytes[position] != Self.quote {
                if Self.isLineEnd(bytes[position]) { passLineEnd() } else { position += 1 }
            }
            record.append(bytes[start..<position])
            guard position < bytes.count else { throw .loneQuote(line: opened) }
            position += 1
            guard position < bytes.count, bytes[position] == Self.quote else { break }
            record.append(bytes[position...position])
            position += 1
        }
        while position < bytes.count, !endsCell(bytes[position]) {
            guard bytes[position] == UInt8(ascii: " ") else { throw .loneQuote(line: opened) }
            position += 1
        }
    }

    private mutating func passLineEnd() {
        let isPair =
            bytes[position] == Self.carriageReturn && position + 1 < bytes.count
            && bytes[position + 1] == Self.lineFeed
        position += isPair ? 2 : 1
        line += 1
    }

    private func endsCell(_ byte: UInt8) -> Bool { byte == separator || Self.isLineEnd(byte) }

    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == lineFeed || byte == carriageReturn }

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed: UInt8 = 0x0A
    private static let carriageReturn: UInt8 = 0x0D
}

/// The cells of one record, in buffers that serve the next one too.
struct CSVRecord {
    /// The line on which the record begins.
    private(set) var line = 1
    private var text: [UInt8] = []
    private var ends: [Int] = []

    var count: Int { ends.count }

    /// A cell as it stands, quotes resolved.
    subscript(index: Int) -> ArraySlice<UInt8> { text[(index == 0 ? 0 : ends[index - 1])..<ends[index]] }

    /// A cell without the blanks around it.
    func trimmed(_ index: Int) -> ArraySlice<UInt8> { Blanks.trimmed(self[index]) }

    /// A trimmed cell as text.
    func string(_ index: Int) -> String { String(decoding: trimmed(index), as: UTF8.self) }

    var isBlank: Bool { Blanks.trimmed(text[...]).isEmpty }

    mutating func begin(at line: Int) {
        self.line = line
        text.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    mutating func append(_ bytes: ArraySlice<UInt8>) { text += bytes }

    mutating func endCell() { ends.append(text.count) }
}

/// Spaces, tabs, line ends and the no-break spaces that spreadsheets leave around cells.
enum Blanks {
    static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var start = text.startIndex
        var end = text.endIndex
        while start < end {
            if isBlank(text[start]) {
                start += 1
            } else if start + 1 < end, text[start] == 0xC2, text[start + 1] == 0xA0 {
                start += 2
            } else {
                break
            }
        }
        while start < end {
            if isBlank(text[end - 1]) {
                end -= 1
            } else if end - 2 >= start, text[end - 1] == 0xA0, text[end - 2] == 0xC2 {
                end -= 2
            } else {
                break
            }
        }
        return text[start..<end]
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
