// A connection to an IMAP server, signed in: libcurl opens it, we speak on it.
//
// libcurl's own IMAP requests return a message only by the URL form, one a round trip, and cut a custom FETCH to its first
// line. With CURLOPT_CONNECT_ONLY it does what it does best, namely TLS, STARTTLS and every way of signing in, and then
// hands the connection over.

internal import CCurl
internal import Foundation

/// Bytes to and from a server. Confined to its owner, whose thread it blocks.
final class IMAPStream {
    private let handle: CurlHandle
    private let greeting: Greeting
    private let brake: Brake
    private var socket: curl_socket_t = -1
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)

    /// How long a server may say nothing.
    static let patience = Duration.seconds(60)
    /// How long a server that says nothing holds up a process that is asked to stop.
    private static let patienceWhenStopping = Duration.seconds(2)

    /// Connects and signs in. Throws `IMAPFault`, which never repeats the secret.
    init(_ address: IMAPAddress, secret: String, brake: Brake) throws(IMAPFault) {
        let greeting = Greeting()
        self.greeting = greeting
        self.brake = brake
        handle = CurlHandle(brake: brake, hears: greeting.heard)
        configure(address, secret)
        let result = handle.perform()
        guard result == CURLE_OK, ops_curl_get_socket(handle.pointer, &socket) == CURLE_OK, socket >= 0 else {
            if brake.isPulled { throw .stopped }
            let words = [handle.detail(result), greeting.refusal].filter { !$0.isEmpty }
            throw .broken(words.joined(separator: ": ").replacing(secret, with: "…"))
        }
    }

    deinit { buffer.deallocate() }

    private func configure(_ address: IMAPAddress, _ secret: String) {
        ops_curl_set_string(handle.pointer, CURLOPT_URL, address.url)
        ops_curl_set_long(handle.pointer, CURLOPT_CONNECT_ONLY, 1)
        ops_curl_set_long(handle.pointer, CURLOPT_TIMEOUT, 60)
        handle.encrypt(address.encryption)
        if let file = address.authorities { ops_curl_set_string(handle.pointer, CURLOPT_CAINFO, file) }
        handle.authenticate(address.user, secret, isToken: address.credential.isToken)
    }

    /// Sends all of some bytes.
    func send(_ text: String) throws(IMAPFault) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            var count = 0
            let result = rest.withUnsafeBytes {
                curl_easy_send(handle.pointer, $0.baseAddress, $0.count, &count)
            }
            switch result {
            case CURLE_OK: rest = rest.dropFirst(count)
            case CURLE_AGAIN: try wait(for: Int16(POLLOUT))
            default: throw .broken("the connection broke: \(handle.detail(result))")
            }
        }
    }

    /// Waits for bytes and gives them to `body`: at least one.
    func receive(_ body: (UnsafeRawBufferPointer) -> Void) throws(IMAPFault) {
        while true {
            var count = 0
            let result = curl_easy_recv(handle.pointer, buffer.baseAddress, buffer.count, &count)
            switch result {
            case CURLE_OK where count > 0:
                return body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            case CURLE_OK: throw .broken("the server closed the connection")
            case CURLE_AGAIN: try wait(for: Int16(POLLIN))
            default: throw .broken("the connection broke: \(handle.detail(result))")
            }
        }
    }

    /// Waits until the socket is ready, in short turns, so that a request to stop is soon seen.
    private func wait(for events: Int16) throws(IMAPFault) {
        let began = ContinuousClock.now
        while true {
            var descriptor = pollfd(fd: socket, events: events, revents: 0)
            let ready = poll(&descriptor, 1, 200)
            if ready > 0 { return }
            if ready < 0, errno != EINTR { throw .broken("the connection broke: poll failed with \(errno)") }
            let waited = began.duration(to: .now)
            if brake.isPulled, waited > Self.patienceWhenStopping { throw .stopped }
            if waited > Self.patience {
                throw .broken("the server has said nothing for \(Self.patience.components.seconds) seconds")
            }
        }
    }
}

/// What the server said while libcurl signed in.
private final class Greeting {
    /// The last refusal, in the server's words.
    private(set) var refusal = ""

    func heard(_ line: UnsafeRawBufferPointer) {
        let words = String(decoding: line.prefix(400).prefix { $0 >= 0x20 }, as: UTF8.self)
        // A token is refused by a challenge that tells why (XOAUTH2); other challenges are no such object.
        if words.hasPrefix("+ "), let told = Data(base64Encoded: String(words.dropFirst(2))),
            told.first == UInt8(ascii: "{")
        {
            refusal = String(decoding: told, as: UTF8.self)
        }
        let status = words.split(separator: " ").dropFirst().first
        if status == "NO" || status == "BAD" || status == "BYE" { refusal = words }
    }
}
