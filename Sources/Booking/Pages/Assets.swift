// The files that pages refer to, served under names that change with their content.

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Style sheet, scripts and icons, read once. A page names the very version that it was written for, so a browser may keep
/// it for a year.
struct Assets: Sendable {
    private var files: [String: (type: String, body: ByteBuffer, zipped: ByteBuffer?)] = [:]
    private var names: [String: String] = [:]

    /// Throws where a file cannot be read.
    init(folder: URL) throws {
        worker = try String(contentsOf: folder.appendingPathComponent("workers/field.js"), encoding: .utf8)
        for (sheet, parts) in Assets.sheets {
            let style = try parts.map { part in
                try String(contentsOf: folder.appendingPathComponent("style/\(part).css"), encoding: .utf8)
            }
            keep(sheet, type: "text/css; charset=utf-8", Data(Assets.tightened(style.joined()).utf8))
        }
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .compactMap { file in
                try Assets.types[file.pathExtension].map { type in
                    (name: file.lastPathComponent, type: type, bytes: try Data(contentsOf: file))
                }
            }
        // What others import comes first, so that they can name its version.
        let (alone, importing) = (
            files.filter { !Assets.imports($0.bytes) }, files.filter { Assets.imports($0.bytes) }
        )
        for file in alone + importing { keep(file.name, type: file.type, namingImports(file.bytes)) }
    }

    /// The style sheets and their parts, in the order in which they apply: what all pages share, then the room's own. An
    /// agent on a telephone is not sent what the other rooms look like.
    private static let sheets = [
        "site.css": ["base", "agent"], "team.css": ["base", "live", "team"], "field.css": ["base", "field"],
        "share.css": ["base", "live", "share"],
    ]

    /// The field's service worker, which is served under an address of its own, and what changes with it and with any asset.
    let worker: String
    var workerVersion: String { Assets.fingerprint(Data((worker + names.values.sorted().joined()).utf8)) }

    /// A script whose imports from beside it name their very versions.
    private func namingImports(_ bytes: Data) -> Data {
        guard Assets.imports(bytes) else { return bytes }
        var script = String(decoding: bytes, as: UTF8.self)
        for (file, name) in names where file.hasSuffix(".js") {
            script = script.replacingOccurrences(of: "from \"./\(file)\"", with: "from \"./\(name)\"")
        }
        return Data(script.utf8)
    }

    private static func imports(_ bytes: Data) -> Bool { bytes.range(of: Data("from \"./".utf8)) != nil }

    private static let types = [
        "svg": "image/svg+xml", "js": "text/javascript; charset=utf-8", "png": "image/png",
    ]

    private mutating func keep(_ file: String, type: String, _ bytes: Data) {
        let parts = file.split(separator: ".")
        let name = "\(parts[0]).\(Assets.fingerprint(bytes)).\(parts[1])"
        names[file] = name
        let zipped = type == Assets.types["png"] ? nil : Gzip.compress([UInt8](bytes))
        files[name] = (type, ByteBuffer(bytes: bytes), zipped.map { ByteBuffer(bytes: $0) })
    }

    /// The path under which a file is served; empty where there is none.
    func path(_ file: String) -> String { names[file].map { "/assets/\($0)" } ?? "" }

    /// A file, made smaller where it was worth it and the reader takes it so. Throws `Problem.notFound`.
    func respond(_ name: String, zipped: Bool) throws -> Response {
        guard let file = files[name] else { throw Problem.notFound }
        var response = Response(
            status: .ok,
            headers: [
                .contentType: file.type, .cacheControl: "public, max-age=31536000, immutable",
                .vary: "Accept-Encoding",
            ],
            body: ResponseBody(byteBuffer: file.body))
        if zipped, let smaller = file.zipped {
            response.body = ResponseBody(byteBuffer: smaller)
            response.headers[.contentEncoding] = "gzip"
            response.headers[.contentLength] = String(smaller.readableBytes)
        }
        return response
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
