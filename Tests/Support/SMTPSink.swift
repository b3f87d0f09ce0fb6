// A real SMTP server for tests: Postfix's smtp-sink, on a free port of the loopback.

import Foundation
import Synchronization

/// A running smtp-sink that keeps what it takes.
package final class SMTPSink: Sendable {
    package let port: Int
    private let folder: String
    private let known = Mutex<[String: Taken]>([:])
    private let arguments: [String]
    private let process: Mutex<ChildProcess>

    /// Starts a sink, runs `body`, and ends that process. `options` make it refuse: `-f RCPT` for 5xx, `-r DATA` for 4xx.
    package static func with<T>(
        _ options: [String] = [], _ body: (SMTPSink) async throws -> T
    ) async throws -> T {
        try await withTemporaryFolder { folder in
            let sink = try SMTPSink(options, folder: folder)
            defer { sink.stop() }
            try await sink.answers()
            return try await body(sink)
        }
    }

    /// One message that the sink took.
    package struct Taken: Sendable {
        /// Without angle brackets.
        package let sender: String
        package let recipient: String
        package let mail: SentMail
        /// Whether it ends as a multipart does: the sink may still be writing.
        package let isWhole: Bool
    }

    /// What it has taken so far, in no order. A message that was whole is read once.
    package func taken() throws -> [Taken] {
        try FileManager.default.contentsOfDirectory(atPath: folder).map { name in
            if let taken = known.withLock({ $0[name] }) { return taken }
            let taken = try read(folder + "/" + name)
            if taken.isWhole { known.withLock { $0[name] = taken } }
            return taken
        }
    }

    private func read(_ path: String) throws -> Taken {
        let bytes = try Data(contentsOf: URL(filePath: path))
        // The sink ends lines with LF alone.
        let text = String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "\n", with: "\r\n")
        let mail = SentMail(Array(text.utf8))
        func address(_ header: String) -> String {
            (mail[header] ?? "").filter { $0 != "<" && $0 != ">" }.components(separatedBy: " ")[0]
        }
        let end = bytes.reversed().drop { $0 == 0x0A }.prefix(2)
        return Taken(
            sender: address("x-mail-args"), recipient: address("x-rcpt-args"), mail: mail,
            isWhole: end.elementsEqual([UInt8(ascii: "-"), UInt8(ascii: "-")]))
    }

    private init(_ options: [String], folder: String) throws {
        port = try LoopbackPort.free()
        self.folder = folder + "/taken"
        try FileManager.default.createDirectory(atPath: self.folder, withIntermediateDirectories: true)
        // Started by root, the sink becomes somebody else, who must still reach its folder.
        for path in [folder, self.folder] {
            try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: path)
        }
        arguments =
            (getuid() == 0 ? ["-u", "nobody"] : []) + options + [
                "-d", self.folder + "/", "127.0.0.1:\(port)", "128",
            ]
        process = Mutex(try Self.start(arguments))
    }

    private static func start(_ arguments: [String]) throws -> ChildProcess {
        try ChildProcess("/usr/sbin/smtp-sink", arguments)
    }

    /// Ends the process, and with it every connection, and starts another on the same port.
    package func restart() async throws {
        stop()
        let next = try Self.start(arguments)
        process.withLock { $0 = next }
        try await answers()
    }

    private func stop() {
        process.withLock { $0.end() }
    }

    /// Waits until the port accepts connections.
    private func answers() async throws {
        try await LoopbackPort.answers(port)
    }

}
