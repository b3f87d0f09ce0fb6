// A small reader of MIME for what we send, which shares no code with what writes it.

import Foundation

/// A message, or a part of one, as another program would see it.
package struct SentMail: Sendable {
    /// In order, unfolded, names in lower case, values as they stand.
    package let headers: [(name: String, value: String)]
    package let parts: [SentMail]
    /// The content with its transfer encoding undone; empty for a multipart.
    package let content: [UInt8]

    /// Reads a message whose lines end in CRLF.
    package init(_ bytes: [UInt8]) { self.init(String(decoding: bytes, as: UTF8.self)) }

    private init(_ source: String) {
        let end = source.range(of: "\r\n\r\n")
        let head = source[..<(end?.lowerBound ?? source.endIndex)]
        let body = String(source[(end?.upperBound ?? source.endIndex)...])
        let unfolded = head.replacingOccurrences(of: "\r\n ", with: " ")
            .replacingOccurrences(of: "\r\n\t", with: " ")
        let headers = unfolded.components(separatedBy: "\r\n").compactMap { line -> (String, String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            return (line[..<colon].lowercased(), value)
        }
        self.headers = headers.map { (name: $0.0, value: $0.1) }
        let type = headers.first { $0.0 == "content-type" }?.1 ?? "text/plain"
        if let boundary = Self.parameter("boundary", of: type), type.hasPrefix("multipart/") {
            let pieces = ("\r\n" + body).components(separatedBy: "\r\n--" + boundary)
            parts = pieces.dropFirst().prefix { !$0.hasPrefix("--") }.map {
                SentMail(String($0.dropFirst(1)))
            }
            content = []
        } else {
            parts = []
            let encoding = headers.first { $0.0 == "content-transfer-encoding" }?.1.lowercased()
            content = Self.decoded(body, encoding)
        }
    }

    package subscript(_ name: String) -> String? { headers.first { $0.name == name.lowercased() }?.value }

    /// `text/plain`, without parameters, in lower case.
    package var type: String {
        (self["content-type"] ?? "text/plain").prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces)
            .lowercased()
    }

    package func typeParameter(_ name: String) -> String? {
        self["content-type"].flatMap { Self.parameter(name, of: $0) }
    }

    package var text: String { String(decoding: content, as: UTF8.self) }

    /// The first part of a type, at any depth.
    package func part(_ type: String) -> SentMail? {
        if self.type == type { return self }
        for part in parts {
            if let found = part.part(type) { return found }
        }
        return nil
    }

    /// A header with its encoded words (RFC 2047) undone, where they are in UTF-8, as ours are.
    package func words(_ name: String) -> String {
        let value = (self[name] ?? "").replacingOccurrences(of: "?= =?", with: "?==?")
        var text: [UInt8] = []
        var rest = value[...]
        while let word = rest.firstMatch(of: #/=\?[uU][tT][fF]-8\?([bBqQ])\?([^?]*)\?=/#) {
            text += Array(rest[..<word.range.lowerBound].utf8)
            let isBase64 = word.1.lowercased() == "b"
            let plain = isBase64 ? String(word.2) : word.2.replacingOccurrences(of: "_", with: " ")
            text += Self.decoded(plain, isBase64 ? "base64" : "quoted-printable")
            rest = rest[word.range.upperBound...]
        }
        return String(decoding: text + Array(rest.utf8), as: UTF8.self)
    }

    private static func parameter(_ name: String, of value: String) -> String? {
        for piece in value.components(separatedBy: ";").dropFirst() {
            let sides = piece.split(separator: "=", maxSplits: 1)
            guard sides.count == 2, sides[0].trimmingCharacters(in: .whitespaces).lowercased() == name else {
                continue
            }
            return sides[1].trimmingCharacters(in: CharacterSet(charactersIn: "\" "))
        }
        return nil
    }

    private static func decoded(_ body: String, _ encoding: String?) -> [UInt8] {
        switch encoding {
        case "base64": return Array(Data(base64Encoded: body, options: .ignoreUnknownCharacters) ?? Data())
        case "quoted-printable":
            var bytes: [UInt8] = []
            for (index, piece) in body.replacingOccurrences(of: "=\r\n", with: "")
                .components(separatedBy: "=").enumerated()
            {
                guard index > 0, let byte = UInt8(piece.prefix(2), radix: 16) else {
                    bytes += Array(piece.utf8)
                    continue
                }
                bytes += [byte] + Array(piece.utf8.dropFirst(2))
            }
            return bytes
        default: return Array(body.utf8)
        }
    }
}
