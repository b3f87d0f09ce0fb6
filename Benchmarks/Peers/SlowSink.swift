// An SMTP server that takes every mail and forgets it, as late as a real one that writes it down first.

import ArgumentParser
import Foundation

struct SlowSink: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slow-sink",
        abstract: "Takes mail on loopback, and says so after a while; ends with its process.")

    @Option(help: "The port.") var port: Int
    @Option(help: "Milliseconds between the end of a message and the answer to it.") var delay = 40

    func run() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0, listen(listener, 128) == 0 else {
            throw PeerError(description: "port \(port) is taken")
        }
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { continue }
            setsockopt(connection, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
            Thread.detachNewThread { serve(connection) }
        }
    }

    private func serve(_ connection: Int32) {
        defer { close(connection) }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        say("220 sink ESMTP", to: connection)
        while let line = next(connection, &buffer, end: [13, 10]) {
            switch String(decoding: line.prefix(4), as: UTF8.self).uppercased() {
            case "DATA":
                say("354 Go on", to: connection)
                guard next(connection, &buffer, end: [13, 10, 46, 13, 10]) != nil else { return }
                usleep(UInt32(delay) * 1000)
                say("250 2.0.0 Taken", to: connection)
            case "QUIT": return say("221 2.0.0 Bye", to: connection)
            default: say("250 2.0.0 Ok", to: connection)
            }
        }
    }

    private func say(_ line: String, to connection: Int32) {
        let bytes = Array((line + "\r\n").utf8)
        _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// What comes before `end`, after which a client waits for an answer; nil where the connection is over.
    private func next(_ connection: Int32, _ buffer: inout [UInt8], end: [UInt8]) -> ArraySlice<UInt8>? {
        var filled = 0
        while filled < end.count || !buffer[(filled - end.count)..<filled].elementsEqual(end) {
            if filled == buffer.count { buffer += [UInt8](repeating: 0, count: buffer.count) }
            let count = buffer.withUnsafeMutableBytes { bytes in
                recv(connection, bytes.baseAddress.map { $0 + filled }, bytes.count - filled, 0)
            }
            guard count > 0 else { return nil }
            filled += count
        }
        return buffer[..<(filled - end.count)]
    }
}
