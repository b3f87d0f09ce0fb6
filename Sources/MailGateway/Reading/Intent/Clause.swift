// A text in pieces small enough to say one thing each.

import Core

/// A clause: the signs of its words, and how it stands among the others.
struct Clause {
    var signs: [Sign] = []
    /// It ends with a question mark.
    var isQuestion = false
    /// It begins a sentence, rather than follow a comma.
    var opensSentence = true
    /// It begins with "mais", "but".
    var objects = false
}

extension Clause {
    /// The clauses of a text, in order; empty ones are left out. `written` is the day of the mail.
    static func all(in text: String, written: Day? = nil) -> [Clause] {
        var splitter = ClauseSplitter(moments: MomentReader(written: written))
        for line in unwrapped(text) {
            splitter.read(line.folded)
            splitter.end(sentence: true)
        }
        return splitter.clauses
    }

    /// The lines, with those put together that only a program's margin has parted.
    private static func unwrapped(_ text: String) -> [String] {
        var lines: [String] = []
        var isFull = false
        for line in text.lines where !line.isEmpty {
            let first = line.drop(while: \.isWhitespace).first
            if isFull, first.map({ $0.isLowercase || $0.isNumber }) == true, let last = lines.indices.last {
                lines[last] += " " + line
            } else {
                lines.append(String(line))
            }
            let length = line.utf8.count
            isFull = (60...90).contains(length) && line.last.map { !".!?:;".contains($0) } == true
        }
        return lines
    }
}
