// A technician who came by a link that holds.

internal import Core
internal import Hummingbird

/// Who asks, from where, and for what.
struct FieldVisit {
    let token: Substring
    let technician: Technician
    let query: FieldQuery
    let now: Instant

    var id: Technician.ID { technician.id }
    /// The day: `/f/TOKEN`.
    var home: PagePath { PagePath(path: "/f/\(token)", language: query.language) }
    /// The page of one operation.
    func page(of operation: Operation.ID) -> PagePath {
        PagePath(path: "/f/\(token)/\(operation)", language: query.language)
    }
}

/// Lets technicians in.
struct FieldGate: Sendable {
    let desk: FieldDesk
    let gate: LinkGate
    let guardian: FormGuard
    let clock: @Sendable () -> Instant

    /// Throws `Problem`: `revoked` is what makes a lost telephone forget.
    func admit(_ request: Request, _ context: WebContext) async throws -> FieldVisit {
        let now = clock()
        let token = context.parameters["token"] ?? ""
        let link = try gate.admit(token, for: .field, request, context, now: now)
        guard let id = Technician.ID(link.subject), let technician = try await desk.technician(id) else {
            throw gate.refuse(.forged, request, context, now: now)
        }
        guard link.epoch == technician.linkEpoch else { throw Problem.revoked }
        return FieldVisit(token: token, technician: technician, query: FieldQuery(request), now: now)
    }

    /// The same, for what a form posts.
    func admitForm(_ request: Request, _ context: WebContext) async throws -> (FieldVisit, Form) {
        let visit = try await admit(request, context)
        try gate.countForm(visit.token, now: visit.now)
        let form = try await Form.read(request, lines: true)
        try guardian.check(form, of: request, for: String(visit.token))
        return (visit, form)
    }

    func csrf(_ visit: FieldVisit) -> String { gate.keys.formToken(for: String(visit.token)) }

    /// Throws `Problem.notFound` where a part of the address is no identifier.
    func identifier<Subject>(_ name: Substring, _ context: WebContext) throws -> Identifier<Subject> {
        guard let id = context.parameters[name].flatMap({ Identifier<Subject>($0) }) else {
            throw Problem.notFound
        }
        return id
    }
}

/// The query of the pages under `/f/TOKEN`. Whatever is not one of these is not looked at.
struct FieldQuery: Hashable {
    /// `?lang=en`
    var language: Language?
    /// `?done=finish`: what has just been done, told once after the redirection that follows a form.
    var done: FieldEntry.Act.Kind?
    /// `?who=ID`: to which operation.
    var who: Operation.ID?
    /// `?ask=postpone`: what is to be asked before it is done.
    var ask: FieldEntry.Act.Kind?
    /// `?step=ID`: the step whose help is wanted.
    var step: String?

    init(_ request: Request) {
        guard request.uri.query != nil else { return }
        let values = request.uri.queryParameters
        language = values["lang"].flatMap { Language(rawValue: String($0)) }
        done = values["done"].flatMap { FieldEntry.Act.Kind(rawValue: String($0)) }
        who = values["who"].flatMap { Operation.ID($0) }
        ask = values["ask"].flatMap { FieldEntry.Act.Kind(rawValue: String($0)) }
        step = values["step"].map(String.init)
    }
}
