// The manager's page: who of the team is placed, and where.

internal import Core

/// One manager's team, from one snapshot.
struct TeamScreen {
    let view: TeamView
    let path: PagePath
    let texts: Texts
    let assets: Assets
    /// What has just been done for a member; told only while it is still so.
    var done: (AgentQuery.Done, TeamView.Member)?

    private var dates: WrittenDates { WrittenDates(texts.language, clock: view.campaign.clock) }

    struct Content: Sendable {
        let service: String?
        let counts: String
        let concentration: Page.Notice?
        let information: String?
        let table: Table?

        struct Table: Sendable {
            let rows: [Row]
        }

        struct Row: Sendable {
            let name: String
            let state: String
            let kind: String
            let icon: String
            let slot: String?
            let action: Page.Link?
            let locked: Bool
            let idle: Bool
        }
    }

    func page() -> Page {
        let services = Set(view.members.compactMap(\.agent.service.orNil))
        var frame = Page.Frame(
            language: texts.language.rawValue, title: "\(texts(.teamTitle)) – \(view.campaign.type)",
            heading: texts(.teamTitle), stylesheet: assets.path("site.css"), icon: assets.path("favicon.svg"))
        frame.eyebrow = view.campaign.type
        frame.wide = true
        frame.contact = view.campaign.contact.orNil
        frame.otherLanguage = path.other(than: texts.language)
        frame.status = doneNotice
        return Page(
            template: .team, frame: frame,
            content: Content(
                service: services.count == 1 ? services.first : nil, counts: counts,
                concentration: concentration, information: information,
                table: view.members.isEmpty ? nil : Content.Table(rows: view.members.map(row))))
    }

    private func row(_ member: TeamView.Member) -> Content.Row {
        let mark = StateMark(member.current?.booking, texts: texts)
        let locked = member.current?.isLocked == true && member.current?.booking.state != .done
        let action: Page.Link? =
            view.obstacle == nil && !locked && member.current?.booking.state != .done
            ? Page.Link(
                href: path(suffix: "/\(member.agent.id)"),
                label: texts(member.current == nil ? .teamPlace : .teamChange)) : nil
        return Content.Row(
            name: "\(member.agent.familyName) \(member.agent.givenName)", state: mark.text, kind: mark.kind,
            icon: mark.icon,
            slot: member.current.map { dates.shortMoment($0.slot.starts) }, action: action, locked: locked,
            idle: action == nil && !locked)
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
        case nil: nil
        }
    }

    private var doneNotice: Page.Notice? {
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

extension TeamView {
    /// Why the manager can place nobody now; nil where they can (RG-010, RG-110).
    var obstacle: RefusalReason? {
        switch campaign.state {
        case .preparation, .finished, .archived: .closed
        case .upcoming, .inProgress: campaign.mode.managersPlace ? nil : .forbidden
        }
    }
}

extension WrittenDates {
    /// "mar. 3 févr. 9h00"
    func shortMoment(_ instant: Instant) -> String {
        "\(shortDay(clock.day(instant))) \(time(instant))"
    }
}
