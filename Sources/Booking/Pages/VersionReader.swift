// Whether pages have changed, asked of the database for many visitors at once.

internal import Core

/// Reads page versions for all requests that are waiting, in one transaction, one transaction at a time.
///
/// When ten thousand invitations leave, their readers come together: what a read costs is then shared among those who
/// came while the one before was under way. *Promise: a read begins after the request that it answers came*, so it sees
/// every change that was committed before.
actor VersionReader {
    private typealias Read = Task<[Agent.ID: PageVersion], any Error>

    private let desk: BookingDesk
    /// Whom the read that has not begun yet will ask for.
    private var wanted: Set<Agent.ID> = []
    private var next: Read?
    private var last: Read?

    init(_ desk: BookingDesk) { self.desk = desk }

    /// Nil where there is no such agent.
    func version(of agent: Agent.ID) async throws -> PageVersion? {
        wanted.insert(agent)
        if let next { return try await next.value[agent] }
        let read = Read { [last] in
            _ = await last?.result
            return try await desk.versions(of: begin())
        }
        (last, next) = (read, read)
        return try await read.value[agent]
    }

    /// From here on nobody joins: the snapshot might be older than they are.
    private func begin() -> Set<Agent.ID> {
        defer { (wanted, next) = ([], nil) }
        return wanted
    }
}
