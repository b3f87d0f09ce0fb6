// A real IMAP and LMTP server for tests: Dovecot, in a temporary folder, on free ports of the loopback.

import Crypto
import Foundation
import Synchronization

/// A running Dovecot whose users all have the password `secret`, each a Maildir.
package final class DovecotServer: Sendable {
    package let imap: Int
    package let imaps: Int
    package let lmtp: Int
    /// The certificate that it shows, which no machine trusts by itself.
    package let certificate: String
    private let folder: String
    private let process: Mutex<ChildProcess>
    private let delivered = Atomic<Int>(0)

    /// Starts a server, runs `body`, and ends that process. `settings` are lines added to its configuration.
    package static func with<T>(
        _ settings: String = "", _ body: (DovecotServer) async throws -> T
    ) async throws -> T {
        try await withTemporaryFolder { folder in
            let server = try await DovecotServer(folder, settings)
            defer { server.stop() }
            try await LoopbackPort.answers(server.imap)
            return try await body(server)
        }
    }

    private init(_ folder: String, _ settings: String) async throws {
        self.folder = folder
        certificate = folder + "/certificate.pem"
        imap = try LoopbackPort.free()
        imaps = try LoopbackPort.free()
        lmtp = try LoopbackPort.free()
        try ServerUser.makeFolder(folder + "/mail")
        try await Self.makeCertificate(in: folder)
        try Self.makeTokenKey(in: folder)
        let text = Self.configuration(folder: folder, imap: imap, imaps: imaps, lmtp: lmtp) + settings + "\n"
        try Data(text.utf8).write(to: URL(filePath: folder + "/dovecot.conf"))
        process = Mutex(try Self.start(folder))
    }

    private static func start(_ folder: String) throws -> ChildProcess {
        try ChildProcess("/usr/sbin/dovecot", ["-F", "-c", folder + "/dovecot.conf"])
    }

    /// Ends the server. Connections that are open may be served for half a minute more.
    package func stop() { process.withLock { $0.end() } }

    /// Cuts every connection, and ends the server.
    package func cut() async throws {
        let kick = try ChildProcess("/usr/bin/doveadm", ["-c", folder + "/dovecot.conf", "kick", "*"])
        _ = await kick.status()
        stop()
    }

    /// Starts it again, on the same ports and mailboxes.
    package func start() async throws {
        let next = try Self.start(folder)
        process.withLock { $0 = next }
        try await LoopbackPort.answers(imap)
    }

    /// What the server has noted, for a failed test.
    package var log: String { (try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? "" }

    // MARK: Mailboxes

    /// Puts a message into a mailbox, as a delivery agent does; gives the name of its file.
    @discardableResult
    package func deliver(_ mail: [UInt8], to user: String, folder name: String = "") throws -> String {
        let number = delivered.add(1, ordering: .relaxed).newValue
        let box = path(user, name)
        for part in [path(user, ""), box] + ["tmp", "new", "cur"].map({ "\(box)/\($0)" }) {
            try ServerUser.makeFolder(part)
        }
        let file = "\(1_000_000_000 + number).M\(number)P1.test"
        try Data(mail).write(to: URL(filePath: "\(box)/tmp/\(file)"))
        ServerUser.own("\(box)/tmp/\(file)")
        try FileManager.default.moveItem(atPath: "\(box)/tmp/\(file)", toPath: "\(box)/new/\(file)")
        return file
    }

    /// The messages of a mailbox with the letters of their flags, oldest first; a folder's name as IMAP encodes it.
    package func mails(of user: String, folder name: String = "") throws -> [(bytes: [UInt8], flags: String)]
    {
        var files: [(file: String, path: String)] = []
        for part in ["new", "cur"] {
            let place = "\(path(user, name))/\(part)"
            let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
            files += names.map { ($0, "\(place)/\($0)") }
        }
        return try files.sorted { $0.file < $1.file }.map { file, path in
            let flags = file.components(separatedBy: ":2,").dropFirst().first ?? ""
            return (Array(try Data(contentsOf: URL(filePath: path))), flags)
        }
    }

    /// Makes one message unreadable to the server.
    package func lock(_ file: String, of user: String) throws {
        for part in ["new", "cur"] {
            let place = path(user, "") + "/" + part
            for name in (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
            where name.hasPrefix(file) {
                chown("\(place)/\(name)", getuid(), getgid())
                chmod("\(place)/\(name)", 0)
            }
        }
    }

    /// Marks a message as read, as a person does who opens the mailbox.
    package func markSeen(_ file: String, of user: String) throws {
        let box = path(user, "")
        try FileManager.default.moveItem(atPath: "\(box)/new/\(file)", toPath: "\(box)/cur/\(file):2,S")
    }

    /// Forgets every UID of a mailbox, as a restored backup would: its UIDVALIDITY changes.
    package func forgetUIDs(of user: String) throws {
        let box = path(user, "")
        for name in try FileManager.default.contentsOfDirectory(atPath: box) where name.hasPrefix("dovecot") {
            try FileManager.default.removeItem(atPath: box + "/" + name)
        }
    }

    private func path(_ user: String, _ name: String) -> String {
        "\(folder)/mail/\(user)" + (name.isEmpty ? "" : "/.\(name)")
    }

    // MARK: Tokens

    private static let tokenKey = Array("a secret that only these tests have".utf8)

    /// A bearer token for XOAUTH2, good for an hour or spent.
    package static func token(for user: String, isSpent: Bool = false) -> String {
        let now = Int(Date().timeIntervalSince1970)
        let claims =
            #"{"sub":"\#(user)","iat":\#(now - 7_200),"exp":\#(isSpent ? now - 3_600 : now + 3_600)}"#
        let text = [#"{"typ":"JWT","alg":"HS256"}"#, claims].map { url(Array($0.utf8)) }.joined(
            separator: ".")
        let code = HMAC<SHA256>.authenticationCode(
            for: Array(text.utf8), using: SymmetricKey(data: tokenKey))
        return text + "." + url(Array(code))
    }

    private static func url(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    private static func makeTokenKey(in folder: String) throws {
        // Where Dovecot's local validation looks for the key of an issuer that has no name.
        let place = folder + "/keys/default/HS256"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        let text = Data(tokenKey).base64EncodedString()
        try Data(text.utf8).write(to: URL(filePath: place + "/default"))
        let oauth2 = """
            introspection_mode = local
            local_validation_key_dict = fs:posix:prefix=\(folder)/keys/
            username_attribute = sub

            """
        try Data(oauth2.utf8).write(to: URL(filePath: folder + "/oauth2.conf"))
    }

    private static func makeCertificate(in folder: String) async throws {
        let openssl = try ChildProcess(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", folder + "/key.pem",
                "-out",
                folder + "/certificate.pem",
            ])
        struct NoCertificate: Error {}
        guard await openssl.status() == 0 else { throw NoCertificate() }
    }

    private static func configuration(folder: String, imap: Int, imaps: Int, lmtp: Int) -> String {
        """
        base_dir = \(folder)/run
        state_dir = \(folder)/run
        log_path = \(folder)/log
        protocols = imap lmtp
        listen = 127.0.0.1
        ssl = yes
        ssl_cert = <\(folder)/certificate.pem
        ssl_key = <\(folder)/key.pem
        default_login_user = \(ServerUser.name)
        default_internal_user = \(ServerUser.name)
        default_internal_group = \(ServerUser.group)
        disable_plaintext_auth = no
        auth_mechanisms = plain login xoauth2
        # Refusals come at once, and may come often.
        auth_failure_delay = 0
        mail_max_userip_connections = 100
        first_valid_uid = 1
        recipient_delimiter = +
        mail_location = maildir:\(folder)/mail/%n
        passdb {
          driver = static
          mechanisms = plain login
          args = password=secret
        }
        passdb {
          driver = oauth2
          mechanisms = xoauth2
          args = \(folder)/oauth2.conf
        }
        userdb {
          driver = static
          args = uid=\(ServerUser.uid) gid=\(ServerUser.gid) home=\(folder)/mail/%n allow_all_users=yes
        }
        service anvil {
          chroot =
        }
        service stats {
          chroot =
        }
        service imap-login {
          chroot =
          inet_listener imap {
            port = \(imap)
          }
          inet_listener imaps {
            port = \(imaps)
            ssl = yes
          }
        }
        service lmtp {
          inet_listener lmtp {
            port = \(lmtp)
          }
        }

        """
    }
}
