// A page before it is written: its frame, and what its template shows.

internal import Core
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

struct Page {
    enum Template: String, CaseIterable {
        case choose, booked, cancel, wishes, data, notice, problem, lost
        // The team.
        case team, several, review, replace, planning
        // The shared dashboard, and its live region.
        case share
        case shareBoard = "share-board"
        // The technician's day.
        case fieldDay, fieldWork, fieldAsk, fieldOffline
    }

    let template: Template
    let frame: Frame
    /// A struct whose properties the template names.
    let content: any Sendable

    /// What surrounds every page.
    struct Frame: Sendable {
        let language: String
        let title: String
        let heading: String
        /// What the page is about, above the heading.
        var eyebrow: String?
        /// The result of what was done; announced politely.
        var status: Notice?
        /// Why something was not done; announced at once.
        var alert: Notice?
        var otherLanguage: LanguageLink?
        /// Whom to ask.
        var contact: String?
        /// What may be read besides, at the foot of the page.
        var more: Link?
        var wide = false
        /// What makes the page quicker; it does its work without (`/assets/…js`).
        var script: String?
        /// Where a page that can be installed says so.
        var manifest: String?
        let stylesheet: String
        let icon: String
    }

    /// A message in colour, icon and words together (RG-080).
    struct Notice: Sendable {
        let kind: String
        let icon: String
        let text: String
        var then: String?

        static func done(_ text: String) -> Notice { Notice(kind: "good", icon: "check", text: text) }
        static func refused(_ text: String, then: String?) -> Notice {
            Notice(kind: "bad", icon: "alert", text: text, then: then)
        }
        static func warning(_ text: String) -> Notice { Notice(kind: "warn", icon: "alert", text: text) }
        static func note(_ text: String, then: String? = nil) -> Notice {
            Notice(kind: "note", icon: "info", text: text, then: then)
        }
    }

    struct LanguageLink: Sendable {
        let href: String
        let language: String
    }

    struct Link: Sendable {
        let href: String
        let label: String
    }

    /// A list that a template may leave out with its surroundings.
    struct List<Item: Sendable>: Sendable {
        let items: [Item]

        /// Nil where there is nothing to list.
        init?(_ items: [Item]) {
            guard !items.isEmpty else { return nil }
            self.items = items
        }
    }
}

/// Where a page lives, with the language that its reader asked for, kept from link to link.
struct PagePath: Sendable, Hashable {
    /// From the host on: `/b/TOKEN`.
    let path: String
    /// Nil where the reader asked for none.
    let language: Language?

    func callAsFunction(_ items: KeyValuePairs<String, String> = [:], suffix: String = "") -> String {
        var query = items.map { "\($0)=\($1)" }
        if let language { query.append("lang=\(language.rawValue)") }
        return path + suffix + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    }

    /// The link to the same page in the other language.
    func other(than language: Language, _ items: KeyValuePairs<String, String> = [:]) -> Page.LanguageLink {
        let other: Language = language == .french ? .english : .french
        return Page.LanguageLink(
            href: PagePath(path: path, language: other)(items), language: other.rawValue)
    }
}

extension String {
    /// Nil where there is nothing to read.
    var orNil: String? { allSatisfy(\.isWhitespace) ? nil : self }
}
