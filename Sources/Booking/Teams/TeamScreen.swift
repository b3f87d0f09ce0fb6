// The team's page: who is placed, and where; what can be done for one or several.

internal import Core

/// One team, from one snapshot.
struct TeamScreen {
    let visit: TeamVisit
    let texts: Texts
    let assets: Assets
    let csrf: String
    /// The feed's address, to subscribe to.
    let feed: String?
    /// What can still be undone, the latest first.
    let acts: [TeamAct]
    /// What has just been done for a member; told only while it is still so.
    var done: (AgentQuery.Done, TeamView.Member)?
    /// Why something was not done.
    var alert: Page.Notice?
    /// Whom the reader has ticked.
    var picked: Set<Agent.ID> = []

    private var view: TeamView { visit.view }
    private var path: TeamPath { visit.path }
    private var dates: WrittenDates { WrittenDates(texts.language, clock: view.campaign.clock) }

    struct Content: Sendable {
        let service: String?
        let tabs: TeamTabs
        let counts: String
        /// Nil where the page tells a refusal, which must stay to be read.
        let live: LivePart?
        let concentration: Page.Notice?
        let acts: Page.List<UndoForm>?
        let information: String?
        let waiting: WaitingLinks?
        let filter: FilterForm?
        let table: TeamTable?
        let links: Page.List<Page.Link>?
    }

    func page() -> Page {
        let services = Set(view.members.compactMap(\.agent.service.orNil))
        var frame = Page.Frame(
            language: texts.language.rawValue, title: "\(texts(.teamTitle)) – \(view.campaign.type)",
            heading: texts(.teamTitle), stylesheet: assets.path("team.css"), icon: assets.path("favicon.svg"))
        frame.eyebrow = view.campaign.type
        frame.wide = true
        frame.contact = view.campaign.contact.orNil
        frame.otherLanguage = path.other(than: texts.language)
        frame.status = doneNotice
        frame.alert = alert
        frame.script = live == nil ? nil : assets.path("live.js")
        let shown = path.filter(view.members)
        return Page(
            template: .team, frame: frame,
            content: Content(
                service: services.count == 1 ? services.first : nil,
                tabs: TeamTabs(path, current: .team, texts: texts), counts: counts, live: live,
                concentration: concentration,
                acts: Page.List(acts.prefix(3).map { undoForm($0) }), information: information,
                waiting: WaitingLinks(visit, shown: shown, texts: texts),
                filter: view.members.count > 1
                    ? FilterForm(view, path, shown: shown.count, texts: texts) : nil,
                table: shown.isEmpty ? nil : table(shown), links: Page.List(links)))
    }

    private var live: LivePart? {
        guard alert == nil else { return nil }
        return LivePart(
            events: "/events/\(visit.token)", version: String(view.campaign.revision), refresh: nil)
    }

    private func table(_ shown: [TeamView.Member]) -> TeamTable {
        var picked = picked
        if visit.query.picksWaiting {
            picked.formUnion(shown.filter { $0.state.isWaiting }.map(\.agent.id))
        }
        return TeamTable(shown, of: visit, picked: picked, csrf: csrf, texts: texts)
    }

    /// "8 agents • 6 positionnés • 2 en attente"
    private var counts: String {
        let placed = view.members.count { $0.current != nil }
        return [
            texts(view.members.count, one: .teamMembersOne, many: .teamMembersMany),
            texts(placed, one: .teamPlacedOne, many: .teamPlacedMany),
            texts(.teamWaiting, ["count": String(view.members.count - placed)]),
        ].joined(separator: " • ")
    }

    /// RG-127: the share is shown from 30 % on, and is a warning above the campaign's threshold.
    private var concentration: Page.Notice? {
        guard let peak = view.concentration, peak.percent >= Concentration.shownFrom else { return nil }
        let values: KeyValuePairs = [
            "count": String(peak.count), "day": dates.day(peak.day), "percent": String(peak.percent),
        ]
        return peak.percent > view.campaign.concentrationPercent
            ? .warning(texts(.teamAlert, values)) : .note(texts(.teamShare, values))
    }

    private var information: String? {
        if view.members.isEmpty { return texts(.teamEmpty) }
        return switch view.obstacle {
        case .closed: texts(.closedLead, ["campaign": view.campaign.name])
        case .some: texts(.teamAgentsChoose)
        case nil: path.filter(view.members).isEmpty ? texts(.teamNobodyShown) : nil
        }
    }

    private var links: [Page.Link] {
        guard !view.members.isEmpty else { return [] }
        var links = [Page.Link(href: path("equipe.csv"), label: texts(.teamDownload))]
        if let feed { links.append(Page.Link(href: feed, label: texts(.teamSubscribe))) }
        return links
    }

    private func undoForm(_ act: TeamAct) -> UndoForm {
        UndoForm(
            act, action: path("undo"), csrf: csrf, told: ActWords(texts)(act, of: view),
            until: texts(
                .teamUndoUntil, ["time": dates.time(act.doneAt + TeamAct.undoable)]))
    }

    private var doneNotice: Page.Notice? {
        if let count = visit.query.undid {
            return .done(texts(count, one: .teamUndoneOne, many: .teamUndoneMany))
        }
        if let act = acts.first(where: { $0.id == visit.query.did }) {
            return .done(ActWords(texts)(act, of: view) + " " + texts(.teamTold))
        }
        guard let (done, member) = done else { return nil }
        let phrase: Phrase? =
            switch (done, member.current) {
            case (.booked, .some): .teamDoneBooked
            case (.moved, .some): .teamDoneMoved
            case (.cancelled, nil): .teamDoneCancelled
            default: nil
            }
        return phrase.map { .done(texts($0, ["name": member.agent.name])) }
    }
}

extension WrittenDates {
    /// "mar. 3 févr. 9h00"
    func shortMoment(_ instant: Instant) -> String {
        "\(shortDay(clock.day(instant))) \(time(instant))"
    }
}
