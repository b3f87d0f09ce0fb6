// A reply key: what makes an answer to a mail find its row, and proves that its sender saw the mail.

/// The key added to the gateway's address (`rdv+KEY@host`): `r`, the signing key's number, the row's 80 random bits and
/// 12 bytes of HMAC-SHA256 over these and the subject's link epoch, as lower-case base32; 38 characters.
package enum ReplyKey {
    private static let macLength = 12

    /// The key of an outbox row's handle. Nil where the handle is not 10 bytes of base32.
    package static func key(handle: String, epoch: Int, keys: SigningKeys) -> String? {
        guard let random = Base32.decode(handle), random.count == 10 else { return nil }
        let head = [keys.current] + random
        guard let mac = keys.code(for: signed(head, epoch), key: keys.current, length: macLength) else {
            return nil
        }
        return "r" + Base32.encode(head + mac)
    }

    /// The handle that a key names, unverified, to look its row up with; nil where the text is no key. Case is folded,
    /// since servers fold it.
    package static func handle(of key: some StringProtocol) -> String? {
        parts(of: key).map { Base32.encode($0.head.dropFirst()) }
    }

    /// Whether the key was made by us for this epoch: raising the epoch revokes it.
    package static func verify(_ key: some StringProtocol, epoch: Int, keys: SigningKeys) -> Bool {
        guard let (head, mac) = parts(of: key),
            let expected = keys.code(for: signed(head, epoch), key: head[0], length: macLength)
        else { return false }
        return constantTimeEqual(mac, expected)
    }

    private static func parts(of key: some StringProtocol) -> (head: [UInt8], mac: [UInt8])? {
        guard key.utf8.count == 38, let first = key.first, first == "r" || first == "R",
            let bytes = Base32.decode(key.dropFirst()), bytes.count == 23
        else { return nil }
        return (Array(bytes[..<11]), Array(bytes[11...]))
    }

    private static func signed(_ head: [UInt8], _ epoch: Int) -> [UInt8] {
        Array("reply ".utf8) + head + Array(" \(epoch)".utf8)
    }
}
