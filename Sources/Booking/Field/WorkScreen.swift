// One operation as its technician works on it: where and who, the checklist, notes, photographs, time, what to do.

internal import Core

struct WorkScreen {
    let work: Intervention
    let visit: FieldVisit
    let csrf: String
    let texts: Texts
    let assets: Assets
    /// What was not done.
    var alert: String?

    private var dates: WrittenDates { WrittenDates(texts.language, clock: work.campaign.clock) }
    private var own: PagePath { visit.page(of: work.operation) }

    struct Content: Sendable {
        let shell: FieldShell
        let operation: String
        let state: String
        let home: String
        let mark: VisitMark
        let trouble: String?
        let facts: [SlotWriter.Fact]
        let telephone: Telephone?
        let fields: Page.List<SlotWriter.Fact>?
        let checklist: ChecklistPart?
        let helps: [StepHelp]
        let notes: [Note]
        let note: ActForm?
        let photos: Page.List<Picture>?
        let photo: ActForm?
        let time: String
        let spent: ActForm?
        let asks: [Ask]
        let start: ActForm?
        let finish: ActForm?
    }

    struct Note: Sendable {
        let text: String
        let by: String
    }

    struct Picture: Sendable {
        let href: String
        let text: String
    }

    /// What a question or a step's help shows on a page of its own.
    struct Aside: Sendable {
        var ask: Ask?
        var help: StepHelp?
        let back: String
    }

    func page() -> Page {
        var frame = frame(work.person.name)
        let hour = work.appointment.map { dates.range($0.starts, $0.ends) } ?? texts(.fieldNoHour)
        frame.eyebrow = hour.prefix(1).uppercased() + hour.dropFirst()
        frame.otherLanguage = own.other(than: texts.language)
        frame.status = visit.query.done.map { .done(texts($0.done, ["step": ""])) }
        frame.script = assets.path("field.js")
        frame.manifest = visit.home(suffix: "/manifest.webmanifest")
        let acts = work.obstacle == nil
        return Page(
            template: .fieldWork, frame: frame,
            content: Content(
                shell: FieldShell(visit, csrf: csrf, texts: texts), operation: work.operation.text,
                state: work.state.rawValue, home: visit.home(), mark: VisitMark(work.state, texts),
                trouble: work.trouble?.words(texts), facts: facts, telephone: Telephone(work.known.telephone),
                fields: Page.List(work.fields.map { SlotWriter.Fact(name: $0.name, value: $0.value) }),
                checklist: work.checklist.map { run in
                    ChecklistPart(run, state: work.state, isOpen: acts, dates: dates, texts) { form() }
                },
                helps: steps.compactMap(help),
                notes: work.notes.map { Note(text: $0.text, by: signed($0.by, $0.at)) },
                note: acts ? form() : nil,
                photos: Page.List(
                    work.photos.map { photo in
                        Picture(
                            href: own.path + "/photos/\(photo.id)",
                            text: texts(.fieldPhotoOf, ["moment": signed(photo.by, photo.at)]))
                    }),
                photo: acts ? form(suffix: "/photos") : nil, time: time, spent: acts ? form() : nil,
                asks: acts ? Ask.offered.compactMap { ask($0.act) } : [],
                start: acts ? form(from: .planned) : nil, finish: acts ? form(from: .inProgress) : nil))
    }

    /// The same question or help as the dialogs', alone; nil where there is none.
    func aside() -> Page? {
        if let ask = visit.query.ask.flatMap(ask), work.obstacle == nil, !ask.hidden {
            return aside(ask.title, Aside(ask: ask, back: own()))
        }
        guard let step = steps.first(where: { $0.id == visit.query.step }), let help = help(step) else {
            return nil
        }
        return aside(step.label, Aside(help: help, back: own() + "#step-\(step.id)"))
    }

    private func aside(_ title: String, _ content: Aside) -> Page {
        var frame = frame(title)
        frame.eyebrow = work.person.name
        // With scripts, the page of the operation opens the dialog.
        return Page(template: .fieldAsk, frame: frame, content: content)
    }

    private func frame(_ heading: String) -> Page.Frame {
        var frame = Page.Frame(
            language: texts.language.rawValue, title: "\(heading) – \(work.campaign.type)", heading: heading,
            stylesheet: assets.path("field.css"), icon: assets.path("favicon.svg"))
        frame.contact = work.campaign.contact.orNil
        let obstacle = work.obstacle.map { FieldNotice(texts).refused(nil, $0) }
        frame.alert = (alert ?? obstacle).map { .refused($0, then: nil) }
        return frame
    }

    private func form(suffix: String = "", from state: Operation.State? = nil) -> ActForm {
        var form = ActForm(own(suffix: suffix), csrf: csrf, seen: work.state, now: visit.now)
        form.hidden = state.map { $0 != work.state } ?? false
        return form
    }

    private func ask(_ act: FieldEntry.Act.Kind) -> Ask? { Ask(act, of: work, on: own, form(), texts) }

    private var steps: [ChecklistRun.Step] { work.checklist?.phases.flatMap(\.steps) ?? [] }

    private func help(_ step: ChecklistRun.Step) -> StepHelp? {
        StepHelp(
            step, tick: step.tick == nil && work.obstacle == nil ? form(from: .inProgress) : nil,
            visit: visit,
            on: own, csrf: csrf, texts)
    }

    private var facts: [SlotWriter.Fact] {
        let place = [work.appointment?.place.orNil ?? work.segment?.orNil, work.known.office?.orNil]
            .compactMap(\.self).joined(separator: " • ").orNil
        return [
            (Phrase.place, place), (.fieldReference, work.reference.orNil),
            (.fieldEquipment, work.known.equipment?.orNil.flatMap { $0 == work.reference ? nil : $0 }),
            (.fieldService, work.person.service.orNil),
        ].compactMap { name, value in value.map { SlotWriter.Fact(name: texts(name), value: $0) } }
    }

    private var time: String {
        let minutes = texts.duration(work.time.minutes)
        if let since = work.time.runningSince {
            return texts(.fieldTimeRunning, ["moment": dates.time(since), "time": minutes])
        }
        return texts(.fieldTimeSpent, ["time": minutes])
    }

    /// "Karim Benali, mardi 3 février 2026 à 9h12"
    private func signed(_ by: String, _ at: Instant) -> String { "\(by), \(dates.moment(at))" }
}
