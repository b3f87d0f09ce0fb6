// Reading what a form posts.

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// The fields of an `application/x-www-form-urlencoded` body, read strictly: our own forms post nothing else, so whatever
/// does not fit was made by somebody else.
struct Form: Sendable, Equatable {
    private let fields: [String: String]

    /// The most bytes that a form of ours can need, several times over.
    static let sizeLimit = 8 * 1024

    /// Reads a request's body. Throws `Problem.unreadable` where it is no such form, or too large for one.
    ///
    /// `people` is for how many people it may hold a choice; `lines` says whether its texts may have several.
    static func read(_ request: Request, people: Int = 0, lines: Bool = false) async throws -> Form {
        let type = request.headers[.contentType]?.split(separator: ";").first ?? ""
        guard type.lowercased() == "application/x-www-form-urlencoded" else { throw Problem.unreadable }
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: sizeLimit + people * 128)
        } catch {
            throw Problem.unreadable
        }
        guard let form = Form(body.readableBytesView, people: people, lines: lines) else {
            throw Problem.unreadable
        }
        return form
    }

    /// Nil where a field has no name or comes twice, where an escape is broken, or where the text is not UTF-8 or holds a
    /// control character; the end of a line is one, unless `lines` says that there may be several.
    init?(_ body: some Collection<UInt8>, people: Int = 0, lines: Bool = false) {
        var fields: [String: String] = [:]
        for part in body.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: true) {
            let sides = part.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, let name = Form.decode(sides[0]), !name.isEmpty,
                let value = Form.decode(sides[1], lines: lines),
                fields.updateValue(value, forKey: name) == nil, fields.count <= 16 + people
            else { return nil }
        }
        self.fields = fields
    }

    subscript(name: String) -> String? { fields[name] }

    /// The fields whose name begins with a prefix, by what follows it.
    func fields(under prefix: String) -> [String: String] {
        var found: [String: String] = [:]
        for (name, value) in fields where name.hasPrefix(prefix) {
            found[String(name.dropFirst(prefix.count))] = value
        }
        return found
    }

    private static func decode(_ text: some Collection<UInt8>, lines: Bool = false) -> String? {
        var bytes: [UInt8] = []
        var rest = text.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(0x20)
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || lines && ($0 == 0x0A || $0 == 0x0D) }) else {
            return nil
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
