// Mails that are larger than is read.

package import Foundation

/// A mail that is larger than `MailReader.maximumSize` is taken by its beginning: what a person wrote stands there, before
/// what they attached. So it has its outcome like any other, and a source that gets rid of it.
package enum LargeMail {
    /// Bytes that are taken of it.
    static let beginning = 1 << 20

    /// A mail from a file or a pipe, to its end, with no more memory than the largest mail takes.
    package static func read(_ handle: FileHandle) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var isTooLarge = false
        while let part = try handle.read(upToCount: 1 << 20), !part.isEmpty {
            guard !isTooLarge else { continue }
            bytes += part
            guard bytes.count > MailReader.maximumSize else { continue }
            isTooLarge = true
            bytes = Array(bytes.prefix(beginning))
        }
        return bytes
    }
}
