// Where outgoing mail is handed over, as `OPSTRACKER_SMTP` spells it.

package import Core
internal import Foundation

/// An SMTP server or a Maildir.
package enum DeliveryAddress: Sendable, Hashable {
    case smtp(SMTPServer)
    /// `maildir:PATH`
    case maildir(path: String)

    /// Reads `smtp://host:25?starttls=required&connections=8&per-minute=600`, `smtps://user:password@host` or
    /// `maildir:./outgoing`; hours are those of `clock`. Throws `Fault`, which says what is wrong and never repeats a
    /// password.
    package init(_ text: String, clock: WallClock = .paris) throws(Fault) {
        if text.hasPrefix("maildir:") {
            let path = String(text.dropFirst("maildir:".count))
            guard !path.isEmpty else { throw .notAnAddress }
            self = .maildir(path: path)
        } else {
            self = .smtp(try SMTPServer(text, clock: clock))
        }
    }

    package enum Fault: Error, Sendable, Hashable, CustomStringConvertible {
        case notAnAddress
        case unknownOption(String)
        case unusableOption(String)

        package var description: String {
            switch self {
            case .notAnAddress:
                "expected smtp://host:port, smtps://user:password@host or maildir:PATH"
            case .unknownOption(let name):
                "no option is called \(name): use \(DeliveryOptions.names.joined(separator: ", "))"
            case .unusableOption(let name): "the value of \(name) cannot be used"
            }
        }
    }
}

/// An SMTP server and how to talk to it.
package struct SMTPServer: Sendable, Hashable {
    package enum Encryption: String, Sendable, Hashable {
        /// `starttls=no`
        case none = "no"
        /// `starttls=required`: nothing is sent in the clear.
        case startTLS = "required"
        /// `smtps://`
        case implicit
    }

    package enum Authentication: String, Sendable, Hashable {
        /// Whatever the server offers and libcurl knows.
        case password
        /// The password is a bearer token, as Exchange Online wants it (`auth=xoauth2`).
        case xoauth2
    }

    package let host: String
    package let port: Int
    package let encryption: Encryption
    package let user: String?
    package let password: String?
    package let authentication: Authentication
    /// 1…64 side by side; 8 unless `connections` says otherwise.
    package let connections: Int
    /// How often and when mail may leave: `per-minute`, `per-domain`, `hours` and `days`.
    package let limits: SendingLimits
    /// Seconds that one message may take, `timeout`: 100 unless said otherwise.
    package let timeout: Int

    init(_ text: String, clock: WallClock) throws(DeliveryAddress.Fault) {
        guard let url = URLComponents(string: text), let host = url.host, !host.isEmpty,
            url.scheme == "smtp" || url.scheme == "smtps", url.path.isEmpty || url.path == "/"
        else { throw .notAnAddress }
        var options = DeliveryOptions((url.queryItems ?? []).map { ($0.name, $0.value ?? "") })
        connections = try options.number("connections", 1...64) ?? 8
        // No more than the two minutes that a lease leaves to a delivery.
        timeout = try options.number("timeout", 1...110) ?? 100
        limits = try options.limits(clock)
        let startTLS = options.take("starttls")
        if url.scheme == "smtps" {
            encryption = .implicit
        } else if let startTLS {
            guard let chosen = Encryption(rawValue: startTLS), chosen != .implicit else {
                throw .unusableOption("starttls")
            }
            encryption = chosen
        } else {
            // Mail bears links that act for their readers: in the clear only within this machine, unless told so.
            encryption = Self.isThisMachine(host) ? .none : .startTLS
        }
        let method = options.take("auth") ?? "password"
        guard let authentication = Authentication(rawValue: method) else { throw .unusableOption("auth") }
        try options.end()
        self.authentication = authentication
        self.host = host
        port = url.port ?? (url.scheme == "smtps" ? 465 : 25)
        user = url.user
        password = url.password
    }

    /// `smtp://host:port`, without credentials: what libcurl and the logs are given.
    var url: String { "\(encryption == .implicit ? "smtps" : "smtp")://\(host):\(port)" }

    private static func isThisMachine(_ host: String) -> Bool {
        host == "localhost" || host.hasPrefix("127.") || host == "::1" || host == "[::1]"
    }
}
