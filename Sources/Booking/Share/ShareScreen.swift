// The figures as a page shows them: tiles, charts, and the tables that say the same in words.

internal import Core

/// One campaign's live region.
struct ShareScreen {
    let figures: Figures
    let texts: Texts
    let at: Instant

    private var clock: WallClock { figures.campaign.clock }
    private var dates: WrittenDates { WrittenDates(texts.language, clock: clock) }

    struct Content: Sendable {
        /// What has changed, in a sentence, for whoever hears the page.
        let summary: String
        let asOf: String
        let percent: String
        let progress: Int
        let done: String
        let facts: [Fact]
        let tiles: [Tile]
        let curve: CurveChart.Content
        let states: StateChart.Content?
        let groups: Page.List<Grouping>?
        let answers: Page.List<Way>?
        let latest: Page.List<Line>?
    }

    struct Fact: Sendable {
        let name: String
        let value: String
        let note: String?
        /// `warn` where it asks for somebody's attention.
        let icon: String?
    }

    struct Tile: Sendable {
        let name: String
        let count: String
        let percent: String?
        let kind: String
        let icon: String?
    }

    /// A table of segments, or of technicians.
    struct Grouping: Sendable {
        let caption: String
        let head: String
        let rows: [Row]
    }

    struct Row: Sendable {
        let name: String
        let done: String
        let total: String
        let percent: String
        let width: Int
    }

    struct Way: Sendable {
        let name: String
        let count: String
        let percent: String
        let width: Int
    }

    struct Line: Sendable {
        let moment: String
        let machine: String
        let words: String
    }

    func board(_ templates: WebTemplates) -> ShareBoard {
        let html = templates.part(.shareBoard, content, texts)
        return ShareBoard(
            figures: figures, at: at, html: html,
            event: LiveEvent(version: "\(figures.revision)-\(clock.day(at).ordinal)", data: html))
    }

    var content: Content {
        let states = figures.states
        let done = texts(
            states[.done], of: states.total, one: .shareDoneOne, many: .shareDoneMany)
        return Content(
            summary: texts(.shareSummary, ["done": done, "percent": percent(states.progress)]),
            asOf: texts(.shareAsOf, ["moment": dates.moment(at)]), percent: percent(states.progress),
            progress: states.progress, done: done, facts: facts, tiles: tiles,
            curve: CurveChart(days: figures.days, dates: dates, texts: texts).content,
            states: StateChart(tally: states, texts: texts).content,
            groups: Page.List(
                [
                    grouping(figures.segments, .shareSegments, .shareSegment, .shareNoSegment),
                    grouping(figures.technicians, .shareTechnicians, .shareTechnician, .shareNoTechnician),
                ].compactMap(\.self)),
            answers: Page.List(ways),
            latest: Page.List(figures.latest.map(line)))
    }

    func percent(_ number: Int) -> String { texts(.sharePercent, ["percent": String(number)]) }

    private var tiles: [Tile] {
        let percentages = figures.states.percentages
        let total = Tile(
            name: texts(.shareTotal), count: texts.number(figures.states.total), percent: nil, kind: "total",
            icon: nil)
        return [total]
            + StateChart.order.map { state in
                Tile(
                    name: texts(state.plural), count: texts.number(figures.states[state]),
                    percent: percent(percentages[state] ?? 0), kind: state.rawValue, icon: state.icon)
            }
    }

    /// Velocity and estimated end (RG-203), presence (RG-302).
    private var facts: [Fact] {
        var facts: [Fact] = []
        if let pace = figures.pace {
            facts.append(
                Fact(
                    name: texts(.shareVelocity),
                    value: texts(.shareVelocityValue, ["count": texts.tenths(pace.tenthsADay)]),
                    note: texts(pace.days, one: .shareVelocityOne, many: .shareVelocityMany), icon: nil))
            let late = pace.end > figures.campaign.endsOn
            facts.append(
                Fact(
                    name: texts(.shareEnd), value: dates.day(pace.end),
                    note: texts(
                        late ? .shareEndLate : .shareEndInTime,
                        ["day": dates.shortDay(figures.campaign.endsOn)]),
                    icon: late ? "alert" : nil))
        } else if figures.states.total > 0, figures.states[.done] == figures.states.total {
            facts.append(Fact(name: texts(.shareEnd), value: texts(.shareAllDone), note: nil, icon: nil))
        } else {
            facts.append(
                Fact(
                    name: texts(.shareEnd), value: texts(.shareUnknown), note: texts(.shareNoPace), icon: nil)
            )
        }
        let presence = figures.presence
        facts.append(
            presence.percent.map { rate in
                Fact(
                    name: texts(.sharePresence), value: percent(rate),
                    note: texts(
                        .sharePresenceNote,
                        ["present": texts.number(presence.present), "missed": texts.number(presence.missed)]),
                    icon: nil)
            }
                ?? Fact(
                    name: texts(.sharePresence), value: texts(.shareUnknown), note: texts(.shareNoPresence),
                    icon: nil))
        return facts
    }

    private func grouping(
        _ groups: [Figures.Group], _ caption: Phrase, _ head: Phrase, _ none: Phrase
    ) -> Grouping? {
        guard !groups.isEmpty else { return nil }
        return Grouping(
            caption: texts(caption), head: texts(head),
            rows: groups.map { group in
                Row(
                    name: group.name ?? texts(none), done: texts.number(group.states[.done]),
                    total: texts.number(group.states.total), percent: percent(group.states.progress),
                    width: group.states.progress)
            })
    }

    private var ways: [Way] {
        let answers = figures.answers
        guard answers.total > 0 else { return [] }
        let counts = AnswerWay.allCases.map { answers.byWay[$0] ?? 0 } + [answers.waiting]
        let names: [Phrase] = [
            .shareWayLink, .shareWayCalendar, .shareWayReply, .shareWayManager, .shareWayWaiting,
        ]
        return zip(zip(names, counts), Percentages.adding(counts)).map { way, percentage in
            Way(
                name: texts(way.0), count: texts.number(way.1), percent: percent(percentage),
                width: percentage)
        }
    }

    private func line(_ deed: Deed) -> Line {
        let isToday = clock.day(deed.at) == clock.day(at)
        return Line(
            moment: isToday ? texts(.shareToday, ["time": dates.time(deed.at)]) : dates.shortMoment(deed.at),
            machine: clock.iso8601(deed.at), words: deed.told(texts))
    }
}
