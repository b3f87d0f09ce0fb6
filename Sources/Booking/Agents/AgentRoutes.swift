// The agent's page: shown by GET, acted on by POST.

internal import Core
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// The routes under `/b/TOKEN`.
struct AgentRoutes: Sendable {
    let desk: BookingDesk
    let gate: LinkGate
    let guardian: FormGuard
    let writer: PageWriter
    let organizer: AppointmentObject.Party
    /// What links begin with.
    let baseURL: String
    let clock: @Sendable () -> Instant
    private let versions: VersionReader
    private let queue: PlacingQueue
    private let waiting: WaitingDesk
    private let cache = PageCache()

    init(
        desk: BookingDesk, gate: LinkGate, guardian: FormGuard, writer: PageWriter,
        organizer: AppointmentObject.Party, baseURL: String, clock: @escaping @Sendable () -> Instant
    ) {
        self.desk = desk
        versions = VersionReader(desk)
        queue = PlacingQueue(desk)
        waiting = WaitingDesk(desk.database)
        self.gate = gate
        self.guardian = guardian
        self.writer = writer
        self.organizer = organizer
        self.baseURL = baseURL
        self.clock = clock
    }

    func add(to router: some RouterMethods<WebContext>) {
        router.get("/b/:token") { request, context in try await show(request, context) }
        router.post("/b/:token") { request, context in try await act(request, context) }
        router.get("/b/:token/donnees") { request, context in try await known(request, context) }
        router.get("/b/:token/rendez-vous.ics") { request, context in try await calendar(request, context) }
    }

    /// GET never changes anything: mail scanners and previews open every link.
    private func show(_ request: Request, _ context: WebContext) async throws -> Response {
        let visit = try await admit(request, context)
        let query = AgentQuery(request)
        let key = PageCache.Key(token: visit.token, query: query)
        if query.isLasting, let page = cache.page(key, version: visit.version, now: visit.now) {
            return PageWriter.answer(page.body, language: page.language)
        }
        let view = try await view(visit)
        let texts = writer.templates.texts(query.language ?? view.language)
        let body = writer.body(screen(view, visit, query, texts).page(), texts)
        if query.isLasting {
            cache.keep(
                PageCache.Page(body: body, language: texts.language), as: key, version: visit.version,
                goodUntil: view.goodUntil(after: visit.now))
        }
        return PageWriter.answer(body, language: texts.language)
    }

    private func act(_ request: Request, _ context: WebContext) async throws -> Response {
        let visit = try await admit(request, context)
        try gate.countForm(visit.token, now: visit.now)
        let form = try await Form.read(request)
        try guardian.check(form, of: request, for: String(visit.token))
        let actor = Actor(.agent, id: visit.agent.text, by: .web)
        if let day = form["wait"].flatMap({ Day($0) }) {
            let result = try await waiting.wait(visit.agent, for: day, by: actor, now: visit.now)
            return try await answer(result, .waiting, request, visit)
        }
        if let day = form["giveUp"].flatMap({ Day($0) }) {
            let result = try await waiting.giveUp(visit.agent, waitingFor: day, by: actor, now: visit.now)
            return try await answer(result, .gaveUp, request, visit)
        }
        switch form["action"] {
        case "decline":
            let result = try await waiting.decline(visit.agent, by: actor, now: visit.now)
            return try await answer(result, .declined, request, visit)
        case "wish":
            let wishes = WishForm.read(form)
            let result = try await waiting.wish(visit.agent, wishes, by: actor, now: visit.now)
            return try await answer(result, .wished, request, visit)
        case "book", "move":
            guard let wanted = form["slot"] else {
                return try await refused(request, visit, nil, slot: nil)
            }
            guard let slot = Slot.ID(wanted) else {
                return try await refused(request, visit, Refusal(.unavailable), slot: nil)
            }
            let result = try await queue.place(visit.agent, on: slot, by: actor, now: visit.now)
            return try await answer(result, request, visit, slot: slot)
        case "cancel":
            let result = try await desk.cancel(visit.agent, by: actor, now: visit.now)
            return try await answer(result, request, visit, slot: nil)
        default: throw Problem.unreadable
        }
    }

    private func answer(
        _ result: BookingResult, _ request: Request, _ visit: Visit, slot: Slot.ID?
    ) async throws -> Response {
        let path = PagePath(path: "/b/\(visit.token)", language: AgentQuery(request).language)
        let done: AgentQuery.Done
        switch result {
        case .booked, .unchanged: done = .booked
        case .moved: done = .moved
        // A second click on the same button: there is nothing left to cancel, which is what was wanted.
        case .cancelled, .refused(Refusal(.nothingBooked)): done = .cancelled
        case .refused(let refusal): return try await refused(request, visit, refusal, slot: slot)
        }
        return PageWriter.seeOther(path(["done": done.rawValue]))
    }

    private func answer(
        _ result: WaitResult, _ done: AgentQuery.Done, _ request: Request, _ visit: Visit
    ) async throws -> Response {
        let path = PagePath(path: "/b/\(visit.token)", language: AgentQuery(request).language)
        switch result {
        case .waiting, .ended: return PageWriter.seeOther(path(["done": done.rawValue]))
        case .roomLeft(let day):
            return PageWriter.seeOther(
                path(["change": "1", "from": day.description, "done": AgentQuery.Done.roomLeft.rawValue]))
        case .refused(let refusal): return try await refused(request, visit, refusal, slot: nil)
        }
    }

    /// What the service knows about whom the link names.
    private func known(_ request: Request, _ context: WebContext) async throws -> Response {
        let visit = try await admit(request, context)
        guard let record = try await desk.record(of: visit.agent) else { throw Problem.forged }
        let asked = AgentQuery(request).language
        let texts = writer.templates.texts(asked ?? record.agent.language ?? record.campaign.language)
        let screen = DataScreen(
            record: record, path: PagePath(path: "/b/\(visit.token)", language: asked), texts: texts,
            assets: writer.templates.assets)
        return writer.answer(screen.page(), texts)
    }

    /// The page again, with what was refused and what to do next; a nil refusal is a form without a choice.
    private func refused(
        _ request: Request, _ visit: Visit, _ refusal: Refusal?, slot: Slot.ID?
    ) async throws -> Response {
        let view = try await view(visit)
        let query = AgentQuery(request)
        let texts = writer.templates.texts(query.language ?? view.language)
        var screen = screen(view, visit, query, texts)
        screen.refusal = refusal.map { ($0, slot) }
        screen.choiceMissing = refusal == nil
        return writer.answer(
            screen.page(), texts, status: refusal?.reason.status ?? .unprocessableContent)
    }

    /// The appointment as a calendar file (RG-122).
    private func calendar(_ request: Request, _ context: WebContext) async throws -> Response {
        let visit = try await admit(request, context)
        let view = try await view(visit)
        guard let current = view.current else { throw Problem.nothingBooked }
        let object = AppointmentObject(
            method: .publish, appointment: current.booking.appointment(on: current.slot),
            organizer: organizer,
            attendee: AppointmentObject.Party(view.agent.email, name: view.agent.name),
            answer: current.booking.answer, summary: view.campaign.type,
            description: [view.campaign.preparation, view.campaign.contact].compactMap(\.orNil)
                .joined(separator: "\n\n"),
            url: "\(baseURL)/b/\(visit.token)", stamp: visit.now)
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/calendar; charset=utf-8; method=PUBLISH",
                .contentDisposition: "attachment; filename=\"rendez-vous.ics\"",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: object.bytes())))
    }

    // MARK: Visits

    /// Somebody who came by a link that holds.
    private struct Visit {
        let token: Substring
        let agent: Agent.ID
        let version: PageVersion
        let now: Instant
    }

    private func admit(_ request: Request, _ context: WebContext) async throws -> Visit {
        let now = clock()
        let token = context.parameters["token"] ?? ""
        let link = try gate.admit(token, for: .agent, request, context, now: now)
        guard let agent = Agent.ID(link.subject), let version = try await versions.version(of: agent) else {
            throw gate.refuse(.forged, request, context, now: now)
        }
        guard link.epoch == version.linkEpoch else { throw Problem.revoked }
        return Visit(token: token, agent: agent, version: version, now: now)
    }

    private func view(_ visit: Visit) async throws -> AgentView {
        guard let view = try await desk.view(of: visit.agent, now: visit.now) else { throw Problem.forged }
        return view
    }

    private func screen(
        _ view: AgentView, _ visit: Visit, _ query: AgentQuery, _ texts: Texts
    ) -> AgentScreen {
        AgentScreen(
            view: view, query: query, path: PagePath(path: "/b/\(visit.token)", language: query.language),
            csrf: gate.keys.formToken(for: String(visit.token)), texts: texts,
            assets: writer.templates.assets, now: visit.now)
    }
}

extension AgentView {
    /// When the clock alone next changes what the page shows: a slot locks, or begins, or an offer that lapsed is no news
    /// any more. Nil where nothing will.
    func goodUntil(after now: Instant) -> Instant? {
        let changes = (slots + [current?.slot].compactMap(\.self))
            .flatMap { [$0.locks(in: campaign), $0.starts] }
        return (changes + (lapsed == nil ? [] : [now + .hours(1)]))
            .filter { $0 > now }.min()
    }
}
