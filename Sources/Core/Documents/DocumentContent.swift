// Whether bytes are what a document's name says they are (RG-050): by their content, not by the name alone.

extension DocumentKind {
    /// The kind of a file by its ending, whatever its case; nil where it is none that is accepted.
    package init?(fileName: String) {
        guard let dot = fileName.lastIndex(of: ".") else { return nil }
        self.init(rawValue: fileName[fileName.index(after: dot)...].lowercased())
    }

    /// Whether the content is of this kind.
    package func fits(_ bytes: [UInt8]) -> Bool {
        switch self {
        // ISO 32000-1 annex H: readers accept the mark within the first 1 024 bytes.
        case .pdf: bytes.prefix(1024).contains(sequence: Array("%PDF-".utf8))
        case .zip: ZipNames.isZip(bytes)
        case .docx:
            // With a macro it is another kind of document, which runs something.
            ZipNames.names(in: bytes).map { names in
                names.contains("[Content_Types].xml") && names.contains("word/document.xml")
                    && !names.contains { $0.hasSuffix("vbaProject.bin") }
            } ?? false
        case .exe: Self.isProgram(bytes)
        case .ps1, .bat, .md, .txt: Self.isText(bytes)
        }
    }

    /// "MZ", and where its header points the mark of a portable executable.
    private static func isProgram(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 64, bytes.starts(with: Array("MZ".utf8)) else { return false }
        let offset = bytes[0x3C..<0x40].reversed().reduce(0) { $0 << 8 | Int($1) }
        return offset + 4 <= bytes.count && bytes[offset..<(offset + 4)].elementsEqual([0x50, 0x45, 0, 0])
    }

    /// Words in UTF-8 or in a Windows code page, or in UTF-16 with its mark; nothing that begins as something else.
    private static func isText(_ bytes: [UInt8]) -> Bool {
        let marks: [[UInt8]] = [[0xFF, 0xFE], [0xFE, 0xFF]]
        if marks.contains(where: bytes.starts(with:)) { return bytes.count.isMultiple(of: 2) }
        if isProgram(bytes) || ZipNames.isZip(bytes) || bytes.starts(with: Array("%PDF-".utf8)) {
            return false
        }
        return !bytes.contains { $0 < 0x20 && ![0x09, 0x0A, 0x0C, 0x0D, 0x1A, 0x1B].contains($0) }
    }
}

/// The names of the files in a ZIP, from its central directory (APPNOTE 4.3.12).
private enum ZipNames {
    static func isZip(_ bytes: [UInt8]) -> Bool {
        (bytes.starts(with: [0x50, 0x4B, 3, 4]) || bytes.starts(with: [0x50, 0x4B, 5, 6]))
            && endOfDirectory(in: bytes) != nil
    }

    /// Nil where it is no ZIP, or one that does not hold what it says.
    static func names(in bytes: [UInt8]) -> Set<String>? {
        guard isZip(bytes), let end = endOfDirectory(in: bytes) else { return nil }
        var names: Set<String> = []
        var at = number(bytes, end + 16, 4)
        for _ in 0..<number(bytes, end + 10, 2) {
            guard at + 46 <= bytes.count, number(bytes, at, 4) == 0x0201_4B50 else { return nil }
            let length = number(bytes, at + 28, 2)
            guard at + 46 + length <= bytes.count else { return nil }
            names.insert(String(decoding: bytes[(at + 46)..<(at + 46 + length)], as: UTF8.self))
            at += 46 + length + number(bytes, at + 30, 2) + number(bytes, at + 32, 2)
        }
        return names
    }

    /// Where the end record begins (APPNOTE 4.3.16): at most a comment's 65 535 bytes before the end.
    private static func endOfDirectory(in bytes: [UInt8]) -> Int? {
        guard bytes.count >= 22 else { return nil }
        let last = bytes.count - 22
        return stride(from: last, through: max(0, last - 65_535), by: -1).first { at in
            number(bytes, at, 4) == 0x0605_4B50
        }
    }

    private static func number(_ bytes: [UInt8], _ at: Int, _ width: Int) -> Int {
        (0..<width).reversed().reduce(0) { $0 << 8 | Int(bytes[at + $1]) }
    }
}

extension Collection where Element: Equatable {
    /// Whether it holds a run of elements.
    fileprivate func contains(sequence: [Element]) -> Bool {
        indices.contains { self[$0...].starts(with: sequence) }
    }
}
