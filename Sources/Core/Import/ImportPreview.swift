// What a coordinator is shown before a file is imported.

/// The answer of `import preview`, its keys those of the command's JSON.
package struct ImportPreview: Sendable, Codable {
    package let encoding: TextEncoding
    package let separator: String
    package let columns: [ImportColumn]
    /// The first ten rows, cell by cell, in the order of the columns.
    package let rows: [[String]]
    package let valid: Int
    package let skipped: Int
    /// How many segments the valid rows belong to.
    package let segments: Int
    package let problems: [Problem]

    package struct Problem: Sendable, Codable, Hashable {
        package let line: Int
        package let field: String
        package let reason: String
    }
}

extension ImportFile {
    /// What a person is shown of the file, in their language.
    package func preview(_ language: Language = .french) -> ImportPreview {
        ImportPreview(
            encoding: dialect.encoding, separator: String(dialect.separator), columns: columns, rows: sample,
            valid: valid, skipped: problems.count, segments: segments.count,
            problems: problems.map { .init(line: $0.line, field: $0.field, reason: $0.text(language)) })
    }
}
