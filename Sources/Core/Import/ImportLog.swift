// The log of skipped rows: a CSV that, once corrected, is imported as it is (RG-092).

/// The skipped rows of a file with, in front of each, its line, the column at fault and the reason.
///
/// It is UTF-8 with a byte order mark and semicolons, which Excel opens by a double click. The cells are given back as
/// they came, also those that a spreadsheet would take for a formula: a guard before `=` or `+` would change telephone
/// numbers when the log is imported again, and the cells are the reader's own.
package enum ImportLog {
    /// The names of the three columns in front, by which an import knows a log and leaves them out.
    static let columns = ["ligne", "champ", "motif"]

    static func isHeader(_ names: [String]) -> Bool { names.prefix(columns.count).map(\.folded) == columns }

    /// The log as the bytes of a file; nil where no row is skipped.
    package static func file(of file: ImportFile, _ language: Language = .french) -> [UInt8]? {
        guard !file.problems.isEmpty else { return nil }
        var log: [UInt8] = [0xEF, 0xBB, 0xBF]
        append(columns.map { Array($0.utf8)[...] }, file.header, file, to: &log)
        var reader = file.rows
        var row = CSVRecord()
        var problems = file.problems[...]
        // The file was read to its end before: it holds no lone quote that could end the walk.
        while let problem = problems.first, (try? reader.read(into: &row)) == true {
            guard row.line == problem.line else { continue }
            problems.removeFirst()
            let front = ["\(problem.line)", problem.field, problem.text(language)]
            append(front.map { Array($0.utf8)[...] }, row, file, to: &log)
        }
        return log
    }

    private static func append(
        _ front: [ArraySlice<UInt8>], _ record: CSVRecord, _ file: ImportFile, to log: inout [UInt8]
    ) {
        let cells = front + (min(file.logColumns, record.count)..<record.count).map { record[$0] }
        for (index, cell) in cells.enumerated() {
            if index > 0 { log.append(separator) }
            append(cell, to: &log)
        }
        log += [0x0D, 0x0A]
    }

    private static func append(_ cell: ArraySlice<UInt8>, to log: inout [UInt8]) {
        guard cell.contains(where: { $0 == separator || $0 == quote || $0 == 0x0A || $0 == 0x0D }) else {
            log += cell
            return
        }
        log.append(quote)
        for byte in cell {
            if byte == quote { log.append(quote) }
            log.append(byte)
        }
        log.append(quote)
    }

    private static let separator = UInt8(ascii: ";")
    private static let quote = UInt8(ascii: "\"")
}
