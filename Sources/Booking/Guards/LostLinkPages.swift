// The page of a link that ended, and the door at which its holder asks for another.

internal import Core
internal import HTTPTypes
internal import Hummingbird

/// Tells whoever comes with a genuine link that expired or was revoked how to get a new one.
///
/// The button leaves a message for the address that we know: the visitor neither sees nor chooses it, and is answered the
/// same whether one was left or not. A forged link never gets here: nothing is said before the signature holds.
struct LostLinkPages: Sendable {
    let links: LostLinks
    let gate: LinkGate
    let guardian: FormGuard
    let writer: PageWriter
    let clock: @Sendable () -> Instant

    static let path = "/fresh-link/"

    func add(to router: some RouterMethods<WebContext>) {
        router.post("\(Self.path):token") { request, context in try await renew(request, context) }
    }

    struct Told: Sendable {
        let what: String
        let then: String
        /// Where a new link can be asked for.
        let form: Form?

        struct Form: Sendable {
            let action: String
            let csrf: String
        }
    }

    /// Nil where the address holds no link that we know: there is nothing to tell but the problem.
    func answer(_ problem: Problem, to request: Request) async throws -> Response? {
        guard let (token, link) = link(of: request) else { return nil }
        if link.purpose == .share { return writer.answer(.shareEnded, to: request) }
        let texts = writer.texts(for: request)
        guard let standing = try await links.standing(of: link) else { return nil }
        guard !standing.isOver else {
            let contact = standing.contact.orNil.map { " " + texts(.lostOverAsk, ["contact": $0]) } ?? ""
            return page(
                problem, texts, standing,
                what: texts(.lostOver, ["campaign": standing.campaign]),
                then: texts(.lostOverThen) + contact, form: nil)
        }
        let isSent = request.uri.queryParameters["done"] == "link"
        var frame = frame(problem, texts, standing)
        if isSent { frame.status = .done(texts(.lostSent)) }
        return writer.answer(
            Page(
                template: .lost, frame: frame,
                content: Told(
                    what: texts(problem == .revoked ? .problemRevoked : .lostExpired),
                    then: texts(isSent ? .lostSentThen : .lostThen),
                    form: isSent
                        ? nil
                        : Told.Form(action: Self.path + token, csrf: gate.keys.formToken(for: token)))),
            texts, status: problem.status)
    }

    private func renew(_ request: Request, _ context: WebContext) async throws -> Response {
        let (now, token) = (clock(), context.parameters["token"] ?? "")
        guard let link = try? SignedLink.recognise(token, keys: gate.keys), link.purpose.isPersonal else {
            throw gate.refuse(.forged, request, context, now: now)
        }
        try gate.countForm(token, now: now)
        let form = try await Form.read(request)
        try guardian.check(form, of: request, for: String(token))
        try await links.renew(link, now: now)
        let path = PagePath(path: link.purpose.path + token, language: AgentQuery(request).language)
        return PageWriter.seeOther(path(["done": "link"]))
    }

    /// The link that an address bears, where it is ours and opens pages under that very address.
    private func link(of request: Request) -> (token: String, link: SignedLink)? {
        let parts = request.uri.path.split(separator: "/")
        guard parts.count >= 2, let link = try? SignedLink.recognise(parts[1], keys: gate.keys),
            link.purpose.path == "/\(parts[0])/"
        else { return nil }
        return (String(parts[1]), link)
    }

    private func page(
        _ problem: Problem, _ texts: Texts, _ standing: LostLinks.Standing? = nil, what: String? = nil,
        then: String, form: Told.Form?
    ) -> Response {
        writer.answer(
            Page(
                template: .lost, frame: frame(problem, texts, standing),
                content: Told(what: what ?? texts(problem.phrases.what), then: then, form: form)),
            texts, status: problem.status)
    }

    private func frame(_ problem: Problem, _ texts: Texts, _ standing: LostLinks.Standing?) -> Page.Frame {
        let title = texts(problem.phrases.title)
        let assets = writer.templates.assets
        var frame = Page.Frame(
            language: texts.language.rawValue, title: "\(title) – \(standing?.type ?? "OpsTracker")",
            heading: title, stylesheet: assets.path("site.css"), icon: assets.path("favicon.svg"))
        frame.eyebrow = standing?.type
        frame.contact = standing?.contact.orNil
        return frame
    }
}

extension LinkPurpose {
    /// Whether it is one person's, who can be written to.
    fileprivate var isPersonal: Bool {
        switch self {
        case .agent, .team, .field: true
        case .share, .calendar: false
        }
    }
}
