// The streams that tell open pages of changes: GET /events/TOKEN.

internal import Core
internal import HTTPTypes
internal import Hummingbird

/// Server-sent events for whoever may see the page: a token of the shared dashboard, of a team, of a technician's day.
///
/// A shared page is sent its live region, which is computed once for all; the others are told to fetch themselves again,
/// since each shows its bearer's own.
struct LiveRoutes: Sendable {
    let database: any SQLDatabase
    let gate: LinkGate
    let boards: ShareBoards
    let changes: ChangeBoard
    let clock: @Sendable () -> Instant
    let limits = StreamLimits()

    private static let purposes: [LinkPurpose] = [.share, .team, .field]

    func add(to router: some RouterMethods<WebContext>) {
        router.get("/events/:token") { request, context in try await open(request, context) }
    }

    private func open(_ request: Request, _ context: WebContext) async throws -> Response {
        let now = clock()
        let link = try admit(context.parameters["token"] ?? "", request, context, now: now)
        guard let standing = try await standing(of: link, now: now), standing.epoch == link.epoch else {
            throw link.purpose == .share ? Problem.shareEnded : Problem.revoked
        }
        let visitor = context.visitor(request)
        guard limits.hasRoom(for: visitor) else { throw HTTPError(.serviceUnavailable) }
        let language = request.uri.queryParameters["lang"].flatMap { Language(rawValue: String($0)) }
        let seen =
            request.headers[.lastEventID] ?? request.uri.queryParameters["since"].map { String($0) }
        let stream = LiveStream(
            routes: self, link: link, campaign: standing.campaign, language: language, visitor: visitor,
            channel: context.channel, logger: context.logger, seen: seen)
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/event-stream; charset=utf-8",
                // A proxy that gathers answers before it passes them on would hold changes back.
                .accelBuffering: "no",
            ],
            body: ResponseBody { writer in
                try await stream.run(&writer)
                try await writer.finish(nil)
            })
    }

    /// The link of a token of any purpose that has a live page. Throws `Problem`.
    private func admit(
        _ token: Substring, _ request: Request, _ context: WebContext, now: Instant
    ) throws -> SignedLink {
        var fault = SignedLink.Fault.forged
        for purpose in Self.purposes {
            do {
                return try SignedLink.verify(token, for: purpose, keys: gate.keys, now: now)
            } catch {
                fault = error
                // Of its own purpose, or of none: no other will do better.
                if error != .otherPurpose { break }
            }
        }
        throw gate.refuse(Problem(fault), request, context, now: now)
    }

    /// What the link may watch now; nil where it is over.
    func standing(of link: SignedLink, now: Instant) async throws -> LinkStanding? {
        guard now < link.expires else { return nil }
        return try await database.read { try LinkStanding.load(link, now: now, on: $0) }
    }
}

extension HTTPField.Name {
    static let lastEventID = HTTPField.Name("Last-Event-ID") ?? .ifMatch
    static let accelBuffering = HTTPField.Name("X-Accel-Buffering") ?? .via
}
