// Paragraphs that a mail program has broken into lines, whole again.

/// Text of `format=flowed` (RFC 3676): a line that ends with a space goes on in the next one.
enum FlowedText {
    /// `deletesSpaces` is the `delsp` of the part: the space at the break is not the author's. Quoted lines, and the
    /// line of a signature (`-- `), stay as they are.
    static func unfolded(_ text: String, deletesSpaces: Bool) -> String {
        var lines: [String] = []
        var isOpen = false
        for raw in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let isFixed = raw.first == ">" || raw == "-- "
            // A space in front was stuffed there by the sending program.
            var line = raw.first == " " ? raw.dropFirst() : raw
            let flows = !isFixed && line.last == " "
            if flows, deletesSpaces { line = line.dropLast() }
            if isOpen, !isFixed {
                lines[lines.count - 1] += line
            } else {
                lines.append(String(line))
            }
            isOpen = flows
        }
        return lines.joined(separator: "\n")
    }
}
