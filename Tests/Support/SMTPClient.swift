// A client of SMTP and LMTP that says what a test wants said, over a socket that blocks.

import Foundation

package final class SMTPClient: Sendable {
    package struct Refused: Error { let line: String }
    package struct Closed: Error {}

    private let descriptor: Int32

    /// Connects; a peer that says nothing for ten seconds is given up.
    package init(_ port: Int) throws {
        descriptor = try LoopbackPort.connected(port)
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    /// Sends one message by SMTP, and waits until the server has taken it for all its recipients.
    package static func send(
        _ mail: [UInt8], from sender: String = "sender@agents.example", to recipients: [String], port: Int
    ) throws {
        let client = try SMTPClient(port)
        try client.send(mail, from: sender, to: recipients, greeting: "EHLO")
        let reply = try client.line()
        guard reply.hasPrefix("250") else { throw Refused(line: reply) }
        try client.write("QUIT\r\n")
    }

    /// Says everything up to the end of the message, whose answer is still to be read. Throws `Refused` where it is not
    /// let so far.
    package func send(
        _ mail: [UInt8], from sender: String = "sender@agents.example", to recipients: [String],
        greeting: String
    ) throws {
        _ = try line()
        try say("\(greeting) client.example")
        try say("MAIL FROM:<\(sender)>")
        for recipient in recipients { try say("RCPT TO:<\(recipient)>") }
        try say("DATA")
        let text = String(decoding: mail, as: UTF8.self)
        let stuffed = ("\r\n" + text).replacing("\r\n.", with: "\r\n..").dropFirst()
        try write(stuffed + (text.hasSuffix("\r\n") ? "" : "\r\n") + ".\r\n")
    }

    private func say(_ command: String) throws {
        try write(command + "\r\n")
        var reply = try line()
        while reply.dropFirst(3).first == "-" { reply = try line() }
        guard let first = reply.first, "23".contains(first) else { throw Refused(line: reply) }
    }

    /// The next line of the peer, without its end.
    package func line() throws -> String {
        var bytes: [UInt8] = []
        while bytes.last != 0x0A {
            var byte: UInt8 = 0
            guard read(descriptor, &byte, 1) == 1 else { throw Closed() }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .newlines)
    }

    /// Everything until the peer closes.
    package func rest() throws -> String {
        var text = ""
        while let line = try? line() { text += line + "\n" }
        return text
    }

    package func write(_ text: some StringProtocol) throws {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Closed() }
            bytes = bytes.dropFirst(count)
        }
    }

    /// Sends all of some bytes, or false where the peer does not take them for a while.
    package func trySend(_ bytes: [UInt8], for patience: Duration) -> Bool {
        var limit = timeval(tv_sec: Int(patience.components.seconds), tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        return (try? write(String(decoding: bytes, as: UTF8.self))) != nil
    }
}
