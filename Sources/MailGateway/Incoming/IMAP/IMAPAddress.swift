// Which mailbox is polled, and how, as `OPSTRACKER_IMAP` spells it.

/// A mailbox on an IMAP server.
package struct IMAPAddress: Sendable, Hashable {
    /// What is done with a message on the server once it is safe here.
    package enum Processed: Sendable, Hashable {
        /// It stays, with a mark that is ours alone (`processed=flag`, the default).
        case flagged
        /// It is moved to a folder, which is made where it is missing (`processed=Traités`).
        case moved(to: MailboxName)
    }

    package let host: String
    package let port: Int
    package let user: String
    package let mailbox: MailboxName
    package let processed: Processed
    /// Seconds between two looks, 1…3 600; 15 unless `interval` says otherwise.
    package let interval: Int
    /// A file of certificates to trust instead of the machine's (`ca=FILE`).
    package let authorities: String?
    let credential: MailServerCredential
    let encryption: MailServerEncryption

    /// Reads `imaps://user:password@host:993/INBOX?processed=Traités&interval=15&ca=FILE`. An `imap://` address is
    /// encrypted by STARTTLS, but on this machine. Throws `Fault`, which never repeats a password.
    package init(_ text: String) throws(Fault) {
        var url = try MailServerURL<IMAPAddress>(text, plain: "imap")
        guard let user = url.user, !user.isEmpty else { throw .notAnAddress }
        guard let mailbox = MailboxName(url.path.isEmpty ? "INBOX" : url.path) else { throw .notAnAddress }
        self.user = user
        self.mailbox = mailbox
        host = url.host
        port = url.port ?? (url.encryption == .implicit ? 993 : 143)
        encryption = url.encryption
        interval = try url.options.number("interval", 1...3_600) ?? 15
        authorities = url.options.take("ca")
        if authorities == "" { throw .unusableOption("ca") }
        guard let credential = try url.credential() else { throw .notAnAddress }
        self.credential = credential
        switch url.options.take("processed") {
        case nil, "flag"?: processed = .flagged
        case let folder?:
            guard let name = MailboxName(folder), name != mailbox else {
                throw .unusableOption("processed")
            }
            processed = .moved(to: name)
        }
        try url.options.end()
    }

    /// `imaps://host:port/`, without credentials: what libcurl and the logs are given.
    var url: String { "\(encryption == .implicit ? "imaps" : "imap")://\(host):\(port)/" }
}

extension IMAPAddress: SettingAddress {
    package typealias Fault = AddressFault<IMAPAddress>

    package static let form =
        "imaps://user:password@host/INBOX, with %40 for an @ in the user or the password"
    package static let options: KeyValuePairs = [
        "processed": "flag, or another mailbox than the one that is read", "interval": "1 to 3600 seconds",
        "ca": "a file of certificates", "auth": "password or xoauth2",
        "token": "a file, with auth=xoauth2 and no password", "starttls": "no or required",
    ]
}
