// Sending one mail after another by libcurl.

internal import CCurl
internal import Core
internal import Foundation

/// An SMTP connection's handle and the mail in hand. Confined to its owner: one thread at a time.
final class CurlTransfer {
    private let handle: CurlHandle
    private let exchange: Exchange
    private let user: String?
    private let credential: MailServerCredential?

    /// `brake` ends a transfer within a second.
    init(_ server: SMTPServer, brake: Brake) {
        let exchange = Exchange()
        self.exchange = exchange
        user = server.user
        credential = server.credential
        handle = CurlHandle(brake: brake, hears: exchange.heard)
        ops_curl_set_string(handle.pointer, CURLOPT_URL, server.url)
        ops_curl_set_long(handle.pointer, CURLOPT_UPLOAD, 1)
        ops_curl_set_long(handle.pointer, CURLOPT_TIMEOUT, server.timeout)
        ops_curl_set_transfer(handle.pointer, CURLOPT_READFUNCTION) { buffer, size, count, context in
            guard let buffer, let context else { return 0 }
            let exchange = Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
            return exchange.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
        }
        ops_curl_set_pointer(
            handle.pointer, CURLOPT_READDATA, Unmanaged.passUnretained(exchange).toOpaque())
        handle.encrypt(server.encryption)
    }

    deinit {
        // libcurl says QUIT and waits for the answer, up to two minutes: it hears at once that there is none.
        var socket = CURL_SOCKET_BAD
        ops_curl_get_socket(handle.pointer, &socket)
        if socket != CURL_SOCKET_BAD { shutdown(socket, Int32(SHUT_RD)) }
    }

    /// Sends one message to one recipient, over the connection of the last one where it still stands.
    func send(_ mail: OutgoingMail) -> SMTPReply {
        exchange.begin(mail.bytes)
        // Each time, since a token may have been renewed; libcurl then opens a connection of its own for it.
        do {
            let secret = try credential?.secret()
            handle.authenticate(user, secret, isToken: credential?.isToken ?? false)
        } catch {
            return SMTPReply(
                result: CURLE_LOGIN_DENIED, code: 0, line: "", detail: "\(error)", isWhole: false)
        }
        let curl = handle.pointer
        // libcurl 7.88 would pass CR, LF, < or > on, and so a command of somebody else's: no EmailAddress holds them.
        let recipients = curl_slist_append(nil, mail.recipient.text)
        defer { curl_slist_free_all(recipients) }
        var result = ops_curl_set_string(curl, CURLOPT_MAIL_FROM, mail.sender.text)
        if result == CURLE_OK { result = ops_curl_set_list(curl, CURLOPT_MAIL_RCPT, recipients) }
        if result == CURLE_OK {
            result = ops_curl_set_off(curl, CURLOPT_INFILESIZE_LARGE, curl_off_t(mail.bytes.count))
        }
        if result == CURLE_OK { result = handle.perform() }
        ops_curl_set_list(curl, CURLOPT_MAIL_RCPT, nil)
        var code = 0
        if result != CURLE_OK { ops_curl_get_long(curl, CURLINFO_RESPONSE_CODE, &code) }
        return SMTPReply(
            result: result, code: code, line: code >= 400 ? exchange.lastLine : "",
            detail: result == CURLE_OK ? "" : handle.detail(result), isWhole: exchange.isWhole)
    }
}

/// What libcurl reads from and writes to during a transfer.
private final class Exchange {
    private var bytes: [UInt8] = []
    private var sent = 0
    var isWhole: Bool { sent == bytes.count }
    private(set) var lastLine = ""

    func begin(_ bytes: [UInt8]) {
        self.bytes = bytes
        sent = 0
        lastLine = ""
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, bytes.count - sent)
        bytes.withUnsafeBytes {
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[sent..<(sent + count)]))
        }
        sent += count
        return count
    }

    /// Keeps refusals alone: there is one reply to five, and nobody reads the others. Replies come a line a call.
    func heard(_ line: UnsafeRawBufferPointer) {
        guard let first = line.first, first == UInt8(ascii: "4") || first == UInt8(ascii: "5") else { return }
        lastLine = String(decoding: line.prefix(500).prefix { $0 >= 0x20 }, as: UTF8.self)
    }
}
