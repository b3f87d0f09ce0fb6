// The files that pages refer to, served under names that change with their content.

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Style sheet and icon, read once. A page names the very version that it was written for, so a browser may keep it for a
/// year.
struct Assets: Sendable {
    private var files: [String: (type: String, body: ByteBuffer)] = [:]
    private var names: [String: String] = [:]

    /// Throws where a file cannot be read.
    init(folder: URL) throws {
        for (file, type) in [("site.css", "text/css; charset=utf-8"), ("favicon.svg", "image/svg+xml")] {
            var bytes = try Data(contentsOf: folder.appendingPathComponent(file))
            if file.hasSuffix(".css") {
                bytes = Data(Assets.tightened(String(decoding: bytes, as: UTF8.self)).utf8)
            }
            let parts = file.split(separator: ".")
            let name = "\(parts[0]).\(Assets.fingerprint(bytes)).\(parts[1])"
            names[file] = name
            files[name] = (type, ByteBuffer(bytes: bytes))
        }
    }

    /// The path under which a file is served; empty where there is none.
    func path(_ file: String) -> String { names[file].map { "/assets/\($0)" } ?? "" }

    /// Throws `Problem.notFound`.
    func respond(_ name: String) throws -> Response {
        guard let file = files[name] else { throw Problem.notFound }
        return Response(
            status: .ok,
            headers: [.contentType: file.type, .cacheControl: "public, max-age=31536000, immutable"],
            body: ResponseBody(byteBuffer: file.body))
    }

    /// The style sheet without its comments and indentation, which browsers need not be sent.
    private static func tightened(_ css: String) -> String {
        css.replacing(/\/\*.*?\*\//.dotMatchesNewlines(), with: "")
            .split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// FNV-1a, 64 bits: tells versions apart, protects nothing.
    private static func fingerprint(_ bytes: Data) -> String {
        let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return String(hash, radix: 36)
    }
}
