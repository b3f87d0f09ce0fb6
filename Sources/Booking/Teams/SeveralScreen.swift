// Choosing one slot for several people at once.

internal import Core

struct SeveralScreen {
    let visit: TeamVisit
    let members: [TeamView.Member]
    let from: Day?
    let texts: Texts
    let assets: Assets
    let csrf: String
    var choiceMissing = false

    private var view: TeamView { visit.view }

    struct Content: Sendable {
        let lead: String
        let names: String
        let form: SlotForm?
        let back: String
    }

    func page() -> Page {
        let title = texts(members.count, one: .teamSeveralTitleOne, many: .teamSeveralTitleMany)
        var frame = Page.Frame(
            language: texts.language.rawValue, title: "\(title) – \(view.campaign.type)", heading: title,
            stylesheet: assets.path("team.css"), icon: assets.path("favicon.svg"))
        frame.eyebrow = view.campaign.type
        frame.contact = view.campaign.contact.orNil
        frame.otherLanguage = visit.path.other(than: texts.language)
        return Page(
            template: .several, frame: frame,
            content: Content(
                lead: texts(form == nil ? .teamSeveralNone : .teamSeveralLead),
                names: members.map(\.agent.name).joined(separator: ", "), form: form, back: visit.path()))
    }

    private var form: SlotForm? {
        // RG-120: what every one of them may take, and where all of them fit.
        let segments = Set(members.map(\.agent.segment))
        let slots = view.slots.filter { slot in
            slot.left >= members.count && segments.allSatisfy(slot.isOpen(to:))
        }
        let writer = SlotWriter(
            slots, of: view.campaign, texts: texts, now: visit.now, held: nil, chosen: visit.query.slot)
        let window = SlotWindow(slots, in: view.campaign, from: from, now: visit.now)
        let picked = Set(members.map(\.agent.id))
        var days = writer.days(window.days)
        for (index, day) in window.days.enumerated() where days.indices.contains(index) {
            days[index].share = ShareWords(texts)(on: day.day, putting: picked, of: view)
        }
        guard days.contains(where: { $0.slots.contains(where: \.open) }) else { return nil }
        var form = SlotForm(
            action: visit.path("several"), csrf: csrf, verb: "review", button: texts(.teamContinue),
            days: days)
        form.hidden = TeamForm.hidden(members)
        if choiceMissing { form.error = texts(.choiceMissing) }
        if window.earlier != nil || window.later != nil {
            form.turns = SlotForm.Around(
                earlier: window.earlier?.description, later: window.later?.description)
        }
        return form
    }
}

/// What the share of a team on a day becomes, in words (RG-127).
struct ShareWords {
    let texts: Texts

    init(_ texts: Texts) { self.texts = texts }

    /// "équipe ce jour-là : 37 %, puis 50 %"; nil where it stays below what is shown.
    func callAsFunction(on day: Day, putting agents: Set<Agent.ID>, of view: TeamView) -> String? {
        let before = view.shares
        let after = view.shares(putting: agents, on: day)
        guard after.isShown(on: day) else { return nil }
        let phrase: Phrase = after.isAbove(on: day) ? .teamDayShareAbove : .teamDayShare
        return texts(
            phrase,
            [
                "before": String(before.percent(on: day)), "after": String(after.percent(on: day)),
            ])
    }
}
