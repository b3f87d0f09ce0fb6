// Bytes made smaller for the way (RFC 1952).

internal import CZlib

enum Gzip {
    /// The same bytes at the best compression, which is worth its time for what is served ten thousand times; nil where
    /// that saves nothing.
    static func compress(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        guard opstracker_gzip_begin(&stream) == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        var source = bytes
        var target = [UInt8](repeating: 0, count: Int(deflateBound(&stream, uLong(bytes.count))))
        let isWhole = source.withUnsafeMutableBufferPointer { source in
            target.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = uInt(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = uInt(target.count)
                return deflate(&stream, Z_FINISH) == Z_STREAM_END
            }
        }
        guard isWhole, stream.total_out < bytes.count else { return nil }
        return Array(target.prefix(Int(stream.total_out)))
    }

    /// Whether an `Accept-Encoding` takes gzip (RFC 9110 §12.5.3).
    static func isAccepted(by header: String?) -> Bool {
        let codings = (header ?? "").lowercased().split(separator: ",").map { coding in
            coding.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
        }
        func weight(_ name: String) -> Double? {
            codings.first { $0.first == name }.map { parts in
                parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            }
        }
        return (weight("gzip") ?? weight("*") ?? 0) > 0
    }
}
