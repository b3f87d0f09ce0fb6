// The address that our mail comes from, and the addresses of the answers to it.

package import Core

/// The gateway's own address, with the name that readers see (`OPSTRACKER_MAIL_FROM`).
package struct GatewayAddress: Sendable, Hashable {
    package let address: EmailAddress
    /// "OpsTracker"; may be empty.
    package let name: String

    /// Nil where the local part leaves no room for `+` and a reply key (64 octets in all, RFC 5321 §4.5.3.1.1).
    package init?(_ address: EmailAddress, name: String) {
        guard address.local.utf8.count + 1 + Self.keyLength <= 64 else { return nil }
        self.address = address
        self.name = name
    }

    /// Reads `OpsTracker <rdv@example.org>` or `rdv@example.org`; nil for anything else.
    package init?(_ text: some StringProtocol) {
        guard let open = text.lastIndex(of: "<") else {
            guard let address = EmailAddress(text) else { return nil }
            self.init(address, name: "")
            return
        }
        let rest = text[text.index(after: open)...]
        guard rest.last == ">", let address = EmailAddress(rest.dropLast()) else { return nil }
        let name = text[..<open].split(whereSeparator: \.isWhitespace).joined(separator: " ")
        self.init(address, name: name.filter { $0 != "\"" })
    }

    /// Where an answer is sent: `rdv+KEY@example.org`.
    package func replyAddress(key: String) -> EmailAddress? {
        EmailAddress("\(address.local)+\(key)@\(address.domain)")
    }

    private static let keyLength = 45
}
