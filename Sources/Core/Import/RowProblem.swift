// Why one row is skipped while the others go in (RG-092).

/// What is wrong with a row: where, in which column, and why.
package struct RowProblem: Error, Sendable, Hashable {
    /// The line on which the row begins, as an editor counts.
    package let line: Int
    /// The column's name.
    package let field: String
    package let reason: Reason

    package enum Reason: Sendable, Hashable {
        case missing
        case notAnAddress(String)
        /// The address stands on that earlier line.
        case repeats(line: Int)
        case width(found: Int, expected: Int)
        case tooLong(limit: Int)
    }

    /// The reason in words that say what to do.
    package func text(_ language: Language) -> String {
        switch (reason, language) {
        case (.missing, .french): "valeur manquante"
        case (.missing, .english): "value missing"
        case (.notAnAddress(let value), .french): "« \(value) » n’est pas une adresse e-mail"
        case (.notAnAddress(let value), .english): "“\(value)” is not an e-mail address"
        case (.repeats(let line), .french): "adresse déjà présente à la ligne \(line)"
        case (.repeats(let line), .english): "address already on line \(line)"
        case (.width(let found, let expected), .french):
            "\(found) cellule\(found > 1 ? "s" : "") au lieu de \(expected) : séparateur en trop ou manquant ?"
        case (.width(let found, let expected), .english):
            "\(found) cell\(found > 1 ? "s" : "") instead of \(expected): a separator too many or missing?"
        case (.tooLong(let limit), .french): "plus de \(limit) caractères"
        case (.tooLong(let limit), .english): "more than \(limit) characters"
        }
    }
}
