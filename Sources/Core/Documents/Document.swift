// A document of a campaign: a procedure, a guide, a script, and what technicians think of it (RG-050–052).

package struct Document: Sendable, Hashable {
    package typealias ID = Identifier<Document>

    package let id: ID
    package let campaign: Campaign.ID
    /// By which steps of checklists name it; one of a campaign.
    package let name: String
    package let kind: DocumentKind
    /// Bytes.
    package let size: Int
    package let addedAt: Instant

    /// Under which name it is downloaded: its own, with the ending of its kind.
    package var fileName: String {
        let ending = ".\(kind.rawValue)"
        return name.folded.hasSuffix(ending) ? name : name + ending
    }
}

/// What a document may be (RG-050).
package enum DocumentKind: String, Sendable, CaseIterable, SQLBindable, SQLReadable {
    case pdf, docx, ps1, bat, zip, exe, md, txt

    /// Whether opening it runs something: told wherever it is offered.
    package var isExecutable: Bool { self == .ps1 || self == .bat || self == .exe }

    /// Whether a page can show it as text.
    package var isText: Bool { self == .md || self == .txt || self == .ps1 || self == .bat }

    /// As HTTP names it.
    package var mediaType: String {
        switch self {
        case .pdf: "application/pdf"
        case .docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        case .zip: "application/zip"
        case .exe: "application/vnd.microsoft.portable-executable"
        case .md: "text/markdown; charset=utf-8"
        case .txt, .ps1, .bat: "text/plain; charset=utf-8"
        }
    }
}

/// A document as somebody sees it.
package struct DocumentView: Sendable, Hashable {
    package let document: Document
    package let views: Int
    package let downloads: Int
    /// How many found it useful, and not.
    package let useful: Int
    package let useless: Int
    /// What the technician who looks said; nil where they said nothing, or nobody looks.
    package let own: Bool?

    /// Whole percent of those who said something; nil where nobody did.
    package var usefulPercent: Int? {
        let said = useful + useless
        return said == 0 ? nil : (useful * 100 + said / 2) / said
    }
}

/// What a document is asked for.
package enum DocumentUse: Sendable, Hashable {
    /// To be looked at, in a dialog.
    case view
    /// To be kept as a file.
    case download
    /// For a device that keeps it for later: counted when it is looked at.
    case keep
}
