// Delivery into a folder, for those who relay by other means and for looking at what would be sent.

internal import Core
internal import Foundation

/// A Maildir: each message is written under `tmp`, flushed, and moved to `new`, so that a reader sees whole ones only.
actor Maildir: CourierLane {
    private let executor = BlockingQueue("maildir")
    private let path: String
    private var isMade = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(path: String) { self.path = path }

    /// Writes a message. Its file bears the name of its Message-ID, so that a second try replaces the first.
    func deliver(_ mail: OutgoingMail) throws(DeliveryError) {
        do {
            try makeFolders()
            let name = mail.name
            try Self.write(mail.bytes, to: "\(path)/tmp/\(name)")
            guard rename("\(path)/tmp/\(name)", "\(path)/new/\(name)") == 0 else { throw Failure(errno) }
            try Self.flush("\(path)/new")
        } catch {
            throw .temporary("\(path): \(error)", scope: .server)
        }
    }

    private func makeFolders() throws {
        guard !isMade else { return }
        for folder in ["tmp", "new", "cur"] {
            try FileManager.default.createDirectory(
                atPath: "\(path)/\(folder)", withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        }
        isMade = true
    }

    private static func write(_ bytes: [UInt8], to path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard file >= 0 else { throw Failure(errno) }
        defer { close(file) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
            guard count > 0 else { throw Failure(errno) }
            rest = rest.dropFirst(count)
        }
        guard fsync(file) == 0 else { throw Failure(errno) }
    }

    /// A new name in a folder is lasting once the folder itself is flushed.
    private static func flush(_ folder: String) throws {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY)
        guard descriptor >= 0 else { throw Failure(errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Failure(errno) }
    }

    /// The system's own words for what it refused.
    private struct Failure: Error, CustomStringConvertible {
        let description: String

        init(_ code: Int32) { description = String(cString: strerror(code)) }
    }
}
