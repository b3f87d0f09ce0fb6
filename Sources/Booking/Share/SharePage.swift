// What surrounds the figures of a shared dashboard: whose they are, and how they keep themselves up to date.

internal import Core

struct SharePage {
    let board: ShareBoard
    let path: PagePath
    /// Where changes are told.
    let events: String
    let texts: Texts
    let assets: Assets

    struct Content: Sendable {
        let period: String
        let live: LivePart
        let board: String
    }

    func page() -> Page {
        let campaign = board.figures.campaign
        var frame = Page.Frame(
            language: texts.language.rawValue, title: "\(campaign.name) – \(texts(.shareTitle))",
            heading: campaign.name, stylesheet: assets.path("share.css"), icon: assets.path("favicon.svg"))
        frame.eyebrow = texts(.shareTitle)
        frame.wide = true
        frame.otherLanguage = path.other(than: texts.language)
        frame.script = assets.path("live.js")
        let dates = WrittenDates(texts.language, clock: campaign.clock)
        let content = Content(
            period: texts(
                .sharePeriod,
                [
                    "state": texts(campaign.state.phrase), "from": dates.day(campaign.startsOn),
                    "to": dates.day(campaign.endsOn),
                ]),
            live: LivePart(
                events: PagePath(path: events, language: texts.language)(), version: board.version,
                refresh: path()),
            board: board.html)
        return Page(template: .share, frame: frame, content: content)
    }
}

extension Campaign.State {
    /// The state as people are told it (RG-010).
    var phrase: Phrase {
        switch self {
        case .preparation: .shareStatePreparation
        case .upcoming: .shareStateUpcoming
        case .inProgress: .shareStateInProgress
        case .finished: .shareStateFinished
        case .archived: .shareStateArchived
        }
    }
}
