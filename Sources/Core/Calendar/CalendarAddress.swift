// The addresses of calendar objects, which are URIs.

internal import Foundation

enum CalendarAddress {
    /// The address of `mailto:a@b.example` in any case (RFC 6068), quoted, bracketed or percent-encoded, or of a bare
    /// `a@b.example`; nil for any other URI.
    static func address(_ text: String) -> EmailAddress? {
        var rest = text.drop { "\"< ".contains($0) }
        if rest.prefix(7).lowercased() == "mailto:" { rest = rest.dropFirst(7).drop { "< ".contains($0) } }
        let address = rest.prefix { !"?>\"".contains($0) }
        return EmailAddress(address) ?? String(address).removingPercentEncoding.flatMap { EmailAddress($0) }
    }
}
