// A file that has been read to its end and found fit to import: what it holds, and what will be skipped.

/// A CSV file, wholly checked. Nothing of it is in a database yet.
package struct ImportFile: Sendable {
    package let dialect: Dialect
    package let columns: [ImportColumn]
    /// Rows that can go in.
    package let valid: Int
    /// Rows that are skipped, in the order of the file, one problem each (RG-092).
    package let problems: [RowProblem]
    /// The names of the segments that the valid rows belong to, in the order of the file (RG-093).
    package let segments: [String]
    /// The first rows as they stand.
    package let sample: [[String]]
    /// The managers and the technicians of the valid rows.
    let managers, technicians: [EmailAddress]
    let layout: RowLayout
    let logColumns: Int
    /// The header's cells, then, from `rows` on, everything else.
    let header: CSVRecord
    let rows: CSVReader

    /// The most rows that one file may hold (RG-012).
    package static let rowLimit = 100_000

    /// Reads and checks a whole file. `mapping` holds `column=role` texts that overrule the guessed roles.
    package static func read(_ file: [UInt8], mapping: [String] = []) -> Result<ImportFile, ImportRefusal> {
        do throws(ImportRefusal) { return .success(try ImportFile(file, mapping: mapping)) } catch {
            return .failure(error)
        }
    }

    private init(_ file: [UInt8], mapping: [String]) throws(ImportRefusal) {
        if let format = ForeignFormat(signature: file) { throw .foreign(format) }
        let text = try DecodedText(file)
        guard !Trial.isBlank(text) else { throw .empty }
        let trial = Trial.best(of: text)
        guard let first = trial.records.first else {
            // A quotation mark in the header never closes: reading again tells where.
            var reader = trial.afterHeader
            var record = CSVRecord()
            _ = try reader.read(into: &record)
            throw .empty
        }
        let header = try ImportHeader(trial, mapping: mapping)
        var survey = Survey(RowLayout(header))
        try survey.walk(trial.afterHeader)
        guard survey.count > 0 else { throw .noRows }

        dialect = Dialect(
            encoding: text.encoding, separator: Character(UnicodeScalar(trial.separator)))
        columns = header.columns
        valid = survey.count - survey.problems.count
        problems = survey.problems
        segments = survey.segments
        sample = survey.sample
        managers = survey.managers
        technicians = survey.technicians
        layout = survey.layout
        logColumns = header.logColumns
        self.header = first
        rows = trial.afterHeader
    }
}

/// One walk over all rows, which keeps what a preview shows and what an import needs first.
private struct Survey {
    let layout: RowLayout
    private(set) var count = 0
    private(set) var problems: [RowProblem] = []
    private(set) var sample: [[String]] = []
    private(set) var segments: [String] = []
    private(set) var managers: [EmailAddress] = []
    private(set) var technicians: [EmailAddress] = []
    private var lines: [EmailAddress: Int] = [:]
    private var knownSegments: Set<String> = []
    private var foldedSegments: Set<String> = []
    private var knownManagers: Set<EmailAddress> = []
    private var knownTechnicians: Set<EmailAddress> = []

    init(_ layout: RowLayout) { self.layout = layout }

    mutating func walk(_ rows: CSVReader) throws(ImportRefusal) {
        var reader = rows
        var row = CSVRecord()
        while try reader.read(into: &row) {
            count += 1
            // RG-012
            guard count <= ImportFile.rowLimit else { throw .tooManyRows(limit: ImportFile.rowLimit) }
            if sample.count < 10 { sample.append((0..<row.count).map(row.string)) }
            do throws(RowProblem) {
                try note(try layout.references(of: row), in: row)
            } catch {
                problems.append(error)
            }
        }
    }

    private mutating func note(_ references: RowReferences, in row: CSVRecord) throws(RowProblem) {
        let email = references.email
        if let line = lines[email] { throw layout.repeats(line, row) }
        lines[email] = row.line
        let segment = references.segment
        if !segment.isEmpty, knownSegments.insert(segment).inserted,
            foldedSegments.insert(segment.folded).inserted
        {
            segments.append(segment)
        }
        if let manager = references.manager, knownManagers.insert(manager).inserted {
            managers.append(manager)
        }
        if let technician = references.technician, knownTechnicians.insert(technician).inserted {
            technicians.append(technician)
        }
    }
}
