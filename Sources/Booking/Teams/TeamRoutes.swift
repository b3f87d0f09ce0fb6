// The manager's team: shown by GET, one agent placed at a time by POST.

internal import Core
internal import HTTPTypes
internal import Hummingbird

/// The routes under `/t/TOKEN`.
struct TeamRoutes: Sendable {
    let desk: BookingDesk
    let gate: LinkGate
    let guardian: FormGuard
    let writer: PageWriter
    let clock: @Sendable () -> Instant

    func add(to router: some RouterMethods<WebContext>) {
        router.get("/t/:token") { request, context in try await showTeam(request, context) }
        router.get("/t/:token/:agent") { request, context in try await showAgent(request, context) }
        router.post("/t/:token/:agent") { request, context in try await act(request, context) }
    }

    private func showTeam(_ request: Request, _ context: WebContext) async throws -> Response {
        let visit = try await admit(request, context)
        let texts = texts(visit)
        var screen = TeamScreen(
            view: visit.view, path: visit.path, texts: texts, assets: writer.templates.assets)
        let who = request.uri.queryParameters["who"]
        if let done = visit.query.done, let member = visit.member(who) { screen.done = (done, member) }
        return writer.answer(screen.page(), texts)
    }

    private func showAgent(_ request: Request, _ context: WebContext) async throws -> Response {
        let visit = try await admit(request, context)
        let texts = texts(visit)
        return writer.answer(try screen(visit, context, texts).page(), texts)
    }

    private func act(_ request: Request, _ context: WebContext) async throws -> Response {
        let visit = try await admit(request, context)
        try gate.countForm(visit.token, now: visit.now)
        let form = try await Form.read(request)
        try guardian.check(form, of: request, for: String(visit.token))
        let texts = texts(visit)
        var screen = try screen(visit, context, texts)
        let agent = screen.member.agent.id
        let actor = Actor(.manager, id: visit.view.manager.id.text, by: .web)
        let result: BookingResult
        var slot: Slot.ID?
        switch form["action"] {
        case "book", "move":
            guard let wanted = form["slot"] else {
                screen.choiceMissing = true
                return writer.answer(screen.page(), texts, status: .unprocessableContent)
            }
            slot = Slot.ID(wanted)
            result =
                if let slot {
                    try await desk.place(agent, on: slot, by: actor, now: visit.now)
                } else {
                    .refused(Refusal(.unavailable))
                }
        case "cancel": result = try await desk.cancel(agent, by: actor, now: visit.now)
        default: throw Problem.unreadable
        }
        let done: AgentQuery.Done
        switch result {
        case .booked, .unchanged: done = .booked
        case .moved: done = .moved
        case .cancelled, .refused(Refusal(.nothingBooked)): done = .cancelled
        case .refused(let refusal):
            // Read again: what was shown before the refusal is not what stands now.
            let fresh = try await load(visit)
            var screen = try self.screen(fresh, context, texts)
            screen.refusal = (refusal, slot)
            return writer.answer(screen.page(), texts, status: refusal.reason.status)
        }
        return PageWriter.seeOther(visit.path(["done": done.rawValue, "who": agent.text]))
    }

    // MARK: Visits

    /// A manager who came by a link that holds.
    private struct Visit {
        let token: Substring
        let query: AgentQuery
        let view: TeamView
        let now: Instant

        var path: PagePath { PagePath(path: "/t/\(token)", language: query.language) }

        /// A member by the text of their identifier; nil for anybody else's agent (RG-124).
        func member(_ text: Substring?) -> TeamView.Member? {
            view.members.first { $0.agent.id.text == text.map(String.init) }
        }
    }

    private func admit(_ request: Request, _ context: WebContext) async throws -> Visit {
        let now = clock()
        let token = context.parameters["token"] ?? ""
        let link = try gate.admit(token, for: .team, request, context, now: now)
        guard let manager = Manager.ID(link.subject), let view = try await desk.team(of: manager, now: now)
        else { throw gate.refuse(.forged, request, context, now: now) }
        guard link.epoch == view.manager.linkEpoch else { throw Problem.revoked }
        return Visit(token: token, query: AgentQuery(request), view: view, now: now)
    }

    private func load(_ visit: Visit) async throws -> Visit {
        guard let view = try await desk.team(of: visit.view.manager.id, now: visit.now) else {
            throw Problem.forged
        }
        return Visit(token: visit.token, query: visit.query, view: view, now: visit.now)
    }

    private func texts(_ visit: Visit) -> Texts {
        writer.templates.texts(visit.query.language ?? visit.view.campaign.language)
    }

    /// Throws `Problem.notYours` for whoever is not of the team, and for whoever does not exist (RG-124).
    private func screen(_ visit: Visit, _ context: WebContext, _ texts: Texts) throws -> PlacingScreen {
        guard let member = visit.member(context.parameters["agent"]) else { throw Problem.notYours }
        return PlacingScreen(
            view: visit.view, member: member, query: visit.query, team: visit.path,
            csrf: gate.keys.formToken(for: String(visit.token)), texts: texts,
            assets: writer.templates.assets, now: visit.now)
    }
}
