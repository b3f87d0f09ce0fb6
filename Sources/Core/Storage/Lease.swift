// A lease: one process at a time does what must not be done twice at once.

/// A named right that one holder has until it gives it back or its time runs out.
package struct Lease: Sendable {
    package let name: String
    package let holder: String

    package init(name: String, holder: String) {
        self.name = name
        self.holder = holder
    }

    /// Takes the lease, or takes it again, for a length of real time; false where another holder has it.
    package func take(
        for span: Span, at now: Instant = .now(), on connection: any SQLConnection
    ) throws -> Bool {
        try !connection.query(takeSQL, name, holder, now + span, now).isEmpty
    }

    /// Gives it back, where it is still this holder's.
    package func release(on connection: any SQLConnection) throws {
        try connection.execute("DELETE FROM leases WHERE name = $1 AND holder = $2", name, holder)
    }

    private var takeSQL: String {
        """
        INSERT INTO leases (name, holder, until) VALUES ($1, $2, $3)
        ON CONFLICT (name) DO UPDATE SET holder = $2, until = $3 WHERE leases.holder = $2 OR leases.until < $4
        RETURNING name
        """
    }
}
