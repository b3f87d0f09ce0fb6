// "Mes interventions": a technician's visits around today (RG-020).

internal import Core

struct DayScreen {
    let day: FieldDay
    let visit: FieldVisit
    let csrf: String
    let texts: Texts
    let assets: Assets
    /// A calendar feed of these visits; nil where none is offered.
    var feed: String?

    private var dates: WrittenDates { WrittenDates(texts.language, clock: day.campaign.clock) }

    struct Content: Sendable {
        let shell: FieldShell
        let summary: String
        let today: Page.List<Card>?
        let days: [Section]
        let unplanned: String?
        let feed: String?
    }

    /// One of today's, with what one tap does.
    struct Card: Sendable {
        let operation: String
        let state: String
        let page: String
        let href: String
        let next: Bool
        let starts: String
        let ends: String
        let name: String
        let subject: String?
        let place: String?
        let mark: VisitMark
        let trouble: String?
        let progress: StepProgress?
        let telephone: Telephone?
        let start: ActForm
        let going: Bool
        /// Offered where every step is ticked.
        let finish: ActForm?
        let others: [Other]
    }

    /// What asks something first.
    struct Other: Sendable {
        let from: String
        let hidden: Bool
        let href: String
        let label: String
    }

    struct Section: Sendable {
        let id: String
        let title: String
        let days: [Rows]
    }

    struct Rows: Sendable {
        /// Nil where the title of the section says it.
        let day: String?
        let rows: [Row]
    }

    struct Row: Sendable {
        let operation: String
        let state: String
        let href: String
        let starts: String
        let name: String
        let place: String?
        let mark: VisitMark
    }

    func page() -> Page {
        var frame = Page.Frame(
            language: texts.language.rawValue, title: "\(texts(.fieldTitle)) – \(day.campaign.type)",
            heading: texts(.fieldTitle), stylesheet: assets.path("field.css"),
            icon: assets.path("favicon.svg")
        )
        frame.eyebrow = [day.technician.name.orNil, day.campaign.type].compactMap(\.self).joined(
            separator: " • ")
        frame.contact = day.campaign.contact.orNil
        frame.otherLanguage = visit.home.other(than: texts.language)
        frame.status = visit.query.done.map { .done(texts($0.done)) }
        frame.script = assets.path("field.js")
        frame.manifest = visit.home(suffix: "/manifest.webmanifest")
        let today = day.todays.map(card)
        return Page(
            template: .fieldDay, frame: frame,
            content: Content(
                shell: FieldShell(visit, csrf: csrf, texts: texts), summary: summary, today: Page.List(today),
                days: [
                    section("tomorrow", .fieldTomorrow, [(nil, day.tomorrows)]),
                    section("later", .fieldLater, byDay(day.later)),
                    section("behind", .fieldBehind, byDay(day.behind)),
                ].compactMap(\.self),
                unplanned: day.unplanned == 0
                    ? nil : texts(day.unplanned, one: .fieldUnplannedOne, many: .fieldUnplannedMany),
                feed: feed))
    }

    /// "3 interventions • lundi 3 février 2026"
    private var summary: String {
        texts(day.todays.count, one: .fieldCountOne, many: .fieldCountMany) + " • " + dates.day(day.today)
    }

    private func card(_ one: Visit) -> Card {
        let page = visit.page(of: one.operation)
        let isComplete = one.progress.map { $0.ticked == $0.total } ?? true
        func form(_ states: Operation.State) -> ActForm {
            var form = ActForm(page(), csrf: csrf, seen: one.state, now: visit.now)
            form.hidden = states != one.state
            return form
        }
        return Card(
            operation: one.operation.text, state: one.state.rawValue, page: page.path, href: page(),
            next: one.operation == day.next?.operation, starts: dates.time(one.starts),
            ends: dates.time(one.ends),
            name: one.person.name, subject: subject(one), place: place(one),
            mark: VisitMark(one.state, texts),
            trouble: one.trouble?.words(texts),
            progress: one.progress.flatMap { StepProgress($0.ticked, of: $0.total, texts) },
            telephone: Telephone(one.known.telephone), start: form(.planned), going: one.state == .inProgress,
            finish: isComplete ? form(.inProgress) : nil,
            others: Ask.offered.map { ask in
                Other(
                    from: ask.from.map(\.rawValue).joined(separator: " "),
                    hidden: !ask.from.contains(one.state),
                    href: page(["ask": ask.act.rawValue]), label: texts(ask.act.phrase))
            })
    }

    private func row(_ one: Visit) -> Row {
        Row(
            operation: one.operation.text, state: one.state.rawValue, href: visit.page(of: one.operation)(),
            starts: dates.time(one.starts), name: one.person.name, place: place(one),
            mark: VisitMark(one.state, texts))
    }

    private func section(_ id: String, _ title: Phrase, _ days: [(Day?, [Visit])]) -> Section? {
        guard days.contains(where: { !$0.1.isEmpty }) else { return nil }
        return Section(
            id: id, title: texts(title),
            days: days.map { day, visits in Rows(day: day.map(dates.day), rows: visits.map(row)) })
    }

    private func byDay(_ visits: [Visit]) -> [(Day?, [Visit])] {
        var days: [(Day?, [Visit])] = []
        for one in visits {
            let day = day.campaign.clock.day(one.starts)
            if days.last?.0 != day { days.append((day, [])) }
            days[days.count - 1].1.append(one)
        }
        return days
    }

    private func subject(_ one: Visit) -> String? {
        [
            one.reference.orNil, one.known.equipment?.orNil.flatMap { $0 == one.reference ? nil : $0 },
            one.person.service.orNil,
        ]
        .compactMap(\.self).joined(separator: " • ").orNil
    }

    private func place(_ one: Visit) -> String? {
        [one.place.orNil ?? one.segment?.orNil, one.known.office?.orNil].compactMap(\.self).joined(
            separator: " • "
        ).orNil
    }
}
