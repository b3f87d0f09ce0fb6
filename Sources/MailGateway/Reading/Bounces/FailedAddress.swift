// Addresses as bounces write them.

import Core

/// Reads an address in the disguises that servers give it.
enum FailedAddress {
    /// The address itself: without brackets or `mailto:`, and out of the capsule in which Exchange puts addresses that
    /// are not its own (`IMCEASMTP-marie+40mairie+2Eexample@org.example`). Nil for a capsule of a directory name.
    static func read(_ text: some StringProtocol) -> EmailAddress? {
        var bare = text.drop { $0.isWhitespace || "<\"'(*[".contains($0) }
            .prefix { !$0.isWhitespace && !">\"')*],;".contains($0) }
        while let last = bare.last, ".:".contains(last) { bare.removeLast() }
        for scheme in ["mailto:", "smtp:"] where bare.lowercased().hasPrefix(scheme) {
            bare = bare.dropFirst(scheme.count)
        }
        guard bare.prefix(5).lowercased() == "imcea" else { return EmailAddress(bare) }
        guard bare.prefix(10).lowercased() == "imceasmtp-" else { return nil }
        return EmailAddress(decoded(bare.dropFirst(10).prefix { $0 != "@" }))
    }

    /// `+40` is `@`, as hexadecimal digits tell.
    private static func decoded(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+"), rest.count >= 2,
                let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
