// The first line of a file: names, roles, and what `--map` says otherwise.

/// The columns of a file with the parts that they play.
struct ImportHeader: Sendable {
    let columns: [ImportColumn]
    /// How many columns stand in front that a log of skipped rows added: three or none.
    let logColumns: Int

    /// Reads the header of a trial. `mapping` holds `column=role` texts, which overrule the guesses.
    init(_ trial: Trial, mapping: [String]) throws(ImportRefusal) {
        let names = try Self.names(trial.names)
        logColumns = ImportLog.isHeader(names) ? ImportLog.columns.count : 0
        var roles = ColumnRole.guess(names, holdsAddresses: trial.holdsAddresses)
        for index in 0..<logColumns { roles[index] = .ignore }
        try Self.overrule(&roles, of: names, by: mapping)
        guard roles.contains(.email) else { throw .noEmailColumn(columns: names) }
        columns = zip(names, roles).map(ImportColumn.init)
    }

    /// The names without the empty ones that spreadsheets leave at the end; an empty one before is numbered.
    private static func names(_ cells: [String]) throws(ImportRefusal) -> [String] {
        let count = (cells.lastIndex { !$0.isEmpty } ?? -1) + 1
        let names = cells.prefix(count).enumerated().map { $1.isEmpty ? "Colonne \($0 + 1)" : $1 }
        var seen: Set<String> = []
        // What stands behind a log's own columns may be called like one of them.
        for name in names.dropFirst(ImportLog.isHeader(names) ? ImportLog.columns.count : 0) {
            guard seen.insert(name.folded).inserted else { throw .duplicateColumn(name) }
        }
        return names
    }

    private static func overrule(
        _ roles: inout [ColumnRole], of names: [String], by mapping: [String]
    ) throws(ImportRefusal) {
        var said: [Int: ColumnRole] = [:]
        for text in mapping {
            guard let sign = text.lastIndex(of: "=") else { throw .malformedMapping(text) }
            let (name, word) = (text[..<sign], text[text.index(after: sign)...])
            guard let role = ColumnRole(typed: word) else { throw .unknownRole(String(word)) }
            guard let index = names.lastIndex(where: { $0.folded == name.folded }) else {
                throw .unknownColumn(String(name), columns: names)
            }
            if role.isUnique, let rival = said.first(where: { $0.value == role && $0.key != index })?.key {
                throw .roleTwice(role, names[rival], names[index])
            }
            said[index] = role
        }
        for (index, role) in said {
            for other in roles.indices where role.isUnique && roles[other] == role { roles[other] = .field }
            roles[index] = role
        }
        // A name is told in two columns or in one: what was said wins over what was guessed.
        if let family = roles.firstIndex(of: .familyName), let full = roles.firstIndex(of: .fullName) {
            roles[said[full] != nil && said[family] == nil ? family : full] = .field
        }
    }
}
