// Which members of a team are shown, and in which order.

internal import Core

/// What a reader has narrowed a team down to.
struct TeamFilter: Hashable {
    enum State: Hashable {
        /// Whoever has no slot, whatever the reason.
        case waiting
        case one(MemberState)

        init?(_ text: String) {
            if text == "waiting" {
                self = .waiting
            } else if let state = MemberState(rawValue: text) {
                self = .one(state)
            } else {
                return nil
            }
        }

        var text: String {
            switch self {
            case .waiting: "waiting"
            case .one(let state): state.rawValue
            }
        }
    }

    /// Nil shows every state.
    var state: State?
    /// Nil shows every site.
    var site: Segment.ID?
    /// By the date of the appointment, those without one last; else by name.
    var isByDate = false

    var narrows: Bool { state != nil || site != nil }

    /// The filter as a query.
    var items: [(String, String)] {
        var items: [(String, String)] = []
        if let state { items.append(("state", state.text)) }
        if let site { items.append(("site", site.text)) }
        if isByDate { items.append(("sort", "date")) }
        return items
    }

    func callAsFunction(_ members: [TeamView.Member]) -> [TeamView.Member] {
        let shown = members.filter { (site == nil || $0.agent.segment == site) && isShown($0.state) }
        guard isByDate else { return shown }
        // Stable: those of one moment stay by name.
        return shown.enumerated().sorted { left, right in
            (left.element.starts, left.offset) < (right.element.starts, right.offset)
        }.map(\.element)
    }

    private func isShown(_ member: MemberState) -> Bool {
        switch state {
        case nil: true
        case .waiting: member.isWaiting
        case .one(let state): member == state
        }
    }
}

extension TeamView.Member {
    /// The end of time where there is no appointment.
    fileprivate var starts: Instant { current?.slot.starts ?? Instant(milliseconds: .max) }
}

/// The filter as a form shows it: what can be chosen, with how many that is.
struct FilterForm: Sendable {
    let action: String
    let language: String?
    let states: [Choice]
    /// Nil where the team has one site.
    let sites: Page.List<Choice>?
    let sorts: [Choice]
    /// "3 agents sur 8"; nil where all are shown.
    let shown: String?
    let all: String

    struct Choice: Sendable {
        let value: String
        let label: String
        let chosen: Bool
    }

    init(_ view: TeamView, _ path: TeamPath, shown: Int, texts: Texts) {
        let filter = path.filter
        action = path.path
        language = path.language?.rawValue
        all = path.filtered(by: TeamFilter(isByDate: filter.isByDate))()
        let states = view.members.map(\.state)
        let waiting = states.count(where: \.isWaiting)
        let each = MemberState.allCases.compactMap { state in
            let count = states.count { $0 == state }
            let isChosen = filter.state == .one(state)
            return count > 0 || isChosen
                ? Choice(
                    value: state.rawValue, label: "\(texts(state.phrase)) (\(count))", chosen: isChosen) : nil
        }
        self.states =
            [
                Choice(value: "", label: texts(.teamAllStates), chosen: filter.state == nil),
                Choice(
                    value: "waiting", label: "\(texts(.teamFilterWaiting)) (\(waiting))",
                    chosen: filter.state == .waiting),
            ] + each
        let own = view.segments.filter { segment in
            view.members.contains { $0.agent.segment == segment.id }
        }
        sites =
            own.count < 2
            ? nil
            : Page.List(
                [Choice(value: "", label: texts(.teamAllSites), chosen: filter.site == nil)]
                    + own.map {
                        Choice(value: $0.id.text, label: $0.name, chosen: filter.site == $0.id)
                    })
        sorts = [
            Choice(value: "", label: texts(.teamByName), chosen: !filter.isByDate),
            Choice(value: "date", label: texts(.teamByDate), chosen: filter.isByDate),
        ]
        self.shown =
            filter.narrows
            ? texts(
                shown == 1 ? .teamShownOne : .teamShownMany,
                ["count": String(shown), "all": String(view.members.count)]) : nil
    }
}
