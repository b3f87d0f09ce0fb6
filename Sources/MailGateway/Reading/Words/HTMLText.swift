// HTML mail as the text that its author wrote.

/// Turns HTML into text: tags gone, blocks on lines of their own, what was quoted or signed left out.
///
/// One pass from left to right, so that no input costs more than its length; what is not closed ends with the text.
struct HTMLText {
    static func text(of html: String) -> String {
        var reader = HTMLText(html)
        reader.read()
        return reader.output
    }

    private let bytes: [UInt8]
    private var index = 0
    private var output = ""
    private var run: [UInt8] = []
    /// What stands between the text so far and what comes: line breaks, or the columns of a table.
    private var breaks = 0
    private var columns = 0
    private var isInRow = false
    /// While inside an element that is left out: its tag, and how many of the same are open.
    private var dropped: (tag: String, depth: Int)?
    private var isOver = false

    private init(_ html: String) { bytes = Array(html.utf8) }

    private mutating func read() {
        while index < bytes.count, !isOver {
            switch bytes[index] {
            case UInt8(ascii: "<"): tag()
            case UInt8(ascii: "&"): entity()
            default:
                if dropped == nil { append(bytes[index]) }
                index += 1
            }
        }
        flush()
    }

    /// White space is one space, as browsers show it.
    private mutating func append(_ byte: UInt8) {
        guard byte == 0x20 || (0x09...0x0D).contains(byte) else { return put(byte) }
        if breaks == 0, columns == 0, let last = run.last, last != 0x20 { run.append(0x20) }
    }

    private mutating func put(_ byte: UInt8) {
        if breaks > 0 || columns > 0 {
            if run.last == 0x20 { run.removeLast() }
            flush()
            output += String(repeating: "\t", count: columns) + String(repeating: "\n", count: breaks)
            breaks = 0
            columns = 0
        }
        run.append(byte)
    }

    private mutating func flush() {
        output += String(decoding: run, as: UTF8.self)
        run.removeAll(keepingCapacity: true)
    }

    /// Two are an empty line, and more are no more. None opens a table's cell.
    private mutating func lineBreak() {
        if columns == 0 { breaks = min(breaks + 1, 2) }
    }

    /// The cells of a row stand on one line, whatever blocks they are made of.
    private mutating func cell() {
        if isInRow {
            columns = min(columns + 1, 20)
            breaks = 0
        }
        isInRow = true
    }

    // MARK: Tags

    private mutating func tag() {
        if bytes[index...].starts(with: "<!--".utf8) { return skip(past: "-->") }
        guard let close = bytes[index...].firstIndex(of: UInt8(ascii: ">")) else {
            index = bytes.count
            return
        }
        let inside = bytes[(index + 1)..<close]
        index = close + 1
        let isClosing = inside.first == UInt8(ascii: "/")
        let name = String(
            decoding: inside.drop { $0 == UInt8(ascii: "/") }.prefix { Self.isNameByte($0) }.prefix(20),
            as: UTF8.self
        ).lowercased()
        if let open = dropped {
            guard name == open.tag, inside.last != UInt8(ascii: "/") else { return }
            let depth = open.depth + (isClosing ? -1 : 1)
            dropped = depth == 0 ? nil : (name, depth)
            // Where a quotation was, for whoever reads what introduces it.
            if depth == 0, name == "blockquote" {
                lineBreak()
                put(UInt8(ascii: ">"))
                lineBreak()
            }
            return
        }
        if name == "td" || name == "th", !isClosing { cell() }
        if name == "tr" || name == "table" {
            isInRow = false
            columns = 0
        }
        if Self.blocks.contains(name) { lineBreak() }
        guard !isClosing else { return }
        // Style sheets and scripts are not markup: nothing in them counts but their end.
        if Self.raw.contains(name) { return skip(past: "</" + name) }
        guard inside.contains(UInt8(ascii: "=")) || name == "blockquote" || name == "title" else { return }
        let attributes = String(decoding: inside.prefix(1_000), as: UTF8.self).lowercased()
        if Self.endings.contains(where: attributes.contains) {
            isOver = true
        } else if name == "blockquote" || name == "title" || Self.quotes.contains(where: attributes.contains)
        {
            if !Self.void.contains(name), inside.last != UInt8(ascii: "/") { dropped = (name, 1) }
        }
    }

    private mutating func skip(past end: String) {
        let end = Array(end.utf8)
        while index < bytes.count {
            let here = bytes[index...].prefix(end.count)
            if here.elementsEqual(end, by: { $0 == $1 || ($0 | 0x20 == $1 && $1 >= 0x61) }) {
                index += end.count
                // What is left of a closing tag.
                if end.last != UInt8(ascii: ">") {
                    index = bytes[index...].firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? bytes.count
                }
                return
            }
            index += 1
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
    }

    private static let raw: Set = ["style", "script"]
    private static let void: Set = ["br", "hr", "img", "input", "meta", "link", "col", "wbr"]
    private static let blocks: Set = [
        "p", "div", "br", "tr", "li", "ul", "ol", "table", "hr", "h1", "h2", "h3", "h4", "h5", "h6",
        "blockquote",
        "pre",
    ]

    /// Classes and ids under which webmail and phones put what was quoted, or the signature.
    private static let quotes = [
        "gmail_signature", "yahoo_quoted", "moz-cite-prefix", "moz-signature",
        "zmail_extra", "protonmail_quote", "protonmail_signature", "ms-outlook-mobile-signature",
        "id=\"signature\"", "applemailsignature",
    ]

    /// Marks after which Outlook puts nothing but what was quoted.
    private static let endings = [
        "id=\"appendonsend\"", "id=\"divrplyfwdmsg\"", "id=\"mail-editor-reference-message-container\"",
        "border-top:solid #e1e1e1 1.0pt", "border-top:solid #b5c4df 1.0pt", "id=\"olk_src_body_section\"",
        "id=\"x_divrplyfwdmsg\"", "id=\"zwchr\"", "data-marker=\"__divider__\"", "id=\"sogo_quote\"",
        "id=\"composer_signature\"",
    ]

    // MARK: Entities

    private mutating func entity() {
        let name = bytes[(index + 1)...].prefix(10).prefix { $0 != UInt8(ascii: ";") }
        let end = index + 1 + name.count
        guard end < bytes.count, bytes[end] == UInt8(ascii: ";"),
            let scalar = Self.scalar(String(decoding: name, as: UTF8.self))
        else {
            if dropped == nil { put(bytes[index]) }
            index += 1
            return
        }
        if dropped == nil {
            if scalar == "\u{A0}" { append(0x20) } else { String(scalar).utf8.forEach { put($0) } }
        }
        index = end + 1
    }

    private static func scalar(_ name: String) -> Unicode.Scalar? {
        guard name.hasPrefix("#") else { return named[name] }
        let digits = name.dropFirst()
        let isHexadecimal = digits.first == "x" || digits.first == "X"
        return (isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits))
            .flatMap(Unicode.Scalar.init).flatMap { $0.value == 0 ? nil : $0 }
    }

    private static let named: [String: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "agrave": "à",
        "acirc": "â", "auml": "ä", "ccedil": "ç", "eacute": "é", "egrave": "è", "ecirc": "ê", "euml": "ë",
        "icirc": "î", "iuml": "ï", "ocirc": "ô", "ouml": "ö", "ugrave": "ù", "ucirc": "û", "uuml": "ü",
        "Agrave": "À", "Acirc": "Â", "Ccedil": "Ç", "Eacute": "É", "Egrave": "È", "Ecirc": "Ê", "Ocirc": "Ô",
        "oelig": "œ", "OElig": "Œ", "rsquo": "’", "lsquo": "‘", "ldquo": "“", "rdquo": "”", "laquo": "«",
        "raquo": "»", "hellip": "…", "ndash": "–", "mdash": "—", "deg": "°", "ordm": "º", "euro": "€",
        "szlig": "ß", "thinsp": " ", "ensp": " ", "emsp": " ",
    ]
}
