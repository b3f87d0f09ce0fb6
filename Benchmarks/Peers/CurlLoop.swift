// Sending by libcurl with nothing else done: a thread and a reused handle for each connection.

import ArgumentParser
import CCurl
import Dispatch
import Foundation
import Synchronization

struct CurlLoop: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "curl-loop", abstract: "Sends each file of a folder by SMTP.")

    @Option(help: "Where to, as smtp://host:port.") var server: String
    @Option(help: "Connections, and so threads.") var connections = 8
    @Argument(help: "A folder of messages.") var folder: String

    func run() throws {
        let messages = try MessageFolder.load(folder)
        ops_curl_global_init()
        let next = Counter()
        let failures = Counter()
        printSeconds {
            // Threads of our own: a dispatch queue would start no more of them than there are processors.
            let running = DispatchGroup()
            for _ in 0..<connections {
                running.enter()
                Thread.detachNewThread {
                    send(messages, next: next, failures: failures)
                    running.leave()
                }
            }
            running.wait()
        }
        guard failures.value == 0 else { throw PeerError(description: "\(failures.value) were not sent") }
    }

    private func send(_ messages: [Data], next: Counter, failures: Counter) {
        let handle = curl_easy_init()
        let recipients = curl_slist_append(nil, "agent@agents.example")
        defer {
            curl_easy_cleanup(handle)
            curl_slist_free_all(recipients)
        }
        ops_curl_set_string(handle, CURLOPT_URL, server)
        ops_curl_set_string(handle, CURLOPT_MAIL_FROM, "rdv@localhost")
        ops_curl_set_list(handle, CURLOPT_MAIL_RCPT, recipients)
        ops_curl_set_long(handle, CURLOPT_UPLOAD, 1)
        ops_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        ops_curl_set_long(handle, CURLOPT_TCP_NODELAY, 1)
        ops_curl_set_transfer(handle, CURLOPT_READFUNCTION) { buffer, size, count, context in
            guard let buffer, let context else { return 0 }
            return context.assumingMemoryBound(to: Unread.self).pointee.move(into: buffer, room: size * count)
        }
        while let message = messages.dropFirst(next.increment()).first {
            let sent = message.withUnsafeBytes { bytes in
                var unread = Unread(bytes: bytes)
                return withUnsafeMutablePointer(to: &unread) { unread in
                    ops_curl_set_pointer(handle, CURLOPT_READDATA, unread)
                    return curl_easy_perform(handle) == CURLE_OK
                }
            }
            if !sent { failures.increment() }
        }
    }
}

/// What libcurl has not yet taken of a message.
private struct Unread {
    var bytes: UnsafeRawBufferPointer

    mutating func move(into buffer: UnsafeMutableRawPointer, room: Int) -> Int {
        let count = min(room, bytes.count)
        guard count > 0, let start = bytes.baseAddress else { return 0 }
        buffer.copyMemory(from: start, byteCount: count)
        bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(count))
        return count
    }
}

private final class Counter: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .relaxed) }

    /// The value before.
    @discardableResult
    func increment() -> Int { count.add(1, ordering: .relaxed).oldValue }
}
