// Looking for phrases in texts, byte by byte: comparing characters would look for equivalents that folding has removed.

import Glibc

extension StringProtocol {
    /// Whether a text begins with a phrase, both folded or both ASCII.
    func begins(with phrase: String) -> Bool { utf8.starts(with: phrase.utf8) }

    /// Whether a text holds a phrase, both folded or both ASCII.
    func says(_ phrase: String) -> Bool {
        var phrase = phrase
        return phrase.withUTF8 { phrase in
            utf8.withContiguousStorageIfAvailable { $0.holds(phrase) }
        } ?? contains(phrase)
    }
}

extension StringProtocol where SubSequence == Substring {
    /// The lines of a text, empty ones too, without what ends them: CR, LF, both, or one of Unicode's.
    var lines: [Substring] {
        var lines: [Substring] = []
        var start = startIndex
        var index = startIndex
        let bytes = utf8
        while index < endIndex {
            let byte = bytes[index]
            let next = bytes.index(after: index)
            guard byte <= 0x0D || byte == 0xC2 || byte == 0xE2 else {
                index = next
                continue
            }
            guard let end = self.end(ofBreakAt: index) else {
                index = next
                continue
            }
            lines.append(self[start..<index])
            (start, index) = (end, end)
        }
        lines.append(self[start...])
        return lines
    }

    /// Where a line break ends that begins at an index; nil where none does.
    private func end(ofBreakAt index: Index) -> Index? {
        let rest = utf8[index...].prefix(3)
        if rest.starts(with: [0x0D, 0x0A]) || rest.starts(with: [0xC2, 0x85]) {
            return utf8.index(index, offsetBy: 2)
        }
        if rest.starts(with: [0xE2, 0x80, 0xA8]) || rest.starts(with: [0xE2, 0x80, 0xA9]) {
            return utf8.index(index, offsetBy: 3)
        }
        return rest.first.map { (0x0A...0x0D).contains($0) } == true ? utf8.index(after: index) : nil
    }

    /// The first characters, which are counted only where there may be too many.
    func start(_ count: Int) -> Substring { utf8.count <= count ? self[...] : prefix(count) }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether the bytes of `phrase` stand somewhere among these.
    fileprivate func holds(_ phrase: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let wanted = phrase.baseAddress, let first = phrase.first else { return true }
        guard var start = baseAddress else { return false }
        let end = start + count
        while end - start >= phrase.count,
            let found = memchr(start, Int32(first), end - start - phrase.count + 1)
        {
            if memcmp(found, wanted, phrase.count) == 0 { return true }
            start = UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) + 1
        }
        return false
    }
}
