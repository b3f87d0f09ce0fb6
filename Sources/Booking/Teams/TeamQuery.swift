// What a team's page can be asked to show.

internal import Core
internal import Hummingbird

/// The query of `/t/TOKEN` and of the pages under it. Whatever is not one of these is not looked at.
struct TeamQuery: Hashable {
    /// `?lang=en`: what the reader asked for, against the campaign's own language.
    var language: Language?
    var filter = TeamFilter()
    /// `?pick=waiting`: whoever waits is ticked.
    var picksWaiting = false
    /// `?from=2026-02-03`: the first day to show.
    var from: Day?
    /// `?slot=ID`: the slot on which some are to be placed.
    var slot: Slot.ID?
    /// `?did=ID`, `?undid=3`: what has just been done, told once after the redirection that follows a form.
    var did: TeamAct.ID?
    var undid: Int?

    init(_ request: Request) {
        guard request.uri.query != nil else { return }
        let values = request.uri.queryParameters
        language = values["lang"].flatMap { Language(rawValue: String($0)) }
        filter.state = values["state"].flatMap { TeamFilter.State(String($0)) }
        filter.site = values["site"].flatMap { Segment.ID($0) }
        filter.isByDate = values["sort"] == "date"
        picksWaiting = values["pick"] == "waiting"
        from = values["from"].flatMap { Day($0) }
        slot = values["slot"].flatMap { Slot.ID($0) }
        did = values["did"].flatMap { TeamAct.ID($0) }
        undid = values["undid"].flatMap { Int($0) }
    }
}

/// Where a team's pages live, with the language and the filter that their reader chose, kept from link to link.
struct TeamPath: Hashable {
    /// From the host on: `/t/TOKEN`.
    let path: String
    let language: Language?
    let filter: TeamFilter

    /// The address of the team's page, or of the page under it.
    func callAsFunction(_ page: String = "", _ items: KeyValuePairs<String, String> = [:]) -> String {
        var query = items.map { "\($0)=\($1)" } + filter.items.map { "\($0)=\($1)" }
        if let language { query.append("lang=\(language.rawValue)") }
        return path + (page.isEmpty ? "" : "/" + page)
            + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    }

    func filtered(by filter: TeamFilter) -> TeamPath {
        TeamPath(path: path, language: language, filter: filter)
    }

    /// The link to a page in the other language.
    func other(
        than language: Language, _ page: String = "", _ items: KeyValuePairs<String, String> = [:]
    ) -> Page.LanguageLink {
        let other: Language = language == .french ? .english : .french
        return Page.LanguageLink(
            href: TeamPath(path: path, language: other, filter: filter)(page, items), language: other.rawValue
        )
    }
}
