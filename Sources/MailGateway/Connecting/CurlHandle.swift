// libcurl's easy handle and all that it must find alive while it works, owned by one object.

internal import CCurl

/// An easy handle. Confined to its owner: one thread at a time.
final class CurlHandle {
    let pointer: UnsafeMutableRawPointer?
    private let errorBuffer = UnsafeMutableRawBufferPointer.allocate(
        byteCount: Int(CURL_ERROR_SIZE), alignment: 1)
    private let brake: Brake
    private let ear: Ear

    /// `brake` ends a transfer within a second; `hears` is given the server's lines, up to the last at `deinit`.
    init(brake: Brake, hears: @escaping (UnsafeRawBufferPointer) -> Void) {
        _ = Self.library
        self.brake = brake
        ear = Ear(hears)
        pointer = curl_easy_init()
        // Signals would reach whichever thread they please.
        ops_curl_set_long(pointer, CURLOPT_NOSIGNAL, 1)
        ops_curl_set_long(pointer, CURLOPT_TCP_NODELAY, 1)
        ops_curl_set_long(pointer, CURLOPT_TCP_KEEPALIVE, 1)
        ops_curl_set_long(pointer, CURLOPT_CONNECTTIMEOUT, 30)
        ops_curl_set_pointer(pointer, CURLOPT_ERRORBUFFER, errorBuffer.baseAddress)
        errorBuffer[0] = 0
        ops_curl_set_long(pointer, CURLOPT_NOPROGRESS, 0)
        ops_curl_set_progress(pointer) { context, _, _, _, _ in
            guard let context else { return 0 }
            return Unmanaged<Brake>.fromOpaque(context).takeUnretainedValue().isPulled ? 1 : 0
        }
        ops_curl_set_pointer(pointer, CURLOPT_XFERINFODATA, Unmanaged.passUnretained(brake).toOpaque())
        ops_curl_set_transfer(pointer, CURLOPT_HEADERFUNCTION) { buffer, size, count, context in
            guard let buffer, let context else { return 0 }
            Unmanaged<Ear>.fromOpaque(context).takeUnretainedValue()
                .hears(UnsafeRawBufferPointer(start: buffer, count: size * count))
            return size * count
        }
        ops_curl_set_pointer(pointer, CURLOPT_HEADERDATA, Unmanaged.passUnretained(ear).toOpaque())
    }

    deinit {
        curl_easy_cleanup(pointer)
        errorBuffer.deallocate()
    }

    /// curl_global_init is not safe between threads, a Swift global is.
    private static let library = ops_curl_global_init()

    /// How the connection is kept from being read; the scheme of the URL says the rest.
    func encrypt(_ encryption: MailServerEncryption) {
        guard encryption != .none else { return }
        ops_curl_set_long(pointer, CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
    }

    /// Who we are to the server: a password, or a bearer token (RFC 7628, XOAUTH2).
    func authenticate(_ user: String?, _ secret: String?, isToken: Bool) {
        if let user { ops_curl_set_string(pointer, CURLOPT_USERNAME, user) }
        if let secret {
            ops_curl_set_string(pointer, isToken ? CURLOPT_XOAUTH2_BEARER : CURLOPT_PASSWORD, secret)
        }
    }

    /// Runs one transfer; what libcurl said about the one before is forgotten.
    func perform() -> CURLcode {
        errorBuffer[0] = 0
        return curl_easy_perform(pointer)
    }

    /// libcurl's own words for how a transfer ended.
    func detail(_ result: CURLcode) -> String {
        let text = String(decoding: errorBuffer.prefix { $0 != 0 }, as: UTF8.self)
        return text.isEmpty ? String(cString: curl_easy_strerror(result)) : text
    }
}

/// A closure that C can point to.
private final class Ear {
    let hears: (UnsafeRawBufferPointer) -> Void

    init(_ hears: @escaping (UnsafeRawBufferPointer) -> Void) { self.hears = hears }
}
