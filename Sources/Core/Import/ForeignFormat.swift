// Telling by their first bytes the files that people pick by mistake instead of a CSV (RG-013).

/// A kind of file that is no text.
package enum ForeignFormat: String, Sendable, Hashable, CaseIterable {
    case spreadsheet, picture, document, compressed

    /// What the signature at the beginning of a file says; nil where it says nothing.
    init?(signature bytes: [UInt8]) {
        guard let match = Self.signatures.first(where: { bytes.starts(with: $0.bytes) }) else { return nil }
        self = match.format
    }

    private static let signatures: [(bytes: [UInt8], format: ForeignFormat)] = [
        // A ZIP: nobody is asked for a compressed CSV, so it is what Excel or LibreOffice saved.
        ([0x50, 0x4B, 0x03, 0x04], .spreadsheet),
        // OLE: Excel until 2003.
        ([0xD0, 0xCF, 0x11, 0xE0], .spreadsheet),
        ([0x89, 0x50, 0x4E, 0x47], .picture),
        ([0xFF, 0xD8, 0xFF], .picture),
        (Array("GIF8".utf8), .picture),
        (Array("RIFF".utf8), .picture),
        (Array("%PDF".utf8), .document),
        (Array("{\\rtf".utf8), .document),
        ([0x1F, 0x8B], .compressed),
        ([0x37, 0x7A, 0xBC, 0xAF], .compressed),
    ]
}
