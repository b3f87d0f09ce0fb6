// The keys that links are signed with, kept in a file of mode 0600.

internal import Crypto
internal import Foundation

/// Signing keys by number: the newest signs, older ones still verify.
package struct SigningKeys: Sendable {
    /// From the oldest to the newest; the number (1…255) travels in each token.
    private let keys: [(number: UInt8, key: SymmetricKey)]

    /// Keys given as 32 or more bytes each. Throws `SigningKeysError.unusable` where there is none.
    package init(_ keys: [UInt8: [UInt8]]) throws {
        guard !keys.isEmpty, keys.values.allSatisfy({ $0.count >= 32 }) else {
            throw SigningKeysError.unusable
        }
        self.keys = keys.sorted { $0.key < $1.key }.map { ($0.key, SymmetricKey(data: $0.value)) }
    }

    /// Reads `path`, or makes it with one random key, readable by its owner alone. Each line is `NUMBER BASE32`.
    ///
    /// Throws `SigningKeysError` where the file cannot be read, holds no key, or is open to others.
    package init(file path: String) throws {
        if !FileManager.default.fileExists(atPath: path) {
            let line = "1 \(RandomToken.base32(bytes: 32))\n"
            // O_EXCL: two processes that start at once must not each keep a key of their own.
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
            if descriptor >= 0 {
                defer { close(descriptor) }
                guard line.withCString({ write(descriptor, $0, line.utf8.count) }) == line.utf8.count else {
                    throw SigningKeysError.unreadable(path)
                }
                fsync(descriptor)
            } else if errno != EEXIST {
                throw SigningKeysError.unreadable(path)
            }
        }
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let mode = attributes[.posixPermissions] as? NSNumber,
            let text = try? String(contentsOfFile: path, encoding: .utf8)
        else { throw SigningKeysError.unreadable(path) }
        guard mode.intValue & 0o077 == 0 else { throw SigningKeysError.openToOthers(path) }
        var keys: [UInt8: [UInt8]] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: " ")
            guard parts.count == 2, let number = UInt8(parts[0]), number > 0,
                let bytes = Base32.decode(parts[1])
            else { throw SigningKeysError.unusable }
            keys[number] = bytes
        }
        try self.init(keys)
    }

    /// The number of the key that signs.
    var current: UInt8 { keys[keys.count - 1].number }

    /// The first `length` bytes of HMAC-SHA256 under a key; nil where that key is not known.
    func code(for message: [UInt8], key number: UInt8, length: Int) -> [UInt8]? {
        guard let key = keys.first(where: { $0.number == number })?.key else { return nil }
        return Array(HMAC<SHA256>.authenticationCode(for: message, using: key).prefix(length))
    }

    /// A token for the forms of one page: whoever posts it has been given the page.
    package func formToken(for page: String) -> String {
        Base32.encode(code(for: Array("form ".utf8) + Array(page.utf8), key: current, length: 16) ?? [])
    }

    /// Whether a form's token is the page's, under any key still known; takes the same time for any wrong one.
    package func isFormToken(_ token: String, for page: String) -> Bool {
        keys.contains { number, _ in
            let expected = code(for: Array("form ".utf8) + Array(page.utf8), key: number, length: 16) ?? []
            return constantTimeEqual(Array(token.utf8), Array(Base32.encode(expected).utf8))
        }
    }
}

package enum SigningKeysError: Error, Sendable, Hashable {
    case unreadable(String)
    case openToOthers(String)
    case unusable
}

/// Equality whose time depends on the lengths alone.
func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    var difference: UInt8 = 0
    for index in left.indices { difference |= left[index] ^ right[index] }
    return difference == 0
}
