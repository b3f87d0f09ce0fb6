// Failing addresses as a spreadsheet with a column to fill in.

internal import Core

/// A CSV (RFC 4180) as Excel opens it by a double click: UTF-8 with a byte order mark, and semicolons.
enum CorrectionSheet {
    static func bytes(_ report: BounceReport, _ language: Language) -> [UInt8] {
        let header =
            language == .french
            ? ["nom", "adresse", "raison", "nouvelle adresse"] : ["name", "address", "reason", "new address"]
        let rows = report.addresses.map { [$0.name, $0.email.text, $0.reason, ""] }
        let lines = ([header] + rows).map { $0.map(cell).joined(separator: ";") + "\r\n" }
        return [0xEF, 0xBB, 0xBF] + Array(lines.joined().utf8)
    }

    /// Names come from a file and reasons from other people's servers: what a spreadsheet would take for a formula is
    /// made text by an apostrophe, and line ends are blanks.
    private static func cell(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        let isFormula = line.first { !$0.isWhitespace }.map { "=+-@".contains($0) } ?? false
        let safe = isFormula ? "'" + line : line
        guard safe.contains(where: { ";\"".contains($0) }) else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
