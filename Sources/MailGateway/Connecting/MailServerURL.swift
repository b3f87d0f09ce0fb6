// A mail server's address taken apart: what the settings of SMTP and IMAP have in common.

internal import Foundation

/// `scheme://user:password@host:port/path?option=value`, with the rule that mail leaves this machine encrypted.
struct MailServerURL {
    enum Encryption: String, Sendable, Hashable {
        /// `starttls=no`
        case none = "no"
        /// `starttls=required`: nothing is sent in the clear.
        case startTLS = "required"
        /// `smtps://`, `imaps://`
        case implicit
    }

    enum Authentication: String, Sendable, Hashable {
        /// Whatever the server offers and libcurl knows.
        case password
        /// The password is a bearer token, as Exchange Online wants it (`auth=xoauth2`).
        case xoauth2
    }

    enum Fault: Error, Sendable, Hashable {
        case notAnAddress
        case unknownOption(String)
        case unusableOption(String)
    }

    let host: String
    let port: Int?
    let user: String?
    let password: String?
    /// Without the slash in front, percent-encoding undone.
    let path: String
    let encryption: Encryption
    let authentication: Authentication
    private var options: [String: String] = [:]

    /// Reads an address of the scheme `plain`, or of `plain` with an `s` behind it, which is encrypted from the first byte.
    init(_ text: String, plain: String) throws(Fault) {
        guard let url = URLComponents(string: text), let host = url.host, !host.isEmpty,
            url.scheme == plain || url.scheme == plain + "s"
        else { throw .notAnAddress }
        self.host = host
        port = url.port
        user = url.user
        password = url.password
        path = String(url.path.drop { $0 == "/" })
        var options: [String: String] = [:]
        for item in url.queryItems ?? [] { options[item.name] = item.value ?? "" }
        let startTLS = options.removeValue(forKey: "starttls")
        if url.scheme != plain {
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
        guard let method = Authentication(rawValue: options.removeValue(forKey: "auth") ?? "password") else {
            throw .unusableOption("auth")
        }
        authentication = method
        self.options = options
    }

    /// An option's value; whoever takes it knows it.
    mutating func option(_ name: String) -> String? { options.removeValue(forKey: name) }

    /// An option that is a whole number of a range.
    mutating func number(_ name: String, _ range: ClosedRange<Int>) throws(Fault) -> Int? {
        guard let text = option(name) else { return nil }
        guard let number = Int(text), range.contains(number) else { throw .unusableOption(name) }
        return number
    }

    /// Throws where an option is left that nobody took.
    func finish() throws(Fault) {
        if let unknown = options.keys.min() { throw .unknownOption(unknown) }
    }

    private static func isThisMachine(_ host: String) -> Bool {
        host == "localhost" || host.hasPrefix("127.") || host == "::1" || host == "[::1]"
    }
}
