// A PostgreSQL of a test's own, to be stopped and started while others work with theirs.

import Foundation
import Synchronization

/// A running server in a folder, on a free port of the loopback.
package final class PostgresServer: Sendable {
    /// As `OPSTRACKER_DATABASE` spells it.
    package let address: String
    private let folder: String
    private let port: Int
    private let process = Mutex<ChildProcess?>(nil)

    /// Starts a server, runs `body`, and ends that process.
    package static func with<T>(_ body: (PostgresServer) async throws -> T) async throws -> T {
        try await withTemporaryFolder { folder in
            let server = try await PostgresServer(folder)
            defer { server.stop() }
            return try await body(server)
        }
    }

    private struct NoPostgres: Error { let what: String }

    private init(_ folder: String) async throws {
        self.folder = folder
        port = try SMTPSink.freePort()
        address = "postgres://opstracker@127.0.0.1:\(port)/postgres"
        if let user = Self.user { chown(folder, user.pw_uid, user.pw_gid) }
        let status = try Self.run(
            "initdb",
            [
                "--pgdata=\(folder)/data", "--username=opstracker", "--auth=trust", "--encoding=UTF8",
                "--no-sync",
            ]
        ).wait()
        guard status == 0 else { throw NoPostgres(what: "initdb ended with \(status)") }
        try await start()
    }

    /// Starts it, and waits until it answers.
    package func start() async throws {
        let child = try Self.run(
            "postgres",
            ["-D", folder + "/data", "-p", String(port), "-h", "127.0.0.1", "-k", folder, "-F"])
        process.withLock { $0 = child }
        let ready = ["--host=127.0.0.1", "--port=\(port)", "--quiet"]
        try await eventually("PostgreSQL answers") { try Self.run("pg_isready", ready).wait() == 0 }
    }

    /// Ends every session and the server.
    package func stop() {
        process.withLock { child in
            child?.interrupt()
            child = nil
        }
    }

    /// Debian's newest.
    private static func tools() throws -> String {
        let root = "/usr/lib/postgresql"
        let versions = try FileManager.default.contentsOfDirectory(atPath: root).compactMap { Int($0) }
        guard let newest = versions.max() else { throw NoPostgres(what: "nothing in \(root)") }
        return "\(root)/\(newest)/bin"
    }

    /// PostgreSQL refuses to run as root.
    private static var user: passwd? { getuid() == 0 ? getpwnam("postgres")?.pointee : nil }

    private static func run(_ program: String, _ arguments: [String]) throws -> ChildProcess {
        let path = try tools() + "/" + program
        guard user != nil else { return try ChildProcess(path, arguments) }
        return try ChildProcess(
            "/usr/bin/setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", path] + arguments)
    }
}
