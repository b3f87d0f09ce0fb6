// A mail server's address taken apart: what the settings of SMTP and IMAP have in common.

internal import Foundation

/// How a connection to a mail server is kept from being read on its way.
enum MailServerEncryption: Sendable, Hashable {
    /// `starttls=no`
    case none
    /// `starttls=required`: nothing is sent in the clear.
    case startTLS
    /// `smtps://`, `imaps://`
    case implicit
}

/// How we tell a mail server who we are.
enum MailServerAuthentication: String, Sendable, Hashable {
    /// Whatever the server offers and libcurl knows.
    case password
    /// The password is a bearer token, as Exchange Online wants it (`auth=xoauth2`).
    case xoauth2
}

/// `scheme://user:password@host:port/path?option=value`, with the rule that mail leaves this machine encrypted.
struct MailServerURL<Address: SettingAddress> {
    let host: String
    let port: Int?
    let user: String?
    let password: String?
    /// Without the slash in front, percent-encoding undone.
    let path: String
    let encryption: MailServerEncryption
    let authentication: MailServerAuthentication
    /// Those that are left for whoever knows them.
    var options: AddressOptions<Address>

    private enum StartTLS: String {
        case no, required
    }

    /// Reads an address of the scheme `plain`, or of `plain` with an `s` behind it, which is encrypted from the first byte.
    init(_ text: String, plain: String) throws(AddressFault<Address>) {
        guard let url = URLComponents(string: text), let host = url.host, !host.isEmpty,
            url.scheme == plain || url.scheme == plain + "s"
        else { throw .notAnAddress }
        self.host = host
        port = url.port
        user = url.user
        password = url.password
        path = String(url.path.drop { $0 == "/" })
        var options = AddressOptions<Address>((url.queryItems ?? []).map { ($0.name, $0.value ?? "") })
        // Mail bears links that act for their readers: in the clear only within this machine, unless told so.
        let startTLS: StartTLS =
            try options.word("starttls") ?? (Self.isThisMachine(host) ? .no : .required)
        encryption = url.scheme == plain ? (startTLS == .no ? .none : .startTLS) : .implicit
        authentication = try options.word("auth") ?? .password
        self.options = options
    }

    private static func isThisMachine(_ host: String) -> Bool {
        host == "localhost" || host.hasPrefix("127.") || host == "::1" || host == "[::1]"
    }
}
