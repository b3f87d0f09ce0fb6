// libcurl's easy handle for SMTP: the one file that holds it.

internal import CCurl
internal import Core
internal import Foundation

/// An easy handle and what it needs to keep while it sends. Confined to its owner: one thread at a time.
final class CurlTransfer {
    private let handle: UnsafeMutableRawPointer?
    private let exchange = Exchange()
    private let brake: Brake

    /// `brake` ends a transfer within a second.
    init(_ server: SMTPServer, brake: Brake) {
        _ = Self.library
        handle = curl_easy_init()
        self.brake = brake
        configure(server)
    }

    deinit {
        // libcurl says QUIT and waits for the answer, up to two minutes: it hears at once that there is none.
        var socket = CURL_SOCKET_BAD
        ops_curl_get_socket(handle, &socket)
        if socket != CURL_SOCKET_BAD { shutdown(socket, Int32(SHUT_RD)) }
        curl_easy_cleanup(handle)
    }

    /// curl_global_init is not safe between threads, a Swift global is.
    private static let library = ops_curl_global_init()

    /// Sends one message to one recipient, over the connection of the last one where it still stands.
    func send(_ mail: OutgoingMail) -> SMTPReply {
        exchange.begin(mail.bytes)
        // libcurl 7.88 would pass CR, LF, < or > on, and so a command of somebody else's: no EmailAddress holds them.
        let recipients = curl_slist_append(nil, mail.recipient.text)
        defer { curl_slist_free_all(recipients) }
        var result = ops_curl_set_string(handle, CURLOPT_MAIL_FROM, mail.sender.text)
        if result == CURLE_OK { result = ops_curl_set_list(handle, CURLOPT_MAIL_RCPT, recipients) }
        if result == CURLE_OK {
            result = ops_curl_set_off(handle, CURLOPT_INFILESIZE_LARGE, curl_off_t(mail.bytes.count))
        }
        if result == CURLE_OK { result = curl_easy_perform(handle) }
        ops_curl_set_list(handle, CURLOPT_MAIL_RCPT, nil)
        var code = 0
        if result != CURLE_OK { ops_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &code) }
        return SMTPReply(
            result: result, code: code, line: code >= 400 ? exchange.lastLine : "",
            detail: result == CURLE_OK ? "" : exchange.detail(result), isWhole: exchange.isWhole)
    }

    private func configure(_ server: SMTPServer) {
        let context = Unmanaged.passUnretained(exchange).toOpaque()
        ops_curl_set_string(handle, CURLOPT_URL, server.url)
        ops_curl_set_long(handle, CURLOPT_UPLOAD, 1)
        // Signals would reach whichever thread they please.
        ops_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        ops_curl_set_long(handle, CURLOPT_TCP_NODELAY, 1)
        ops_curl_set_long(handle, CURLOPT_TCP_KEEPALIVE, 1)
        ops_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT, 30)
        ops_curl_set_long(handle, CURLOPT_TIMEOUT, server.timeout)
        ops_curl_set_long(handle, CURLOPT_NOPROGRESS, 0)
        ops_curl_set_progress(handle) { context, _, _, _, _ in
            guard let context else { return 0 }
            return Unmanaged<Brake>.fromOpaque(context).takeUnretainedValue().isPulled ? 1 : 0
        }
        ops_curl_set_pointer(handle, CURLOPT_XFERINFODATA, Unmanaged.passUnretained(brake).toOpaque())
        ops_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, exchange.errorBuffer.baseAddress)
        ops_curl_set_transfer(handle, CURLOPT_READFUNCTION) { buffer, size, count, context in
            guard let buffer, let context else { return 0 }
            let exchange = Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
            return exchange.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
        }
        ops_curl_set_pointer(handle, CURLOPT_READDATA, context)
        // The server's replies come here, a line a call; there is no body.
        ops_curl_set_transfer(handle, CURLOPT_HEADERFUNCTION) { buffer, size, count, context in
            guard let buffer, let context else { return 0 }
            let line = UnsafeRawBufferPointer(start: buffer, count: size * count)
            Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue().heard(line)
            return size * count
        }
        ops_curl_set_pointer(handle, CURLOPT_HEADERDATA, context)
        if server.encryption != .none {
            ops_curl_set_long(handle, CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
        }
        if let user = server.user { ops_curl_set_string(handle, CURLOPT_USERNAME, user) }
        if let password = server.password {
            let isToken = server.authentication == .xoauth2
            ops_curl_set_string(handle, isToken ? CURLOPT_XOAUTH2_BEARER : CURLOPT_PASSWORD, password)
        }
    }
}

/// What libcurl reads from and writes to during a transfer.
private final class Exchange {
    let errorBuffer = UnsafeMutableRawBufferPointer.allocate(
        byteCount: Int(CURL_ERROR_SIZE), alignment: 1)
    private var bytes: [UInt8] = []
    private var sent = 0
    var isWhole: Bool { sent == bytes.count }
    private(set) var lastLine = ""

    deinit { errorBuffer.deallocate() }

    func begin(_ bytes: [UInt8]) {
        self.bytes = bytes
        sent = 0
        lastLine = ""
        errorBuffer[0] = 0
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, bytes.count - sent)
        bytes.withUnsafeBytes {
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[sent..<(sent + count)]))
        }
        sent += count
        return count
    }

    /// Keeps refusals alone: there is one reply to five, and nobody reads the others.
    func heard(_ line: UnsafeRawBufferPointer) {
        guard let first = line.first, first == UInt8(ascii: "4") || first == UInt8(ascii: "5") else { return }
        lastLine = String(decoding: line.prefix(500).prefix { $0 >= 0x20 }, as: UTF8.self)
    }

    func detail(_ result: CURLcode) -> String {
        let text = String(decoding: errorBuffer.prefix { $0 != 0 }, as: UTF8.self)
        return text.isEmpty ? String(cString: curl_easy_strerror(result)) : text
    }
}
