// The technician's day and operations: shown by GET, one act at a time by POST.

internal import Core
internal import HTTPTypes
internal import Hummingbird

/// The pages under `/f/TOKEN`. They do their work without scripts; with them, the same acts go through `EntriesDoor`.
struct FieldRoutes: Sendable {
    let gate: FieldGate
    let writer: PageWriter

    private var desk: FieldDesk { gate.desk }

    func add(to router: some RouterMethods<WebContext>) {
        router.get("/f/:token") { request, context in try await showDay(request, context) }
        router.get("/f/:token/:operation") { request, context in try await showWork(request, context) }
        router.post("/f/:token/:operation") { request, context in try await act(request, context) }
        EntriesDoor(gate: gate, templates: writer.templates).add(to: router)
        PhotoDoor(gate: gate, writer: writer).add(to: router)
        DocumentDoor(gate: gate).add(to: router)
        AppShell(gate: gate, writer: writer).add(to: router)
    }

    private func showDay(_ request: Request, _ context: WebContext) async throws -> Response {
        let visit = try await gate.admit(request, context)
        guard let day = try await desk.day(of: visit.id, now: visit.now) else { throw Problem.forged }
        let texts = writer.templates.texts(visit.query.language ?? day.campaign.language)
        let screen = DayScreen(
            day: day, visit: visit, csrf: gate.csrf(visit), texts: texts, assets: writer.templates.assets,
            feed: CalendarPath.of(visit.technician, in: day.campaign, keys: gate.gate.keys))
        return writer.answer(screen.page(), texts)
    }

    private func showWork(_ request: Request, _ context: WebContext) async throws -> Response {
        let visit = try await gate.admit(request, context)
        let screen = try await screen(gate.identifier("operation", context), visit)
        return writer.answer(screen.aside() ?? screen.page(), screen.texts)
    }

    private func act(_ request: Request, _ context: WebContext) async throws -> Response {
        let (visit, form) = try await gate.admitForm(request, context)
        let operation: Operation.ID = try gate.identifier("operation", context)
        guard let act = FieldEntry.Act(form["action"], fields: { form[$0] }),
            let seen = form["seen"].flatMap(Operation.State.init(rawValue:)),
            let id = form["entry"].flatMap({ FieldEntry.ID($0) })
        else { throw Problem.unreadable }
        let entry = FieldEntry(id: id, operation: operation, act: act, seen: seen, at: visit.now)
        let outcome = try await desk.act(entry, by: visit.id, now: visit.now)
        guard let status = outcome.status else {
            return PageWriter.seeOther(after(act, on: operation, visit))
        }
        var screen = try await screen(operation, visit)
        screen.alert =
            switch outcome {
            case .moved(let state): FieldNotice(screen.texts).moved(act.kind, to: state)
            case .refused(let refusal): FieldNotice(screen.texts).refused(act.kind, refusal)
            case .done: nil
            }
        return writer.answer(screen.page(), screen.texts, status: status)
    }

    /// Where a browser goes on: to the list from what ends a visit (RG-022), else to the same place of the same page.
    private func after(_ act: FieldEntry.Act, on operation: Operation.ID, _ visit: FieldVisit) -> String {
        switch act {
        // The address ends with the step, which so keeps the focus.
        case .tick(let step), .untick(let step): visit.page(of: operation)() + "#step-\(step)"
        case _ where act.kind.leaves: visit.home(["done": act.kind.rawValue, "who": operation.text])
        default: visit.page(of: operation)(["done": act.kind.rawValue])
        }
    }

    /// Throws `Problem.notYours` for whatever is not this technician's (RG-018).
    private func screen(_ operation: Operation.ID, _ visit: FieldVisit) async throws -> WorkScreen {
        guard let work = try await desk.intervention(operation, of: visit.id, now: visit.now) else {
            throw Problem.notYourVisit
        }
        return WorkScreen(
            work: work, visit: visit, csrf: gate.csrf(visit),
            texts: writer.templates.texts(visit.query.language ?? work.campaign.language),
            assets: writer.templates.assets)
    }
}
