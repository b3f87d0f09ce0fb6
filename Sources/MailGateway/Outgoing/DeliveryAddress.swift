// Where outgoing mail is handed over, as `OPSTRACKER_SMTP` spells it.

package import Core

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
}

extension DeliveryAddress: SettingAddress {
    package typealias Fault = AddressFault<DeliveryAddress>

    package static let form = "smtp://host:port, smtps://user:password@host or maildir:PATH"
    package static let options: KeyValuePairs = [
        "starttls": "no or required", "auth": "password or xoauth2",
        "token": "a file, with auth=xoauth2 and no password", "connections": "1 to 64",
        "timeout": "1 to 110 seconds", "per-minute": "1 to 1000000", "per-domain": "1 to 1000000",
        "hours": "such as 08:00-19:00", "days": "such as 1-5, where 1 is Monday",
    ]
}

/// An SMTP server and how to talk to it.
package struct SMTPServer: Sendable, Hashable {
    package let host: String
    package let port: Int
    let encryption: MailServerEncryption
    package let user: String?
    package let credential: MailServerCredential?
    /// 1…64 side by side; 8 unless `connections` says otherwise.
    package let connections: Int
    /// How often and when mail may leave: `per-minute`, `per-domain`, `hours` and `days`.
    package let limits: SendingLimits
    /// Seconds that one message may take, `timeout`: 100 unless said otherwise.
    package let timeout: Int

    init(_ text: String, clock: WallClock) throws(DeliveryAddress.Fault) {
        var url = try MailServerURL<DeliveryAddress>(text, plain: "smtp")
        guard url.path.isEmpty else { throw .notAnAddress }
        host = url.host
        port = url.port ?? (url.encryption == .implicit ? 465 : 25)
        encryption = url.encryption
        user = url.user
        credential = try url.credential()
        connections = try url.options.number("connections", 1...64) ?? 8
        // No more than the two minutes that a lease leaves to a delivery.
        timeout = try url.options.number("timeout", 1...110) ?? 100
        limits = try url.options.limits(clock)
        try url.options.end()
    }

    /// `smtp://host:port`, without credentials: what libcurl and the logs are given.
    var url: String { "\(encryption == .implicit ? "smtps" : "smtp")://\(host):\(port)" }
}
