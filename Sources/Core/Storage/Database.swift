// Opening the database that a setting names.

/// Where the data lives, as `OPSTRACKER_DATABASE` spells it.
package enum DatabaseAddress: Sendable, Hashable {
    /// `sqlite:PATH`
    case sqlite(path: String)
    /// `postgres://user@host/name` or `postgresql://…`
    case postgres(url: String)

    /// Nil where the text names neither engine.
    package init?(_ text: String) {
        if text.hasPrefix("sqlite:"), text.count > 7 {
            self = .sqlite(path: String(text.dropFirst(7)))
        } else if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
            self = .postgres(url: text)
        } else {
            return nil
        }
    }

    /// Connects. Throws `SQLError`.
    package func open() throws -> any SQLDatabase {
        switch self {
        case .sqlite(let path): try SQLiteDatabase(path: path)
        case .postgres(let url): try PostgresDatabase(address: url)
        }
    }
}
