// A signed link: a capability for one person, one campaign and one purpose.

/// What a genuine token says. Whether its epoch still stands is asked of its subject.
package struct SignedLink: Sendable, Hashable {
    package let purpose: LinkPurpose
    /// Text of the identifier of whom or what it is for.
    package let subject: String
    package let epoch: Int
    package let expires: Instant

    package init(purpose: LinkPurpose, subject: String, epoch: Int, expires: Instant) {
        self.purpose = purpose
        self.subject = subject
        self.epoch = epoch
        self.expires = expires
    }

    package init(_ grant: LinkGrant) {
        self.init(purpose: grant.purpose, subject: grant.subject, epoch: grant.epoch, expires: grant.expires)
    }

    /// The token: base64url of purpose, key number, expiry in minutes, epoch, subject and 16 bytes of HMAC-SHA256 over
    /// all of these; 54 characters. Nil where the subject is no identifier.
    package func token(signedBy keys: SigningKeys) -> String? {
        guard let subject = Identifier<SignedLink>(subject)?.bytes else { return nil }
        let minutes = UInt32(clamping: expires.seconds / 60)
        let epoch = UInt16(clamping: epoch)
        let body =
            [Self.code(purpose), keys.current] + Self.bigEndian(minutes) + Self.bigEndian(epoch) + subject
        guard let mac = keys.code(for: body, key: keys.current, length: Self.macLength) else { return nil }
        return Base64URL.encode(body + mac)
    }

    /// What is wrong with a token. `forged` tells nothing about who exists.
    package enum Fault: Error, Sendable, Hashable {
        /// Not ours, truncated, altered, or signed with a key that is no longer known.
        case forged
        /// Genuine, for another kind of page.
        case otherPurpose
        /// Genuine, and over.
        case expired
    }

    /// Reads a token. Throws `Fault`; nothing is asked of a database before the signature holds.
    package static func verify(
        _ token: some StringProtocol, for purpose: LinkPurpose, keys: SigningKeys, now: Instant
    ) throws(Fault) -> SignedLink {
        let link = try recognise(token, keys: keys)
        guard link.purpose == purpose else { throw .otherPurpose }
        guard now < link.expires else { throw .expired }
        return link
    }

    /// Reads a token whose time may be over: it opens nothing, and tells only whom it was for, so that they may be sent
    /// another. Throws `Fault.forged`.
    package static func recognise(
        _ token: some StringProtocol, keys: SigningKeys
    ) throws(Fault) -> SignedLink {
        guard token.utf8.count == 54, let bytes = Base64URL.decode(token),
            bytes.count == bodyLength + macLength
        else { throw .forged }
        let body = Array(bytes[..<bodyLength])
        guard let mac = keys.code(for: body, key: body[1], length: macLength),
            constantTimeEqual(mac, Array(bytes[bodyLength...])),
            let found = LinkPurpose.allCases.first(where: { code($0) == body[0] }),
            let subject = Identifier<SignedLink>(bytes: body[8...])
        else { throw .forged }
        let minutes = body[2..<6].reduce(Int64(0)) { $0 << 8 | Int64($1) }
        let expires = Instant(milliseconds: minutes * 60_000)
        return SignedLink(
            purpose: found, subject: subject.text, epoch: Int(body[6]) << 8 | Int(body[7]), expires: expires)
    }

    private static let bodyLength = 24
    private static let macLength = 16

    /// The byte that names a purpose. Published: never renumbered.
    private static func code(_ purpose: LinkPurpose) -> UInt8 {
        switch purpose {
        case .agent: 1
        case .team: 2
        case .field: 3
        case .share: 4
        case .calendar: 5
        }
    }

    private static func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian, Array.init)
    }
}
