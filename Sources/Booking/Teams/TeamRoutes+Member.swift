// One member: placing, changing, cancelling, and giving their place to another.

internal import Core
internal import HTTPTypes
internal import Hummingbird

extension TeamRoutes {
    func showMember(_ request: Request, _ context: WebContext) async throws -> Response {
        let visit = try await door.admit(request, context)
        let member = try member(visit, context)
        let texts = texts(visit)
        if request.uri.queryParameters["replace"] == "1", let current = member.current, member.isMovable,
            visit.view.obstacle == nil
        {
            return writer.answer(replacing(member, current, visit, texts).page(), texts)
        }
        return writer.answer(placing(visit, member, request, texts).page(), texts)
    }

    func actOnMember(_ request: Request, _ context: WebContext) async throws -> Response {
        let visit = try await door.admit(request, context)
        let form = try await form(request, visit)
        let member = try member(visit, context)
        let agent = member.agent.id
        let texts = texts(visit)
        switch form["action"] {
        case "book", "move":
            guard let wanted = form["slot"] else {
                var screen = placing(visit, member, request, texts)
                screen.choiceMissing = true
                return writer.answer(screen.page(), texts, status: .unprocessableContent)
            }
            guard let slot = Slot.ID(wanted) else {
                return try await refused(Refusal(.unavailable), nil, visit, context, request)
            }
            let order = TeamOrder(agent, .place(slot))
            // RG-127: above the threshold, the page asks first.
            guard visit.view.daysAbove(after: [order]).isEmpty else { return ask([order], visit) }
            return try await carryOut(order, slot, visit, context, request)
        case "cancel": return try await carryOut(TeamOrder(agent, .cancel), nil, visit, context, request)
        case "replace":
            guard let current = member.current else {
                return try await refused(Refusal(.nothingBooked), nil, visit, context, request)
            }
            guard let other = visit.member(form["with"]?[...]) else {
                var screen = replacing(member, current, visit, texts)
                screen.choiceMissing = true
                return writer.answer(screen.page(), texts, status: .unprocessableContent)
            }
            let orders = [
                TeamOrder(agent, .cancel), TeamOrder(other.agent.id, .place(current.slot.id)),
            ]
            guard visit.view.daysAbove(after: orders).isEmpty else {
                return ask(orders, together: true, visit)
            }
            return try await carryOut(orders, together: true, visit)
        default: throw Problem.unreadable
        }
    }

    private func carryOut(
        _ order: TeamOrder, _ slot: Slot.ID?, _ visit: TeamVisit, _ context: WebContext, _ request: Request
    ) async throws -> Response {
        let outcome = try await acts.perform([order], by: visit.view.lead, now: visit.now)
        let done: AgentQuery.Done
        switch outcome.results.first?.result {
        case .booked, .unchanged: done = .booked
        case .moved: done = .moved
        // A second click on the same button: there is nothing left to cancel, which is what was wanted.
        case .cancelled, .refused(Refusal(.nothingBooked)): done = .cancelled
        case .refused(let refusal): return try await refused(refusal, slot, visit, context, request)
        case nil: throw Problem.fault
        }
        return PageWriter.seeOther(visit.path("", ["done": done.rawValue, "who": order.agent.text]))
    }

    /// The page again, as things stand now, with what was refused and what to do next.
    private func refused(
        _ refusal: Refusal, _ slot: Slot.ID?, _ visit: TeamVisit, _ context: WebContext, _ request: Request
    ) async throws -> Response {
        let fresh = try await door.again(visit)
        let texts = texts(fresh)
        var screen = placing(fresh, try member(fresh, context), request, texts)
        screen.refusal = (refusal, slot)
        return writer.answer(screen.page(), texts, status: refusal.reason.status)
    }

    /// Throws `Problem.notYours` for whoever is not of the team, and for whoever does not exist (RG-124).
    private func member(_ visit: TeamVisit, _ context: WebContext) throws -> TeamView.Member {
        guard let member = visit.member(context.parameters["agent"]) else { throw Problem.notYours }
        return member
    }

    private func placing(
        _ visit: TeamVisit, _ member: TeamView.Member, _ request: Request, _ texts: Texts
    ) -> PlacingScreen {
        PlacingScreen(
            view: visit.view, member: member, query: AgentQuery(request), team: visit.path,
            csrf: csrf(visit), texts: texts, assets: writer.templates.assets, now: visit.now)
    }

    private func replacing(
        _ member: TeamView.Member, _ current: AgentView.Current, _ visit: TeamVisit, _ texts: Texts
    ) -> ReplaceScreen {
        ReplaceScreen(
            visit: visit, member: member, current: current, texts: texts, assets: writer.templates.assets,
            csrf: csrf(visit))
    }
}
