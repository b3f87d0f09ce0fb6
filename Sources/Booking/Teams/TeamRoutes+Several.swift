// Acting on several members at once: a choice, a review, and then the deed.

internal import Core
internal import HTTPTypes
internal import Hummingbird

extension TeamRoutes {
    /// "Place the others for me": shown, and nothing is held.
    func proposeSpread(_ request: Request, _ context: WebContext) async throws -> Response {
        let visit = try await door.admit(request, context)
        let waiting = visit.view.members.filter(\.state.isWaiting).map(\.agent.id)
        return spread(Set(waiting), visit)
    }

    func actOnSeveral(_ request: Request, _ context: WebContext) async throws -> Response {
        let visit = try await door.admit(request, context)
        let form = try await form(request, visit)
        let people = TeamForm(form: form)
        let picked = people.picked(in: visit.view)
        guard !picked.isEmpty else { return try await nobodyPicked(visit) }
        switch (form["action"], form["from"]) {
        case ("choose", _), (nil, .some): return choose(picked, from: form["from"], visit)
        case ("spread", _): return spread(Set(picked.map(\.agent.id)), visit)
        case ("cancel", _):
            let booked = picked.filter { $0.current != nil }
            return ask(booked.map { TeamOrder($0.agent.id, .cancel) }, visit)
        case ("review", _):
            guard let slot = form["slot"] else { return choose(picked, from: nil, visit, missing: true) }
            guard let slot = Slot.ID(slot) else { throw Problem.unreadable }
            return ask(picked.map { TeamOrder($0.agent.id, .place(slot)) }, visit)
        case ("confirm", _):
            return try await carryOut(
                people.orders(in: visit.view), together: form["together"] == "1", visit)
        default: throw Problem.unreadable
        }
    }

    /// Carries orders out, and shows what was refused with what to do instead.
    func carryOut(
        _ orders: [TeamOrder], together: Bool, _ visit: TeamVisit
    ) async throws -> Response {
        let outcome = try await acts.perform(orders, together: together, by: visit.view.lead, now: visit.now)
        let refused = outcome.refused
        guard let first = refused.first?.refusal else {
            return PageWriter.seeOther(visit.path("", outcome.act.map { ["did": $0.id.text] } ?? [:]))
        }
        // Read again: what was shown before the refusal is not what stands now.
        let fresh = try await door.again(visit)
        let texts = texts(fresh)
        let again = refused.filter { $0.order.wish != .cancel && !together }.map(\.order.agent)
        let proposal = TeamProposal(for: Set(again), of: fresh.view, now: fresh.now)
        var screen = review(fresh, first.reason.isAboutSlot ? proposal.orders : [], texts)
        screen.refused = refused
        screen.act = outcome.act
        return writer.answer(screen.page(), texts, status: first.reason.status)
    }

    private func choose(
        _ picked: [TeamView.Member], from: String?, _ visit: TeamVisit, missing: Bool = false
    ) -> Response {
        let texts = texts(visit)
        var screen = SeveralScreen(
            visit: visit, members: picked, from: from.flatMap { Day($0) }, texts: texts,
            assets: writer.templates.assets, csrf: csrf(visit))
        screen.choiceMissing = missing
        return writer.answer(screen.page(), texts, status: missing ? .unprocessableContent : .ok)
    }

    private func spread(_ agents: Set<Agent.ID>, _ visit: TeamVisit) -> Response {
        let proposal = TeamProposal(for: agents, of: visit.view, now: visit.now)
        let texts = texts(visit)
        var screen = review(visit, visit.view.obstacle == nil ? proposal.orders : [], texts)
        screen.unplaced = proposal.unplaced
        return writer.answer(screen.page(), texts)
    }

    func ask(_ orders: [TeamOrder], together: Bool = false, _ visit: TeamVisit) -> Response {
        let texts = texts(visit)
        var screen = review(visit, orders, texts)
        screen.together = together
        return writer.answer(screen.page(), texts)
    }

    private func nobodyPicked(_ visit: TeamVisit) async throws -> Response {
        let texts = texts(visit)
        var screen = try await screen(visit, texts)
        screen.alert = .refused(texts(.teamNobodyPicked), then: texts(.teamNobodyPickedThen))
        return writer.answer(screen.page(), texts, status: .unprocessableContent)
    }
}

extension RefusalReason {
    /// Whether another slot may be had instead.
    fileprivate var isAboutSlot: Bool {
        switch self {
        case .full, .past, .unavailable, .locked: true
        case .closed, .forbidden, .nothingBooked: false
        }
    }
}
