// A real MTA for tests: Postfix, in a temporary folder, on a free port of the loopback.

import Foundation

/// A running Postfix that delivers by the transports it is given, and tries again every second.
package final class PostfixServer: Sendable {
    /// Where it takes mail by SMTP.
    package let port: Int
    private let folder: String

    /// Starts an MTA, runs `body`, and stops it. `transports` say where domains are delivered to:
    /// `["ops.example": "lmtp:inet:127.0.0.1:2424"]`. Postfix starts as root alone: as another user it is asked of sudo.
    package static func with<T>(
        transports: [String: String], _ body: (PostfixServer) async throws -> T
    ) async throws -> T {
        try await withTemporaryFolder { folder in
            let server = try await PostfixServer(folder, transports)
            let result: Result<T, any Error>
            do { result = .success(try await body(server)) } catch { result = .failure(error) }
            _ = try await server.control("stop")
            return try result.get()
        }
    }

    private init(_ folder: String, _ transports: [String: String]) async throws {
        self.folder = folder
        port = try LoopbackPort.free()
        for name in ["queue", "data"] {
            try FileManager.default.createDirectory(
                atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        }
        let main = Self.main(folder, transports)
        let master = Self.master(port)
        try Data(main.utf8).write(to: URL(filePath: folder + "/main.cf"))
        try Data(master.utf8).write(to: URL(filePath: folder + "/master.cf"))
        _ = try await Self.asRoot(["/usr/bin/chown", "postfix", folder + "/data"])
        struct NotStarted: Error { let log: String }
        guard try await control("start") == 0 else { throw NotStarted(log: log) }
        try await LoopbackPort.answers(port)
    }

    /// What the MTA has noted: a line for each try.
    package var log: String { (try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? "" }

    /// Messages that it keeps, whether it is at them or waits.
    package func queued() throws -> Int {
        try ["maildrop", "incoming", "active", "deferred"].map { name in
            let place = URL(filePath: "\(folder)/queue/\(name)")
            let found = FileManager.default.enumerator(
                at: place, includingPropertiesForKeys: [.isRegularFileKey])
            return try (found?.allObjects ?? []).filter { entry in
                let url = entry as? URL
                return try url?.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true
            }.count
        }.reduce(0, +)
    }

    private func control(_ verb: String) async throws -> Int32 {
        try await Self.asRoot(["/usr/sbin/postfix", "-c", folder, verb])
    }

    private static func asRoot(_ words: [String]) async throws -> Int32 {
        let words = getuid() == 0 ? words : ["/usr/bin/sudo", "-n"] + words
        return await (try ChildProcess(words[0], Array(words.dropFirst()))).status()
    }

    private static func main(_ folder: String, _ transports: [String: String]) -> String {
        let routes = transports.map { "{ \($0.key) = \($0.value) }" }.joined(separator: " ")
        return """
            compatibility_level = 3.6
            queue_directory = \(folder)/queue
            data_directory = \(folder)/data
            maillog_file = \(folder)/log
            maillog_file_prefixes = \(folder)
            myhostname = mx.test.example
            mydestination =
            alias_maps =
            inet_interfaces = loopback-only
            inet_protocols = ipv4
            mynetworks = 127.0.0.0/8
            recipient_delimiter = +
            relay_domains = \(transports.keys.joined(separator: " "))
            transport_maps = inline:{ \(routes) }
            smtpd_recipient_restrictions = permit_mynetworks, reject
            smtpd_peername_lookup = no
            # An hour's patience in a few seconds.
            minimal_backoff_time = 1s
            maximal_backoff_time = 2s
            queue_run_delay = 1s
            transport_retry_time = 1s
            default_destination_concurrency_failed_cohort_limit = 0
            lmtp_destination_concurrency_failed_cohort_limit = 0
            default_destination_concurrency_limit = 5

            """
    }

    private static func master(_ port: Int) -> String {
        """
        127.0.0.1:\(port) inet n - n - - smtpd
        pickup unix n - n 60 1 pickup
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        flush unix n - n 1000? 0 flush
        proxymap unix - - n - - proxymap
        smtp unix - - n - - smtp
        error unix - - n - - error
        retry unix - - n - - error
        lmtp unix - - n - - lmtp
        anvil unix - - n - 1 anvil
        scache unix - - n - 1 scache
        postlog unix-dgram n - n - 1 postlogd

        """
    }
}
