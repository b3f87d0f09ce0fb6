// Where mail is listened for, and for whom, as `OPSTRACKER_LMTP` spells it.

/// An address that an MTA delivers to by LMTP.
package struct LMTPAddress: Sendable, Hashable {
    package enum Place: Sendable, Hashable, CustomStringConvertible {
        /// `127.0.0.1:2424`, `[::1]:2424`
        case port(host: String, port: Int)
        /// `unix:/path`
        case socket(path: String)

        package var description: String {
            switch self {
            case .port(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
            case .socket(let path): "unix:\(path)"
            }
        }
    }

    package let place: Place
    /// Which recipients are ours; `accept=own` unless it says `domain` or `any`.
    package let acceptance: RecipientPolicy.Acceptance
    /// Side by side, 1…500; 50 unless `connections` says otherwise.
    package let connections: Int

    /// Reads `127.0.0.1:2424?accept=domain&connections=50` or `unix:/run/opstracker/lmtp`. Throws `Fault`.
    package init(_ text: String) throws(Fault) {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        place = try Self.place(String(parts[0]))
        let pairs = parts.dropFirst().flatMap { $0.split(separator: "&") }.map { option in
            let sides = option.split(separator: "=", maxSplits: 1).map(String.init)
            return (name: sides.first ?? "", value: sides.count > 1 ? sides[1] : "")
        }
        var options = AddressOptions<LMTPAddress>(pairs)
        acceptance = try options.word("accept") ?? .own
        connections = try options.number("connections", 1...500) ?? 50
        try options.end()
    }

    private static func place(_ text: String) throws(Fault) -> Place {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst("unix:".count))
            // What a socket's address has room for on Linux.
            guard path.hasPrefix("/"), path.utf8.count < 108 else { throw .notAnAddress }
            return .socket(path: path)
        }
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { throw .notAnAddress }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw .notAnAddress
        }
        guard !host.isEmpty else { throw .notAnAddress }
        return .port(host: String(host), port: port)
    }
}

extension LMTPAddress: SettingAddress {
    package typealias Fault = AddressFault<LMTPAddress>

    package static let form = "127.0.0.1:2424 or unix:/path"
    package static let options: KeyValuePairs = [
        "accept": "own, domain or any", "connections": "1 to 500",
    ]
}
