// Bringing a database's schema to the one that this build knows.

/// One step of the schema. Steps are only ever appended; a published one is never edited.
package struct Migration: Sendable {
    package let name: String
    /// Statements separated by `;` at the end of a line. A line that ends in `-- sqlite` or `-- postgres` is for that
    /// engine only.
    package let sql: String

    func statements(for dialect: SQLDialect) -> [String] {
        let mine = " -- \(dialect.rawValue)"
        let other = " -- \((dialect == .sqlite ? SQLDialect.postgres : .sqlite).rawValue)"
        let lines = sql.split(separator: "\n").filter { !$0.hasSuffix(other) }
        var statements: [String] = []
        var current: [Substring] = []
        for line in lines {
            current.append(line.hasSuffix(mine) ? line.dropLast(mine.count) : line)
            if current.last?.hasSuffix(";") == true {
                statements.append(current.joined(separator: "\n"))
                current = []
            }
        }
        return statements
    }
}

/// Applies what is missing, each step in a transaction of its own, and remembers it.
package struct Migrator: Sendable {
    package let migrations: [Migration]

    package init(_ migrations: [Migration] = Migrations.all) { self.migrations = migrations }

    /// The names of the steps that the database has not seen, in order.
    package func pending(in database: any SQLDatabase) async throws -> [String] {
        try await database.transaction { connection in
            // On PostgreSQL two that both find the table missing would both make it.
            if connection.dialect == .postgres { try connection.query(Self.lock) }
            try connection.execute(Self.table)
            let applied = try connection.query("SELECT count(*) AS n FROM schema_migrations")[0](
                "n", as: Int.self)
            return migrations.dropFirst(applied).map(\.name)
        }
    }

    /// Applies every pending step; returns their names. Two that migrate at once are told apart by the primary key.
    @discardableResult
    package func migrate(_ database: any SQLDatabase, at now: Instant = .now()) async throws -> [String] {
        let names = try await pending(in: database)
        for (offset, migration) in migrations.suffix(names.count).enumerated() {
            let version = migrations.count - names.count + offset + 1
            try await database.transaction { connection in
                let claimed = try connection.query(
                    """
                    INSERT INTO schema_migrations (version, name, applied_at) VALUES ($1, $2, $3)
                    ON CONFLICT DO NOTHING RETURNING version
                    """, version, migration.name, now)
                guard !claimed.isEmpty else { return }
                for statement in migration.statements(for: connection.dialect) {
                    try connection.execute(statement)
                }
            }
        }
        return names
    }

    /// Held until the end of the transaction; the number means "migrations" to this program alone.
    private static let lock = "SELECT pg_advisory_xact_lock(620070)"

    private static let table = """
        CREATE TABLE IF NOT EXISTS schema_migrations (
            version BIGINT PRIMARY KEY,
            name TEXT NOT NULL,
            applied_at BIGINT NOT NULL
        )
        """
}
