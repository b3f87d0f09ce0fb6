// Reading a form that sends one file (RFC 7578), strictly: our own forms send nothing else.

internal import Core
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

struct PhotoUpload: Equatable {
    let fields: [String: String]
    let file: [UInt8]

    /// A photograph of the largest size, with its fields.
    static let sizeLimit = PhotoRules.largest + 16 * 1024

    /// Throws `Problem.unreadable` where it is no such form, and `Problem.tooLarge` where it is larger than any photograph
    /// that is taken.
    static func read(_ request: Request) async throws -> PhotoUpload {
        guard let boundary = boundary(in: request.headers[.contentType] ?? "") else {
            throw Problem.unreadable
        }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > sizeLimit {
            throw Problem.tooLarge
        }
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: sizeLimit)
        } catch {
            throw Problem.tooLarge
        }
        guard let upload = PhotoUpload(body.readableBytesView, boundary: boundary) else {
            throw Problem.unreadable
        }
        return upload
    }

    /// The boundary that a content type names (RFC 2046 §5.1.1); nil where it is no form with files.
    static func boundary(in type: String) -> String? {
        let parts = type.split(separator: ";").map { $0.trimmingPrefix(while: \.isWhitespace) }
        guard parts.count == 2, parts[0].lowercased() == "multipart/form-data",
            parts[1].lowercased().hasPrefix("boundary=")
        else { return nil }
        let value = parts[1].dropFirst("boundary=".count)
        let bare = value.hasPrefix("\"") && value.hasSuffix("\"") ? value.dropFirst().dropLast() : value
        let isUsable = bare.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") }
        return (1...70).contains(bare.utf8.count) && isUsable ? String(bare) : nil
    }

    /// Nil where a part is broken or comes twice, where a field is long or no text, or where there is not exactly one file,
    /// named `photo`.
    init?(_ body: some RandomAccessCollection<UInt8>, boundary: String) {
        let bytes = Array(body)
        let delimiter = Array("\r\n--\(boundary)".utf8)
        guard bytes.starts(with: delimiter.dropFirst(2)) else { return nil }
        var fields: [String: String] = [:]
        var file: [UInt8]?
        var at = delimiter.count - 2
        while !bytes[at...].starts(with: Array("--".utf8)) {
            guard bytes[at...].starts(with: Array("\r\n".utf8)),
                let headersEnd = PhotoUpload.find(Array("\r\n\r\n".utf8), in: bytes, from: at, limit: 1024),
                let end = PhotoUpload.find(delimiter, in: bytes, from: headersEnd + 2, limit: bytes.count),
                let name = PhotoUpload.name(in: bytes[at..<headersEnd])
            else { return nil }
            let content = bytes[min(headersEnd + 4, end)..<end]
            if name == "photo" {
                guard file == nil else { return nil }
                file = Array(content)
            } else {
                guard content.count <= 200, content.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }),
                    let text = String(validating: content, as: UTF8.self), fields.count < 8,
                    fields.updateValue(text, forKey: name) == nil
                else { return nil }
            }
            at = end + delimiter.count
        }
        guard let file else { return nil }
        self.fields = fields
        self.file = file
    }

    /// The name of a part, from its headers.
    private static func name(in headers: ArraySlice<UInt8>) -> String? {
        guard let text = String(validating: headers, as: UTF8.self) else { return nil }
        let lines = text.split(separator: "\r\n")
        guard let line = lines.first(where: { $0.lowercased().hasPrefix("content-disposition: form-data;") }),
            let start = line.firstRange(of: " name=\"")?.upperBound,
            let end = line[start...].firstIndex(of: "\"")
        else { return nil }
        let name = line[start..<end]
        return !name.isEmpty && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            ? String(name) : nil
    }

    /// Where a pattern begins, at most `limit` bytes from a place on; looks for its first byte alone, since a photograph has
    /// millions of others.
    private static func find(_ pattern: [UInt8], in bytes: [UInt8], from start: Int, limit: Int) -> Int? {
        guard let first = pattern.first else { return nil }
        let last = min(bytes.count - pattern.count, start + limit)
        var at = start
        while at <= last {
            guard let candidate = bytes[at...last].firstIndex(of: first) else { return nil }
            if bytes[candidate...].starts(with: pattern) { return candidate }
            at = candidate + 1
        }
        return nil
    }
}
