// A folder's name, as people read it and as IMAP writes it.

internal import Foundation

/// The name of a mailbox. On the wire it is modified UTF-7 (RFC 3501 §5.1.3) between quotation marks.
package struct MailboxName: Sendable, Hashable {
    /// "Traités"; INBOX is folded to upper case, since it has no case of its own.
    package let text: String

    /// Nil for what no server takes: nothing, control characters, or the wildcards of LIST.
    package init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= 500,
            text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F && $0 != "*" && $0 != "%" })
        else { return nil }
        self.text = text.uppercased() == "INBOX" ? "INBOX" : text
    }

    /// `"Trait&AOk-s"`, as a command holds it.
    var quoted: String {
        let escaped = encoded.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped)\""
    }

    /// `Trait&AOk-s`
    var encoded: String {
        var result = ""
        var foreign: [UInt16] = []
        func flush() {
            guard !foreign.isEmpty else { return }
            let bytes = foreign.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
            let base64 = Data(bytes).base64EncodedString().replacing("/", with: ",")
            result += "&\(base64.prefix { $0 != "=" })-"
            foreign = []
        }
        for scalar in text.unicodeScalars {
            guard (0x20...0x7E).contains(scalar.value) else {
                foreign += Array(String(scalar).utf16)
                continue
            }
            flush()
            result += scalar == "&" ? "&-" : String(scalar)
        }
        flush()
        return result
    }
}
