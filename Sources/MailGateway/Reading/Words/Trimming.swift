// White space at the ends of lines.

extension StringProtocol where SubSequence == Substring {
    /// Without white space at the ends, non-breaking included.
    var trimmed: Substring {
        let whole = self[...]
        if let first = whole.utf8.first, let last = whole.utf8.last, Self.isMark(first), Self.isMark(last) {
            return whole
        }
        var rest = self.drop(while: \.isWhitespace)
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return rest
    }

    /// Whether a byte alone is a character, and none that is trimmed.
    private static func isMark(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) }
}
