// What some orders would do, told before they are carried out: each person's change, and each day's share (RG-127).

internal import Core

/// The page that asks before doing.
struct ReviewScreen {
    let visit: TeamVisit
    let orders: [TeamOrder]
    let texts: Texts
    let assets: Assets
    let csrf: String
    /// Whom nobody could find a place for.
    var unplaced: [Spread.Unplaced] = []
    /// What has just been refused.
    var refused: [TeamOrderResult] = []
    /// What was done all the same.
    var act: TeamAct?
    /// All or none.
    var together = false

    private var view: TeamView { visit.view }
    private var dates: WrittenDates { WrittenDates(texts.language, clock: view.campaign.clock) }

    struct Content: Sendable {
        let lead: String
        let warnings: Page.List<Page.Notice>?
        let form: Form?
        let days: Page.List<DayChange>?
        let unplaced: Page.List<String>?
        let back: String
    }

    struct Form: Sendable {
        let action: String
        let csrf: String
        let together: Bool
        let people: [Change]
        let button: String
        let isCancelling: Bool
    }

    struct Change: Sendable {
        let field: String
        let value: String
        let name: String
        let before: String
        let after: String
        /// All hang together, and none can be left out.
        let fixed: Bool
    }

    struct DayChange: Sendable {
        let day: String
        let before: String
        let after: String
        let isAbove: Bool
    }

    func page() -> Page {
        let cancels = orders.count { $0.wish == .cancel }
        let isCancelling = !orders.isEmpty && cancels == orders.count
        let heading: Phrase = isCancelling ? .teamReviewCancelTitle : .teamReviewTitle
        var frame = Page.Frame(
            language: texts.language.rawValue, title: "\(texts(heading)) – \(view.campaign.type)",
            heading: texts(heading), stylesheet: assets.path("team.css"), icon: assets.path("favicon.svg"))
        frame.eyebrow = view.campaign.type
        frame.wide = true
        frame.contact = view.campaign.contact.orNil
        frame.otherLanguage = visit.path.other(than: texts.language)
        frame.status = act.map { .done(ActWords(texts)($0, of: view) + " " + texts(.teamTold)) }
        frame.alert = refusalNotice
        return Page(
            template: .review, frame: frame,
            content: Content(
                lead: lead(isCancelling), warnings: Page.List(warnings),
                form: orders.isEmpty
                    ? nil
                    : Form(
                        action: visit.path("several"), csrf: csrf, together: together,
                        people: orders.compactMap(change),
                        button: texts(
                            orders.count,
                            one: isCancelling ? .teamReviewCancelOne : .teamReviewOne,
                            many: isCancelling ? .teamReviewCancelMany : .teamReviewMany),
                        isCancelling: isCancelling),
                days: Page.List(days), unplaced: Page.List(unplaced.compactMap(words)),
                back: visit.path()))
    }

    private func lead(_ isCancelling: Bool) -> String {
        if orders.isEmpty { return texts(.teamReviewNothing) }
        return texts(isCancelling ? .teamReviewCancelLead : .teamReviewLead)
    }

    private func change(_ order: TeamOrder) -> Change? {
        guard let member = view.member(order.agent) else { return nil }
        let after: String =
            switch order.wish {
            case .cancel: texts(.teamNoneAfter)
            case .place(let slot): moment(slot) ?? texts(.teamNoneAfter)
            }
        return Change(
            field: TeamForm.prefix + order.agent.text, value: order.field,
            name: "\(member.agent.familyName) \(member.agent.givenName)",
            before: member.current.map { dates.shortMoment($0.slot.starts) } ?? texts(.teamNoneBefore),
            after: after, fixed: together)
    }

    /// "mar. 3 févr. 9h00, Salle B12"; also of the slot that another gives up.
    private func moment(_ id: Slot.ID) -> String? {
        let held = view.members.lazy.compactMap(\.current?.slot)
        return (view.slots.first { $0.id == id } ?? held.first { $0.id == id }).map { slot in
            [dates.shortMoment(slot.starts), slot.place.orNil].compactMap(\.self).joined(separator: ", ")
        }
    }

    // MARK: Shares

    private var days: [DayChange] {
        let (before, after) = (view.shares, view.shares(after: orders))
        return Set(before.counts.keys).union(after.counts.keys).sorted()
            .filter { before.count(on: $0) != after.count(on: $0) }
            .map { day in
                DayChange(
                    day: dates.day(day), before: words(before, on: day), after: words(after, on: day),
                    isAbove: after.isAbove(on: day))
            }
    }

    /// "3 agents, 37 %"
    private func words(_ shares: DayShares, on day: Day) -> String {
        let count = shares.count(on: day)
        guard count > 0 else { return texts(.teamNobody) }
        return texts(count, one: .teamMembersOne, many: .teamMembersMany)
            + texts(.teamPercent, ["percent": String(shares.percent(on: day))])
    }

    private var warnings: [Page.Notice] {
        let after = view.shares(after: orders)
        return view.daysAbove(after: orders).map { day in
            .warning(
                texts(
                    .teamAlertAfter,
                    [
                        "count": String(after.count(on: day)), "day": dates.day(day),
                        "percent": String(after.percent(on: day)),
                    ]))
        }
    }

    // MARK: What cannot be

    private func words(_ unplaced: Spread.Unplaced) -> String? {
        view.member(unplaced.agent).map { member in
            let phrase: Phrase =
                switch unplaced.reason {
                case .noRoom: .teamNoRoom
                case .teamTogether: .teamTogether
                case .away: .teamAwayThroughout
                }
            return texts(phrase, ["name": member.agent.name])
        }
    }

    private var refusalNotice: Page.Notice? {
        guard let first = refused.first, let reason = first.refusal?.reason else { return nil }
        let names = refused.compactMap { view.member($0.order.agent)?.agent.name }
        var slot: String?
        if case .place(let id) = first.order.wish { slot = moment(id) }
        let told = Page.Notice.refusal(
            reason, slot: slot, contact: view.campaign.contact, reader: .manager, texts: texts)
        return .refused(
            texts(.teamRefusedFor, ["names": names.joined(separator: ", ")]) + " " + told.text,
            then: orders.isEmpty ? told.then : texts(.teamProposedInstead))
    }
}
