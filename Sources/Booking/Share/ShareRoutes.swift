// The shared dashboard: GET /s/TOKEN, and nothing else (RG-041).

internal import Core
internal import HTTPTypes
internal import Hummingbird

struct ShareRoutes: Sendable {
    let database: any SQLDatabase
    let gate: LinkGate
    let boards: ShareBoards
    let writer: PageWriter
    let clock: @Sendable () -> Instant

    func add(to router: some RouterMethods<WebContext>) {
        router.get("/s/:token") { request, context in try await show(request, context) }
    }

    private func show(_ request: Request, _ context: WebContext) async throws -> Response {
        let now = clock()
        let token = context.parameters["token"] ?? ""
        let link = try admit(token, request, context, now: now)
        let (standing, revision) = try await database.read { connection in
            let standing = try LinkStanding.load(link, now: now, on: connection)
            return (
                standing, try standing.flatMap { try CampaignStore.revision(of: $0.campaign, on: connection) }
            )
        }
        guard let standing, let revision, standing.epoch == link.epoch else { throw Problem.shareEnded }
        let asked = request.uri.queryParameters["lang"].flatMap { Language(rawValue: String($0)) }
        let board = try await boards.board(of: standing.campaign, at: revision, in: asked, now: now)
        let texts = writer.templates.texts(asked ?? board.figures.campaign.language)
        let path = PagePath(path: "/s/\(token)", language: asked)
        let page = SharePage(
            board: board, path: path, events: "/events/\(token)", texts: texts,
            assets: writer.templates.assets)
        return writer.answer(page.page(), texts)
    }

    /// Throws `Problem`; who holds a link that is over is told whom to ask.
    private func admit(
        _ token: Substring, _ request: Request, _ context: WebContext, now: Instant
    ) throws -> SignedLink {
        do {
            return try gate.admit(token, for: .share, request, context, now: now)
        } catch Problem.expired {
            throw Problem.shareEnded
        }
    }
}
