// Placing one agent of a team: the same slots to choose from as the agent has.

internal import Core

/// The page of one agent, for their manager.
struct PlacingScreen {
    let view: TeamView
    let member: TeamView.Member
    let query: AgentQuery
    let team: TeamPath
    let csrf: String
    let texts: Texts
    let assets: Assets
    let now: Instant
    var refusal: (refusal: Refusal, slot: Slot.ID?)?
    var choiceMissing = false

    private var campaign: Campaign { view.campaign }
    private var dates: WrittenDates { WrittenDates(texts.language, clock: campaign.clock) }

    private func own(_ items: KeyValuePairs<String, String> = [:]) -> String {
        team(member.agent.id.text, items)
    }

    func page() -> Page {
        let current = member.current
        guard view.obstacle == nil, member.isMovable else { return standing() }
        if query.screen == .cancel, refusal == nil, let current { return cancelling(current) }
        return choosing()
    }

    private func choosing() -> Page {
        // RG-120: the slots of this agent's segment.
        let slots = view.slots.filter { $0.isOpen(to: member.agent.segment) }
        let alternatives = refusal?.refusal.alternatives ?? []
        let writer = SlotWriter(
            alternatives.isEmpty ? slots : alternatives, of: campaign, texts: texts, now: now,
            held: member.current?.slot.id, chosen: refusal?.slot ?? query.slot)
        let window = SlotWindow(
            alternatives.isEmpty ? slots : alternatives, in: campaign, from: query.from, now: now)
        let placed = member.current != nil
        var days = writer.days(window.days)
        for (index, day) in window.days.enumerated() where days.indices.contains(index) {
            days[index].share = ShareWords(texts)(on: day.day, putting: [member.agent.id], of: view)
        }
        var form = SlotForm(
            action: own(), csrf: csrf, verb: placed ? "move" : "book",
            button: texts(placed ? .confirmChange : .confirm), days: days)
        if choiceMissing { form.error = texts(.choiceMissing) }
        form.around = SlotForm.Around(
            earlier: window.earlier.map { own(["from": $0.description]) },
            later: window.later.map { own(["from": $0.description]) })
        let nothing = !form.days.contains { $0.slots.contains(where: \.open) }
        var links: [Page.Link] = []
        if !alternatives.isEmpty { links.append(Page.Link(href: own(), label: texts(.allSlots))) }
        if placed {
            links.append(Page.Link(href: own(["replace": "1"]), label: texts(.teamReplace)))
            links.append(Page.Link(href: own(["cancel": "1"]), label: texts(.cancel)))
        }
        links.append(Page.Link(href: team(), label: texts(.teamBack)))
        return Page(
            template: .choose, frame: frame(placed ? .teamChangeTitle : .teamPlaceTitle),
            content: AgentScreen.Choosing(
                greeting: nil, lead: texts(alternatives.isEmpty ? .teamPlaceLead : .nearest), card: card,
                facts: Page.List(writer.facts + wishes),
                description: nil, form: nothing ? nil : form, nothing: nothing, links: Page.List(links)))
    }

    private func cancelling(_ current: AgentView.Current) -> Page {
        Page(
            template: .cancel, frame: frame(.teamCancelTitle),
            content: AgentScreen.Cancelling(
                card: AppointmentCard(current, texts: texts, clock: campaign.clock),
                lead: texts(.teamCancelLead), action: own(), csrf: csrf, keep: own()))
    }

    /// What stands, where nothing can be changed: locked, closed, or not for managers to choose.
    private func standing() -> Page {
        let reason = refusal?.refusal.reason ?? view.obstacle ?? .locked
        var frame = frame(member.current == nil ? .teamPlaceTitle : .teamChangeTitle)
        frame.alert = .refusal(
            reason, slot: nil, contact: campaign.contact, reader: .manager, texts: texts)
        return Page(
            template: .choose, frame: frame,
            content: AgentScreen.Choosing(
                greeting: nil, lead: nil, card: card, facts: nil, description: nil, form: nil, nothing: false,
                links: Page.List([Page.Link(href: team(), label: texts(.teamBack))])))
    }

    /// RG-304: beside the free places.
    private var wishes: [SlotWriter.Fact] {
        guard !member.wishes.isEmpty else { return [] }
        return [
            SlotWriter.Fact(name: texts(.teamWishesFact), value: member.wishes.joined(separator: " ; "))
        ]
    }

    private var card: AppointmentCard? {
        member.current.map { AppointmentCard($0, texts: texts, clock: campaign.clock) }
    }

    private func frame(_ heading: Phrase) -> Page.Frame {
        let title = texts(heading, ["name": member.agent.name])
        var frame = Page.Frame(
            language: texts.language.rawValue, title: "\(title) – \(campaign.type)", heading: title,
            stylesheet: assets.path("team.css"), icon: assets.path("favicon.svg"))
        frame.eyebrow = campaign.type
        frame.contact = campaign.contact.orNil
        frame.otherLanguage =
            query.screen == .cancel
            ? team.other(than: texts.language, member.agent.id.text, ["cancel": "1"])
            : team.other(than: texts.language, member.agent.id.text)
        frame.alert = refusal.map { refused in
            .refusal(
                refused.refusal.reason,
                slot: view.slots.first { $0.id == refused.slot }.map { dates.moment($0.starts) },
                contact: campaign.contact, reader: .manager, texts: texts)
        }
        return frame
    }
}
