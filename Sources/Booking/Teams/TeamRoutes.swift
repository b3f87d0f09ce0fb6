// The manager's team: shown by GET, acted on by POST.

internal import Core
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// The routes under `/t/TOKEN`, for managers and for delegates (RG-114).
struct TeamRoutes: Sendable {
    let door: TeamDoor
    let acts: TeamActs
    let guardian: FormGuard
    let writer: PageWriter

    init(
        desk: BookingDesk, gate: LinkGate, guardian: FormGuard, writer: PageWriter,
        clock: @escaping @Sendable () -> Instant
    ) {
        door = TeamDoor(desk: desk, gate: gate, clock: clock)
        acts = TeamActs(desk.database)
        self.guardian = guardian
        self.writer = writer
    }

    func add(to router: some RouterMethods<WebContext>) {
        router.get("/t/:token") { request, context in try await showTeam(request, context) }
        router.get("/t/:token/planning") { request, context in try await showPlanning(request, context) }
        router.get("/t/:token/equipe.csv") { request, context in try await showSheet(request, context) }
        router.get("/t/:token/spread") { request, context in try await proposeSpread(request, context) }
        router.get("/t/:token/several") { request, context in try await backToTeam(request, context) }
        router.post("/t/:token/several") { request, context in try await actOnSeveral(request, context) }
        router.get("/t/:token/undo") { request, context in try await backToTeam(request, context) }
        router.post("/t/:token/undo") { request, context in try await undo(request, context) }
        router.get("/t/:token/:agent") { request, context in try await showMember(request, context) }
        router.post("/t/:token/:agent") { request, context in try await actOnMember(request, context) }
    }

    private func showTeam(_ request: Request, _ context: WebContext) async throws -> Response {
        let visit = try await door.admit(request, context)
        let texts = texts(visit)
        var screen = try await screen(visit, texts)
        let query = AgentQuery(request)
        let who = request.uri.queryParameters["who"]
        if let done = query.done, let member = visit.member(who) { screen.done = (done, member) }
        return writer.answer(screen.page(), texts)
    }

    private func showPlanning(_ request: Request, _ context: WebContext) async throws -> Response {
        let visit = try await door.admit(request, context)
        let texts = texts(visit)
        let screen = PlanningScreen(visit: visit, texts: texts, assets: writer.templates.assets)
        return writer.answer(screen.page(), texts)
    }

    private func showSheet(_ request: Request, _ context: WebContext) async throws -> Response {
        let visit = try await door.admit(request, context)
        let sheet = TeamSheet(view: visit.view, texts: texts(visit))
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8",
                .contentDisposition: "attachment; filename=\"equipe.csv\"",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: sheet.bytes())))
    }

    /// The address of a form, reloaded or opened again: the page that it came from.
    private func backToTeam(_ request: Request, _ context: WebContext) async throws -> Response {
        PageWriter.seeOther(try await door.admit(request, context).path())
    }

    /// A form of this visit. Throws `Problem`.
    func form(_ request: Request, _ visit: TeamVisit) async throws -> Form {
        try door.gate.countForm(visit.token, now: visit.now)
        let form = try await Form.read(request, people: visit.view.members.count)
        try guardian.check(form, of: request, for: String(visit.token))
        return form
    }

    func texts(_ visit: TeamVisit) -> Texts {
        writer.templates.texts(visit.query.language ?? visit.view.campaign.language)
    }

    func csrf(_ visit: TeamVisit) -> String { door.gate.keys.formToken(for: String(visit.token)) }

    func screen(_ visit: TeamVisit, _ texts: Texts) async throws -> TeamScreen {
        TeamScreen(
            visit: visit, texts: texts, assets: writer.templates.assets, csrf: csrf(visit),
            feed: CalendarPath.of(visit.view.lead, in: visit.view.campaign, keys: door.gate.keys),
            acts: try await acts.recent(by: visit.view.lead, now: visit.now))
    }

    func review(_ visit: TeamVisit, _ orders: [TeamOrder], _ texts: Texts) -> ReviewScreen {
        ReviewScreen(
            visit: visit, orders: orders, texts: texts, assets: writer.templates.assets, csrf: csrf(visit))
    }
}
