// An SMTP server with moods: what it answers to each command is the test's to say. Real sockets, a thread a connection.

import Foundation
import Glibc
import Synchronization

/// A server on a free port of the loopback that keeps what it took.
package final class MoodySink: Sendable {
    /// What it is about to answer to.
    package enum Moment: Sendable, Hashable {
        case greeting
        /// `EHLO`, `MAIL`, `DATA`, …
        case command(String)
        case recipient(String)
        /// The end of a message.
        case end(recipient: String)
    }

    /// How it answers.
    package enum Mood: Sendable, Hashable {
        /// As a server should.
        case kind
        /// With this line, and nothing done.
        case says(String)
        /// Not at all: the connection is closed.
        case closes
        /// Not at all: the connection stays.
        case stalls
        /// With the beginning of a line, and then the connection is closed.
        case halfALine
        /// As a server should, but late.
        case late(milliseconds: Int)
        /// It takes the message, and closes the connection before it has said so.
        case takesAndCloses
    }

    /// A message that it has taken charge of, or was about to when it fell silent.
    package struct Taken: Sendable, Hashable {
        package let recipient: String
        package let messageID: String
    }

    package let port: Int
    private let listener: Int32
    private let mood: @Sendable (Moment) -> Mood
    private let state = Mutex(State())

    private struct State {
        var taken: [Taken] = []
        var moments: Set<Moment> = []
        var connections: Set<Int32> = []
        var isStopped = false
        var threads = 0
    }

    /// Starts a server, runs `body`, and stops it.
    package static func with<T>(
        _ mood: @escaping @Sendable (Moment) -> Mood = { _ in .kind }, _ body: (MoodySink) async throws -> T
    ) async throws -> T {
        let sink = try MoodySink(mood)
        do {
            let result = try await body(sink)
            await sink.stop()
            return result
        } catch {
            await sink.stop()
            throw error
        }
    }

    private init(_ mood: @escaping @Sendable (Moment) -> Mood) throws {
        self.mood = mood
        (listener, port) = try Self.listen()
        begin { sink in
            while true {
                let connection = accept(sink.listener, nil, nil)
                guard connection >= 0 else { return }
                guard sink.keep(connection) else { continue }
                sink.begin { $0.serve(connection) }
            }
        }
    }

    private struct NotListening: Error {}

    /// A socket that listens on a free port of the loopback, and the port.
    private static func listen() throws -> (Int32, Int) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                let bound = bind(listener, address, length)
                return bound == 0 ? getsockname(listener, address, &length) : bound
            }
        }
        guard result == 0, Glibc.listen(listener, 128) == 0 else {
            close(listener)
            throw NotListening()
        }
        return (listener, Int(UInt16(bigEndian: address.sin_port)))
    }

    /// What it took so far, in order.
    package var taken: [Taken] { state.withLock { $0.taken } }

    /// How many connections are open.
    package var connections: Int { state.withLock { $0.connections.count } }

    /// What it has answered to so far, or has not.
    package var moments: Set<Moment> { state.withLock { $0.moments } }

    private func begin(_ work: @escaping @Sendable (MoodySink) -> Void) {
        state.withLock { $0.threads += 1 }
        Thread.detachNewThread { [self] in
            work(self)
            state.withLock { $0.threads -= 1 }
        }
    }

    private func keep(_ connection: Int32) -> Bool {
        state.withLock { state in
            guard !state.isStopped else {
                close(connection)
                return false
            }
            state.connections.insert(connection)
            return true
        }
    }

    private func stop() async {
        state.withLock { state in
            state.isStopped = true
            for connection in state.connections { shutdown(connection, Int32(SHUT_RDWR)) }
        }
        shutdown(listener, Int32(SHUT_RDWR))
        try? await eventually("the sink's threads have ended") { state.withLock { $0.threads == 0 } }
        close(listener)
    }

    private func serve(_ connection: Int32) {
        var yes: Int32 = 1
        setsockopt(connection, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        var conversation = Conversation(connection)
        converse(&conversation)
        state.withLock { state in
            state.connections.remove(connection)
            close(connection)
        }
    }

    private func converse(_ conversation: inout Conversation) {
        var recipient = ""
        guard answer(.greeting, "220 sink.example ESMTP", &conversation) != nil else { return }
        while let line = conversation.line() {
            let verb = line.prefix { $0 != " " }.uppercased()
            switch verb {
            case "RCPT":
                let address = String(line.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" })
                guard let isKind = answer(.recipient(address), "250 2.1.5 Ok", &conversation) else { return }
                if isKind { recipient = address }
            case "DATA":
                guard let isKind = answer(.command(verb), "354 Go on", &conversation) else { return }
                guard isKind else { continue }
                guard let text = conversation.message() else { return }
                let taken = Taken(recipient: recipient, messageID: Self.messageID(text))
                guard
                    answer(.end(recipient: recipient), "250 2.0.0 Taken", &conversation, taking: taken) != nil
                else { return }
            case "QUIT":
                conversation.say("221 2.0.0 Bye")
                return
            default: guard answer(.command(verb), "250 2.0.0 Ok", &conversation) != nil else { return }
            }
        }
    }

    /// Whether it answered as a server should; nil where the connection is over.
    private func answer(
        _ moment: Moment, _ line: String, _ conversation: inout Conversation, taking taken: Taken? = nil
    ) -> Bool? {
        func take() { if let taken { state.withLock { $0.taken.append(taken) } } }
        let mood = mood(moment)
        state.withLock { _ = $0.moments.insert(moment) }
        switch mood {
        case .kind:
            take()
            return conversation.say(line) ? true : nil
        case .late(let milliseconds):
            usleep(UInt32(milliseconds) * 1000)
            take()
            return conversation.say(line) ? true : nil
        case .says(let refusal): return conversation.say(refusal) ? false : nil
        case .closes: return nil
        case .takesAndCloses:
            take()
            return nil
        case .halfALine:
            conversation.say(String(line.prefix(2)), end: "")
            return nil
        case .stalls:
            while conversation.line() != nil {}
            return nil
        }
    }

    private static func messageID(_ text: String) -> String {
        let header = text.split(separator: "\r\n").first { $0.lowercased().hasPrefix("message-id:") } ?? ""
        return String(header.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" })
    }
}

/// One client's lines.
private struct Conversation {
    private let connection: Int32
    private var unread: [UInt8] = []

    init(_ connection: Int32) { self.connection = connection }

    /// The next line without its end; nil where there is none any more.
    mutating func line() -> String? { upTo([13, 10]) }

    /// A message up to the dot that ends it.
    mutating func message() -> String? { upTo([13, 10, 46, 13, 10]) }

    @discardableResult
    func say(_ line: String, end: String = "\r\n") -> Bool {
        let bytes = Array((line + end).utf8)
        return send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    private mutating func upTo(_ end: [UInt8]) -> String? {
        var searched = 0
        while true {
            var start = max(0, searched - end.count + 1)
            while start + end.count <= unread.count {
                if unread[start] == end[0], unread[start..<(start + end.count)].elementsEqual(end) {
                    let text = String(decoding: unread[..<start], as: UTF8.self)
                    unread.removeFirst(start + end.count)
                    return text
                }
                start += 1
            }
            searched = unread.count
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            unread += buffer[..<count]
        }
    }
}
