// White space at the ends of lines.

extension StringProtocol where SubSequence == Substring {
    /// Without white space at the ends, non-breaking included.
    var trimmed: Substring {
        var rest = self.drop(while: \.isWhitespace)
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return rest
    }
}
