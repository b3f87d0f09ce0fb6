// The planning: days and slots, with the team's people and its share of each day (RG-127).

internal import Core

struct PlanningScreen {
    let visit: TeamVisit
    let texts: Texts
    let assets: Assets

    private var view: TeamView { visit.view }

    struct Content: Sendable {
        let tabs: TeamTabs
        let lead: String
        let weeks: [Week]
        let empty: Bool
        let around: SlotForm.Around?
    }

    struct Week: Sendable {
        let caption: String
        let hours: [String]
        let days: [Row]
    }

    struct Row: Sendable {
        let day: String
        let share: Share?
        let cells: [Cell]
    }

    struct Share: Sendable {
        let text: String
        let percent: Int
        /// The whole team would be the whole bar.
        let width: Int
        let isAbove: Bool
        let isShown: Bool
    }

    struct Cell: Sendable {
        let hour: String
        let slots: [Entry]
    }

    struct Entry: Sendable {
        let kind: String
        let left: String
        let people: String?
        let place: String?
        let href: String?
        let label: String
    }

    func page() -> Page {
        var frame = Page.Frame(
            language: texts.language.rawValue, title: "\(texts(.teamPlanning)) – \(view.campaign.type)",
            heading: texts(.teamPlanning), stylesheet: assets.path("team.css"),
            icon: assets.path("favicon.svg"))
        frame.eyebrow = view.campaign.type
        frame.wide = true
        frame.contact = view.campaign.contact.orNil
        frame.otherLanguage = visit.path.other(than: texts.language, "planning", from(visit.query.from))
        let planning = Planning(view.slots, clock: view.campaign.clock, from: visit.query.from)
        let writer = Writer(self)
        return Page(
            template: .planning, frame: frame,
            content: Content(
                tabs: TeamTabs(visit.path, current: .planning, texts: texts),
                lead: texts(
                    .teamPlanningLead, ["percent": String(view.campaign.concentrationPercent)]),
                weeks: planning.weeks.map(writer.week), empty: planning.weeks.isEmpty,
                around: planning.earlier == nil && planning.later == nil
                    ? nil
                    : SlotForm.Around(
                        earlier: planning.earlier.map { visit.path("planning", from($0)) },
                        later: planning.later.map { visit.path("planning", from($0)) })))
    }

    private func from(_ day: Day?) -> KeyValuePairs<String, String> {
        day.map { ["from": $0.description] } ?? [:]
    }

    /// Writes weeks, with what all of them need looked up once.
    private struct Writer {
        let visit: TeamVisit
        let texts: Texts
        let dates: WrittenDates
        let shares: DayShares
        let people: [Slot.ID: [TeamView.Member]]
        let mayPlace: Bool
        /// Where slots are at several places, each tells its own.
        let tellsPlaces: Bool

        init(_ screen: PlanningScreen) {
            visit = screen.visit
            texts = screen.texts
            let view = screen.view
            dates = WrittenDates(screen.texts.language, clock: view.campaign.clock)
            shares = view.shares
            people = Dictionary(
                grouping: view.members.filter { $0.current != nil }, by: { $0.current?.slot.id }
            ).reduce(into: [:]) { all, one in if let slot = one.key { all[slot] = one.value } }
            mayPlace = view.obstacle == nil
            tellsPlaces = Set(view.slots.map(\.place)).count > 1
        }

        func week(_ week: Planning.Week) -> Week {
            let sunday = week.monday.adding(days: 6)
            return Week(
                caption: texts(
                    .teamWeek, ["first": dates.shortDay(week.monday), "last": dates.shortDay(sunday)]),
                hours: week.hours.map(dates.time),
                days: week.days.map { row in
                    Row(
                        day: dates.shortDay(row.day), share: share(on: row.day),
                        cells: zip(week.hours, row.cells).map { hour, slots in
                            Cell(hour: dates.time(hour), slots: slots.map(entry))
                        })
                })
        }

        private func share(on day: Day) -> Share? {
            let count = shares.count(on: day)
            guard count > 0 else { return nil }
            let percent = shares.percent(on: day)
            let isShown = shares.isShown(on: day)
            let people = texts(count, one: .teamMembersOne, many: .teamMembersMany)
            return Share(
                text: isShown ? people + texts(.teamPercent, ["percent": String(percent)]) : people,
                percent: percent, width: min(100, percent), isAbove: shares.isAbove(on: day),
                isShown: isShown)
        }

        private func entry(_ slot: Slot) -> Entry {
            let own = (people[slot.id] ?? []).map(\.agent.familyName).joined(separator: ", ")
            let isLocked = slot.isLocked(in: visit.view.campaign, at: visit.now)
            let isOpen = !isLocked && slot.left > 0
            let left =
                isLocked
                ? texts(.closed)
                : slot.left == 0 ? texts(.full) : texts(slot.left, one: .placesOne, many: .placesMany)
            return Entry(
                kind: isOpen ? slot.fill : "shut", left: left, people: own.orNil,
                place: tellsPlaces ? slot.place.orNil : nil,
                href: isOpen && mayPlace ? visit.path("", ["slot": slot.id.text]) : nil,
                label: texts(.teamPlaceHere, ["moment": dates.shortMoment(slot.starts)]))
        }
    }
}
