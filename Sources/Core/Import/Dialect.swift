// What stands between the cells of a file, found by trying (RG-012).

/// How a file is written.
package struct Dialect: Sendable, Hashable {
    package let encoding: TextEncoding
    /// `;`, `,`, tab or `|`.
    package let separator: Character
}

/// The beginning of a file, read with one separator.
struct Trial {
    let separator: UInt8
    /// The header first.
    private(set) var records: [CSVRecord] = []
    /// Where the rows after the header begin.
    private(set) var afterHeader: CSVReader
    private var brokeOff = false

    /// The trial whose separator explains the beginning of a text best.
    static func best(of text: DecodedText) -> Trial {
        let declared = Self.declaration(in: text)
        let start = text.start + (declared?.length ?? 0)
        let line = declared == nil ? 1 : 2
        var best = Trial(text, from: start, line: line, separator: declared?.separator ?? separators[0])
        guard declared == nil else { return best }
        for separator in separators.dropFirst() {
            let trial = Trial(text, from: start, line: line, separator: separator)
            if best.merit.lexicographicallyPrecedes(trial.merit) { best = trial }
        }
        return best
    }

    /// Whether a text holds nothing but blanks and separators.
    static func isBlank(_ text: DecodedText) -> Bool {
        text.bytes[text.start...].allSatisfy { $0 <= 0x20 || separators.contains($0) }
    }

    private init(_ text: DecodedText, from start: Int, line: Int, separator: UInt8) {
        self.separator = separator
        var reader = CSVReader(text.bytes, from: start, line: line, separator: separator)
        var record = CSVRecord()
        afterHeader = reader
        do {
            while records.count < Self.sampleSize, try reader.read(into: &record) {
                if records.isEmpty { afterHeader = reader }
                records.append(record)
            }
        } catch {
            brokeOff = true
        }
    }

    /// The header's cells.
    var names: [String] { records.first.map { header in (0..<header.count).map(header.string) } ?? [] }

    /// The rows of the sample, without the header.
    var rows: ArraySlice<CSVRecord> { records.dropFirst() }

    /// Whether the cells of a column look like e-mail addresses.
    func holdsAddresses(_ column: Int) -> Bool {
        rows.contains { $0.count > column && EmailAddress(utf8: $0[column]) != nil }
    }

    /// What speaks for the separator, the weightiest first.
    private var merit: [Int] {
        let names = names
        let roles = ColumnRole.guess(names, holdsAddresses: holdsAddresses)
        return [
            roles.contains(.email) ? 1 : 0, brokeOff ? 0 : 1, names.count > 1 ? 1 : 0,
            rows.count { $0.count == names.count }, names.count,
        ]
    }

    /// `sep=;`, which Excel writes and obeys on a line of its own before the header.
    private static func declaration(in text: DecodedText) -> (separator: UInt8, length: Int)? {
        let line = text.bytes[text.start...].prefix { $0 != 0x0A && $0 != 0x0D }
        guard line.count == 5, line.starts(with: Array("sep=".utf8)), let separator = line.last,
            separators.contains(separator)
        else { return nil }
        let end = text.bytes[line.endIndex...].prefix(2)
        return (separator, 5 + (end.elementsEqual([0x0D, 0x0A]) ? 2 : min(end.count, 1)))
    }

    private static let separators = Array(";,\t|".utf8)
    private static let sampleSize = 11
}
