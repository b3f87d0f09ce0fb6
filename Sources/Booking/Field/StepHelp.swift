// The help of a step and its document, as a dialog shows them, and a page of its own where there are no scripts.

internal import Core

struct StepHelp: Sendable {
    let id: String
    let label: String
    let help: String?
    /// That the campaign lacks the document which the step names.
    let missing: String?
    let document: Paper?
    /// Closes and ticks; nil where the step is ticked or cannot be yet.
    let close: ActForm?

    /// A document to read or to take (RG-050, RG-052).
    struct Paper: Sendable {
        let name: String
        let facts: String
        let executable: Bool
        /// Where its text is, for a page to show.
        let source: String?
        /// Nil where it is better not opened by a browser.
        let open: String?
        let download: String
        let rating: String
        let csrf: String
        let back: String
        let useful: String?
        let saidUseful: String
        let saidUseless: String
    }

    /// Nil for a step that has neither.
    init?(
        _ step: ChecklistRun.Step, tick: ActForm?, visit: FieldVisit, on page: PagePath, csrf: String,
        _ texts: Texts
    ) {
        guard step.help.orNil != nil || step.documentName != nil else { return nil }
        id = step.id
        label = step.label
        help = step.help.orNil
        missing =
            step.document == nil
            ? step.documentName.map { texts(.fieldDocumentMissing, ["name": $0]) } : nil
        close = tick
        document = step.document.map { view in
            let document = view.document
            let address = PagePath(
                path: "/f/\(visit.token)/documents/\(document.id)", language: visit.query.language)
            return Paper(
                name: document.fileName, facts: StepHelp.facts(view, texts),
                executable: document.kind.isExecutable, source: document.kind.isText ? address.path : nil,
                open: document.kind == .pdf || document.kind == .txt || document.kind == .md
                    ? address.path : nil,
                download: address.path + "?use=download", rating: address(), csrf: csrf,
                back: page(["step": step.id]),
                useful: view.usefulPercent.map { texts(.fieldUsefulShare, ["percent": String($0)]) },
                saidUseful: String(view.own == true), saidUseless: String(view.own == false))
        }
    }

    /// "PDF, 1,2 Mo • vu 3 fois"
    private static func facts(_ view: DocumentView, _ texts: Texts) -> String {
        let kilobytes = max(1, (view.document.size + 512) / 1024)
        let mega = kilobytes >= 1024
        let tenths = (kilobytes * 10 + 512) / 1024
        let size =
            mega
            ? texts(
                .fieldMegabytes,
                ["count": "\(tenths / 10)\(texts.language == .french ? "," : ".")\(tenths % 10)"])
            : texts(.fieldKilobytes, ["count": String(kilobytes)])
        return [
            view.document.kind.rawValue.uppercased(), size,
            view.views == 0 ? nil : texts(view.views, one: .fieldViewsOne, many: .fieldViewsMany),
            view.downloads == 0
                ? nil : texts(view.downloads, one: .fieldDownloadsOne, many: .fieldDownloadsMany),
        ].compactMap(\.self).joined(separator: " • ")
    }
}
