// The agent's page: what it shows, decided from what is so.

internal import Core

/// One agent's page, from one snapshot.
struct AgentScreen {
    let view: AgentView
    let query: AgentQuery
    let path: PagePath
    let csrf: String
    let texts: Texts
    let assets: Assets
    let now: Instant
    /// What has just been refused, and the slot that was asked for.
    var refusal: (refusal: Refusal, slot: Slot.ID?)?
    /// The form came without a slot.
    var choiceMissing = false

    private var campaign: Campaign { view.campaign }
    private var dates: WrittenDates { WrittenDates(texts.language, clock: campaign.clock) }
    private var isOpen: Bool { campaign.state == .upcoming || campaign.state == .inProgress }

    func page() -> Page {
        if let current = view.current {
            let mayChange = isOpen && !current.isLocked && current.booking.state != .done
            switch query.screen {
            case .cancel where mayChange && refusal == nil: return cancelling(current)
            case .wishes where mayWish && mayChange && refusal == nil: return wishing()
            case .change where view.obstacle(at: now) == nil && mayChange: return choosing(instead: current)
            default:
                let mayChoose = mayChange && refusal?.refusal.alternatives.isEmpty == false
                return mayChoose ? choosing(instead: current) : booked(current, mayChange: mayChange)
            }
        }
        return switch view.obstacle(at: now) {
        case .forbidden:
            notice(.managerTitle, texts(.managerLead))
        case .some:
            notice(.closedTitle, texts(.closedLead, ["campaign": campaign.name]))
        case nil where query.screen == .wishes && refusal == nil:
            wishing()
        case nil:
            choosing(instead: nil)
        }
    }

    /// Whoever may choose may say that nothing suits them (RG-304).
    private var mayWish: Bool { view.obstacle(at: now) == nil }

    // MARK: Screens

    struct Choosing: Sendable {
        let greeting: String?
        let lead: String?
        let card: AppointmentCard?
        let facts: Page.List<SlotWriter.Fact>?
        let description: String?
        let form: SlotForm?
        let nothing: Bool
        let links: Page.List<Page.Link>?
        /// Of agents alone: the place that is held for them, and what they wished.
        var offer: Offer?
        var wishes: Page.List<String>?
    }

    /// The place that is held for them (RG-303).
    struct Offer: Sendable {
        let title: String
        let when: String
        let place: String?
        let until: String
        let action: String
        let csrf: String
        let slot: String
        let verb: String
    }

    private var offer: Offer? {
        guard mayWish, let offer = view.offer else { return nil }
        return Offer(
            title: texts(.offerTitle), when: dates.range(offer.slot.starts, offer.slot.ends),
            place: offer.slot.place.orNil, until: texts(.offerUntil, ["moment": dates.limit(offer.until)]),
            action: path(), csrf: csrf, slot: offer.slot.id.text,
            verb: view.current == nil ? "book" : "move")
    }

    private func wishing() -> Page {
        Page(
            template: .wishes, frame: frame(.wishesTitle),
            content: WishForm(view.wishes, path: path, csrf: csrf, texts: texts))
    }

    private func choosing(instead current: AgentView.Current?) -> Page {
        let alternatives = refusal?.refusal.alternatives ?? []
        let writer = SlotWriter(
            alternatives.isEmpty ? view.slots : alternatives, of: campaign, texts: texts, now: now,
            held: current?.slot.id, chosen: refusal?.slot ?? query.slot)
        let changing = current == nil ? [:] : ["change": "1"] as KeyValuePairs
        let window = SlotWindow(view.slots, in: campaign, from: query.from, now: now, waitable: true)
        var form = SlotForm(
            action: path(), csrf: csrf, verb: current == nil ? "book" : "move",
            button: texts(current == nil ? .confirm : .confirmChange),
            days: alternatives.isEmpty
                ? writer.days(window.days, waitingFor: view.waits)
                : writer.days(SlotWindow(alternatives, in: campaign, from: nil, now: now).days))
        if form.days.contains(where: { $0.wait != nil }) { form.waiting = path() }
        if choiceMissing { form.error = texts(.choiceMissing) }
        if alternatives.isEmpty, window.earlier != nil || window.later != nil {
            form.around = SlotForm.Around(
                earlier: window.earlier.map { self.from($0, changing: current != nil) },
                later: window.later.map { self.from($0, changing: current != nil) })
        }
        let nothing = !form.days.contains { $0.slots.contains(where: \.open) }
        if nothing { form.button = nil }
        var links: [Page.Link] = []
        if !alternatives.isEmpty { links.append(Page.Link(href: path(changing), label: texts(.allSlots))) }
        if current != nil { links.append(Page.Link(href: path(), label: texts(.keepMine))) }
        links.append(
            Page.Link(
                href: path(["wishes": "1"]),
                label: texts(view.wishes.words.isEmpty ? .noneSuits : .wishesChange)))
        return Page(
            template: .choose,
            frame: frame(current == nil ? .chooseTitle : .changeTitle),
            content: Choosing(
                greeting: current == nil && alternatives.isEmpty
                    ? texts(.hello, ["name": view.agent.name]) : nil,
                lead: texts(
                    !alternatives.isEmpty ? .nearest : current == nil ? .chooseLead : .changeLead),
                card: current.map { AppointmentCard($0, texts: texts, clock: campaign.clock) },
                facts: Page.List(writer.facts),
                description: current == nil && alternatives.isEmpty ? campaign.description.orNil : nil,
                form: nothing && form.waiting == nil ? nil : form, nothing: nothing,
                links: Page.List(links), offer: offer, wishes: Page.List(view.wishes.words)))
    }

    struct Booked: Sendable {
        let card: AppointmentCard
        let offer: Offer?
        let accept: Accept?
        let links: Page.List<Page.Link>?
        let until: String?
        let preparation: String?
        let description: String?

        struct Accept: Sendable {
            let action: String
            let csrf: String
            let slot: String
        }
    }

    private func booked(_ current: AgentView.Current, mayChange: Bool) -> Page {
        var links: [Page.Link] = []
        if mayChange, campaign.mode.agentsChoose {
            links.append(Page.Link(href: path(["change": "1"]), label: texts(.change)))
        }
        if current.booking.state != .done {
            links.append(Page.Link(href: path(suffix: "/rendez-vous.ics"), label: texts(.addToCalendar)))
        }
        if mayChange { links.append(Page.Link(href: path(["cancel": "1"]), label: texts(.cancel))) }
        return Page(
            template: .booked, frame: frame(.bookedTitle),
            content: Booked(
                card: AppointmentCard(current, texts: texts, clock: campaign.clock),
                offer: mayChange ? offer : nil,
                accept: mayChange && current.booking.state == .placed
                    ? Booked.Accept(action: path(), csrf: csrf, slot: current.slot.id.text) : nil,
                links: Page.List(links),
                until: current.booking.state == .done ? nil : until(current, mayChange: mayChange),
                preparation: current.booking.state == .done ? nil : campaign.preparation.orNil,
                description: campaign.description.orNil))
    }

    struct Cancelling: Sendable {
        let card: AppointmentCard
        let lead: String
        let action: String
        let csrf: String
        let keep: String
    }

    private func cancelling(_ current: AgentView.Current) -> Page {
        Page(
            template: .cancel, frame: frame(.cancelTitle),
            content: Cancelling(
                card: AppointmentCard(current, texts: texts, clock: campaign.clock),
                lead: texts(.cancelLead), action: path(), csrf: csrf, keep: path()))
    }

    struct Told: Sendable {
        let lead: String
        let description: String?
    }

    private func notice(_ heading: Phrase, _ lead: String) -> Page {
        Page(
            template: .notice, frame: frame(heading),
            content: Told(lead: lead, description: campaign.description.orNil))
    }

    // MARK: Parts

    private func frame(_ heading: Phrase) -> Page.Frame {
        var frame = Page.Frame(
            language: texts.language.rawValue, title: "\(texts(heading)) – \(campaign.type)",
            heading: texts(heading), stylesheet: assets.path("site.css"), icon: assets.path("favicon.svg"))
        frame.eyebrow = campaign.type
        frame.contact = campaign.contact.orNil
        frame.more = Page.Link(href: path(suffix: "/donnees"), label: texts(.dataLink))
        frame.status = done
        frame.alert = refusal.map { refused in
            .refusal(
                refused.refusal.reason,
                slot: view.slots.first { $0.id == refused.slot }.map { dates.moment($0.starts) },
                contact: campaign.contact, reader: .agent, texts: texts)
        }
        frame.otherLanguage =
            switch query.screen {
            case .main: path.other(than: texts.language)
            case .change: path.other(than: texts.language, ["change": "1"])
            case .cancel: path.other(than: texts.language, ["cancel": "1"])
            case .wishes: path.other(than: texts.language, ["wishes": "1"])
            }
        return frame
    }

    /// Told only while it is still so: the address may be opened again tomorrow.
    private var done: Page.Notice? {
        switch (query.done, view.current) {
        case (.booked, .some): .done(texts(.doneBooked))
        case (.moved, .some): .done(texts(.doneMoved))
        case (.cancelled, nil): .done(texts(.doneCancelled))
        case (.waiting, _) where !view.waits.isEmpty: .done(texts(.doneWaiting))
        case (.gaveUp, _): .done(texts(.doneGaveUp))
        case (.declined, _) where view.offer == nil: .done(texts(.doneDeclined))
        case (.wished, _): .done(texts(view.wishes.words.isEmpty ? .doneUnwished : .doneWished))
        case (.roomLeft, _): .note(texts(.doneRoomLeft))
        case (nil, _) where view.lapsed != nil && view.offer == nil && mayWish && refusal == nil:
            .note(texts(.offerLapsed))
        default: nil
        }
    }

    /// Until when it can be changed, or whom to call (RG-123).
    private func until(_ current: AgentView.Current, mayChange: Bool) -> String {
        guard mayChange else {
            let call = campaign.contact.orNil.map { texts(.callToChange, ["contact": $0]) }
            return texts(.noLongerChangeable) + " " + (call ?? texts(.callToChangeNobody))
        }
        let locks = current.slot.locks(in: campaign)
        guard locks < current.slot.starts else {
            return texts(.changeableUntil, ["moment": dates.moment(current.slot.starts)])
        }
        let lastDay = campaign.clock.day(locks).adding(days: -1)
        return texts(.changeableUntilDay, ["day": dates.day(lastDay)])
    }

    private func from(_ day: Day, changing: Bool) -> String {
        changing ? path(["change": "1", "from": day.description]) : path(["from": day.description])
    }
}
