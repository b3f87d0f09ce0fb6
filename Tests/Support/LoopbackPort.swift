// Ports of the loopback, for servers that tests start.

import Foundation

package enum LoopbackPort {
    package struct NoAnswer: Error { let port: Int }

    /// A port that nobody listens on just now.
    package static func free() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        guard with(0, { bind(descriptor, $0, $1) }) == 0 else { throw NoAnswer(port: 0) }
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        guard result == 0 else { throw NoAnswer(port: 0) }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    /// Waits until something accepts connections there.
    package static func answers(_ port: Int) async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while !accepts(port) {
            guard ContinuousClock.now < deadline else { throw NoAnswer(port: port) }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// A socket that listens and says nothing, however long one waits; closed by `close`.
    package static func silent(_ port: Int) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard with(port, { bind(descriptor, $0, $1) }) == 0, listen(descriptor, 16) == 0 else {
            close(descriptor)
            throw NoAnswer(port: port)
        }
        return descriptor
    }

    /// A connected socket; the caller closes it.
    package static func connected(_ port: Int) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard with(port, { connect(descriptor, $0, $1) }) == 0 else {
            close(descriptor)
            throw NoAnswer(port: port)
        }
        return descriptor
    }

    private static func accepts(_ port: Int) -> Bool {
        guard let descriptor = try? connected(port) else { return false }
        close(descriptor)
        return true
    }

    private static func with<T>(_ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> T) -> T {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
