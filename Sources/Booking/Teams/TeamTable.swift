// The table of a team: a row a member, a box to tick before each name, and what is done for those ticked.

internal import Core

/// What `team` shows of the members, as one form.
struct TeamTable: Sendable {
    let rows: [Row]
    /// What can be done for those who are ticked; nil where nobody can be placed.
    let bulk: Bulk?

    struct Row: Sendable {
        let name: String
        /// The field of the box; nil where nothing can be done for them.
        let pick: String?
        let picked: Bool
        let mark: MemberMark
        let slot: String?
        let place: String?
        let site: String?
        let action: Page.Link?
        let locked: Bool
        let idle: Bool
    }

    struct Bulk: Sendable {
        let action: String
        let csrf: String
        /// The slot that was chosen before the people were.
        let slot: Chosen?
        struct Chosen: Sendable {
            let id: String
            let moment: String
        }
    }

    init(
        _ members: [TeamView.Member], of visit: TeamVisit, picked: Set<Agent.ID>, csrf: String, texts: Texts
    ) {
        let view = visit.view
        let clock = view.campaign.clock
        let dates = WrittenDates(texts.language, clock: clock)
        let mayPlace = view.obstacle == nil
        let sites = Dictionary(
            view.segments.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        rows = members.map { member in
            let isMovable = mayPlace && member.isMovable
            let isLocked = member.current?.isLocked == true && member.state != .done
            return Row(
                name: "\(member.agent.familyName) \(member.agent.givenName)",
                pick: isMovable ? TeamForm.prefix + member.agent.id.text : nil,
                picked: picked.contains(member.agent.id),
                mark: MemberMark(member, texts: texts, dates: dates),
                slot: member.current.map { dates.shortMoment($0.slot.starts) },
                place: member.current?.slot.place.orNil,
                site: sites.count > 1 ? member.agent.segment.flatMap { sites[$0] } : nil,
                action: isMovable
                    ? Page.Link(
                        href: visit.path(member.agent.id.text),
                        label: texts(member.current == nil ? .teamPlace : .teamChange)) : nil,
                locked: isLocked, idle: !isMovable && !isLocked)
        }
        guard mayPlace, rows.contains(where: { $0.pick != nil }) else {
            bulk = nil
            return
        }
        bulk = Bulk(
            action: visit.path("several"), csrf: csrf,
            slot: visit.query.slot.flatMap { id in
                view.slots.first { $0.id == id }.map {
                    Bulk.Chosen(id: $0.id.text, moment: dates.moment($0.starts))
                }
            })
    }
}

/// What is begun in one go for whoever waits.
struct WaitingLinks: Sendable {
    /// "Place the others for me".
    let spread: Page.Link
    /// Ticks those who wait, among those shown; nil where none is.
    let pick: Page.Link?

    /// Nil where nobody waits, or nobody can be placed.
    init?(_ visit: TeamVisit, shown: [TeamView.Member], texts: Texts) {
        let waiting = visit.view.members.count { $0.state.isWaiting && $0.isMovable }
        guard waiting > 0, visit.view.obstacle == nil else { return nil }
        spread = Page.Link(
            href: visit.path("spread"), label: texts(waiting, one: .teamSpreadOne, many: .teamSpreadMany))
        let pickable = shown.count { $0.state.isWaiting && $0.isMovable }
        pick =
            pickable == 0
            ? nil
            : Page.Link(
                href: visit.path("", ["pick": "waiting"]),
                label: texts(pickable, one: .teamPickOne, many: .teamPickMany))
    }
}

/// The pages of a team, as links between them.
struct TeamTabs: Sendable {
    enum Tab { case team, planning }

    let items: [Item]

    struct Item: Sendable {
        let href: String
        let label: String
        let current: Bool
    }

    init(_ path: TeamPath, current: Tab, texts: Texts) {
        items = [
            Item(href: path(), label: texts(.teamTab), current: current == .team),
            Item(href: path("planning"), label: texts(.teamPlanning), current: current == .planning),
        ]
    }
}
