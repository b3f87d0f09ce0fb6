// A list of addresses that fail, as somebody filled it in and sent it back.

/// One address to be replaced by another.
package struct AddressCorrection: Sendable, Hashable {
    /// The line of the file, from 1.
    package let line: Int
    package let old: String
    package let new: String

    package init(line: Int, old: String, new: String) {
        self.line = line
        self.old = old
        self.new = new
    }
}

/// Reads a CSV with a column of failing addresses and one of new ones, in any usual encoding and with any usual separator.
package enum CorrectionFile {
    /// The rows in which a new address is given, in the order of the file.
    package static func read(_ file: [UInt8]) -> Result<[AddressCorrection], ImportRefusal> {
        do throws(ImportRefusal) { return .success(try corrections(file)) } catch { return .failure(error) }
    }

    private static func corrections(_ file: [UInt8]) throws(ImportRefusal) -> [AddressCorrection] {
        if let format = ForeignFormat(signature: file) { throw .foreign(format) }
        let text = try DecodedText(file)
        guard !Trial.isBlank(text) else { throw .empty }
        let trial = Trial.best(of: text)
        let names = trial.names.map(\.folded)
        guard let new = names.firstIndex(where: isNew),
            let old = names.indices.first(where: { $0 != new && isAddress(names[$0]) })
                ?? names.indices.first(where: { $0 != new && trial.holdsAddresses($0) })
        else { throw .noEmailColumn(columns: trial.names) }
        var reader = trial.afterHeader
        var row = CSVRecord()
        var corrections: [AddressCorrection] = []
        while try reader.read(into: &row) {
            guard corrections.count < ImportFile.rowLimit else {
                throw .tooManyRows(limit: ImportFile.rowLimit)
            }
            guard row.count > max(old, new), !row.string(new).isEmpty else { continue }
            corrections.append(
                AddressCorrection(
                    line: row.line, old: unguarded(row.string(old)), new: unguarded(row.string(new))))
        }
        return corrections
    }

    /// The list that we send out guards by an apostrophe what a spreadsheet would take for a formula.
    private static func unguarded(_ cell: String) -> String {
        let bare = cell.drop { $0 == "'" }
        return bare.first.map { "=+-@".contains($0) } == true ? String(bare) : cell
    }

    private static func isNew(_ name: String) -> Bool {
        ["nouvel", "new", "corrig", "correct"].contains { name.hasPrefix($0) }
    }

    private static func isAddress(_ name: String) -> Bool {
        name.hasPrefix("adresse") || name.hasPrefix("address") || name.contains("mail")
            || name.hasPrefix("courriel")
    }
}
