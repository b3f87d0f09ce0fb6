// A mail as a tree of values: headers, parts, and the content of those parts that are worth reading.

import Core

/// A mail, or a mail enclosed in another, free of MIME's encodings.
struct ParsedMail: Sendable {
    let headers: MailHeaders
    /// The first address of From, as written.
    let from: String?
    /// What the Date header says.
    let date: Instant?
    let body: ParsedPart
}

/// Headers in their order, unfolded and decoded (RFC 2047).
struct MailHeaders: Sendable {
    /// Names in lower case.
    let fields: [(name: String, value: String)]

    /// The first value of a header, without white space around it; nil where there is none.
    subscript(_ name: String) -> String? { all(name).first }

    /// Every value of a header.
    func all(_ name: String) -> [String] {
        let name = name.lowercased()
        return fields.filter { $0.name == name }.map(\.value)
    }
}

/// One part of a mail.
struct ParsedPart: Sendable {
    /// `text/calendar`, in lower case.
    let type: String
    /// `method`, `report-type`, `name`, `format` and `delsp`, where the part has them.
    let parameters: [String: String]
    let isAttachment: Bool
    let content: Content

    indirect enum Content: Sendable {
        case parts([ParsedPart])
        case message(ParsedMail)
        case text(String)
        /// Outlook's winmail.dat.
        case bytes([UInt8])
        /// Of a kind that is not read: a picture, a document.
        case skipped
    }

    var parts: [ParsedPart] {
        guard case .parts(let parts) = content else { return [] }
        return parts
    }

    var text: String? {
        guard case .text(let text) = content else { return nil }
        return text
    }

    /// This part and all inside it, in reading order; enclosed mails are named, not entered.
    var flattened: [ParsedPart] { [self] + parts.flatMap(\.flattened) }
}
