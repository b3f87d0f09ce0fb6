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
        var acceptance = RecipientPolicy.Acceptance.own
        var connections = 50
        for option in parts.dropFirst().first?.split(separator: "&") ?? [] {
            let sides = option.split(separator: "=", maxSplits: 1)
            let value = sides.count > 1 ? String(sides[1]) : ""
            switch sides.first {
            case "accept":
                guard let chosen = RecipientPolicy.Acceptance(rawValue: value) else {
                    throw .unusableOption("accept")
                }
                acceptance = chosen
            case "connections":
                guard let number = Int(value), (1...500).contains(number) else {
                    throw .unusableOption("connections")
                }
                connections = number
            default: throw .unknownOption(sides.first.map(String.init) ?? "")
            }
        }
        self.acceptance = acceptance
        self.connections = connections
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

    package enum Fault: Error, Sendable, Hashable, CustomStringConvertible {
        case notAnAddress
        case unknownOption(String)
        case unusableOption(String)

        package var description: String {
            switch self {
            case .notAnAddress: "expected 127.0.0.1:2424 or unix:/path"
            case .unknownOption(let name): "no option is called \(name): use accept or connections"
            case .unusableOption("accept"): "accept is own, domain or any"
            case .unusableOption(let name): "the value of \(name) cannot be used"
            }
        }
    }
}
