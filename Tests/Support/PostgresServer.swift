// A PostgreSQL of a test's own, which may be stopped and started.

import Foundation

/// A cluster in a temporary folder, on a free port of the loopback, run by an unprivileged user.
package final class PostgresServer: Sendable {
    /// As `OPSTRACKER_DATABASE` spells it.
    package let address: String
    private let folder: String
    private let tools: String
    private let port: Int

    package struct Failed: Error { let step: String }

    /// Starts a cluster, runs `body`, and stops it.
    package static func with<T>(_ body: (PostgresServer) async throws -> T) async throws -> T {
        try await withTemporaryFolder { folder in
            let server = try PostgresServer(folder)
            try await server.make()
            let result: Result<T, any Error>
            do { result = .success(try await body(server)) } catch { result = .failure(error) }
            try? await server.stop()
            return try result.get()
        }
    }

    private init(_ folder: String) throws {
        self.folder = folder
        port = try LoopbackPort.free()
        address = "postgresql://opstracker@127.0.0.1:\(port)/postgres"
        // The newest version that is installed, as scripts/lib/postgres.sh finds it.
        let root = "/usr/lib/postgresql"
        let versions = try FileManager.default.contentsOfDirectory(atPath: root)
        let newest = versions.max { (Double($0) ?? 0) < (Double($1) ?? 0) }
        guard let newest else { throw Failed(step: "find PostgreSQL in \(root)") }
        tools = "\(root)/\(newest)/bin"
    }

    private func make() async throws {
        try ServerUser.makeFolder(folder + "/cluster")
        try await run(
            "initdb", "--pgdata=\(folder)/cluster/data", "--username=opstracker", "--auth=trust",
            "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        let settings = """
            listen_addresses = '127.0.0.1'
            port = \(port)
            unix_socket_directories = '\(folder)/cluster'
            shared_buffers = 32MB

            """
        let file = URL(filePath: folder + "/cluster/data/postgresql.conf")
        try Data(settings.utf8).write(to: file)
        ServerUser.own(file.path)
        try await start()
    }

    package func start() async throws {
        try await run(
            "pg_ctl", "--pgdata=\(folder)/cluster/data", "--log=\(folder)/cluster/log", "--wait", "start")
    }

    /// Ends the server as a power cut would: sessions are cut, and the next start recovers from its log.
    package func stop() async throws {
        try await run("pg_ctl", "--pgdata=\(folder)/cluster/data", "--mode=immediate", "--wait", "stop")
    }

    private func run(_ tool: String, _ arguments: String...) async throws {
        var words = ["\(tools)/\(tool)"] + arguments
        if getuid() == 0 { words = ["/usr/sbin/runuser", "-u", ServerUser.name, "--"] + words }
        let process = try ChildProcess(
            words[0], Array(words.dropFirst()), environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C"])
        guard await process.status() == 0 else { throw Failed(step: tool) }
    }
}
