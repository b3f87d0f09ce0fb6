// The web that a signed link opens, ready to be served.

package import Core
internal import Foundation
internal import HTTPTypes
package import Hummingbird
internal import Logging
internal import NIOCore

/// The pages of agents and managers.
///
/// GET shows and never changes anything; POST acts, then sends the browser on to a page that can be reloaded. Who holds
/// a signed link is whom it names; nobody signs in, and no cookie is set.
package struct BookingSite: Sendable {
    package struct Settings: Sendable {
        /// What links begin with, without a slash at its end.
        package let baseURL: String
        /// From whom appointments come, in calendars.
        package let organizer: AppointmentObject.Party

        package init(baseURL: String, organizer: AppointmentObject.Party) {
            self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
            self.organizer = organizer
        }

        var isSecure: Bool { baseURL.lowercased().hasPrefix("https://") }
        var host: String? {
            URLComponents(string: baseURL).flatMap { url in
                url.host.map { host in url.port.map { "\(host):\($0)" } ?? host }
            }
        }
    }

    private let desk: BookingDesk
    private let templates: WebTemplates
    private let settings: Settings
    private let agents: AgentRoutes
    private let teams: TeamRoutes
    private let calendars: CalendarRoutes
    private let lost: LostLinkPages
    private let shares: ShareRoutes
    private let live: LiveRoutes
    private let field: FieldRoutes

    /// `clock` tells the present instant.
    package init(
        desk: BookingDesk, keys: SigningKeys, templates: WebTemplates, settings: Settings,
        clock: @escaping @Sendable () -> Instant = Instant.now
    ) {
        self.desk = desk
        self.templates = templates
        self.settings = settings
        let gate = LinkGate(keys: keys)
        let guardian = FormGuard(keys: keys, host: settings.host)
        let writer = PageWriter(templates: templates)
        agents = AgentRoutes(
            desk: desk, gate: gate, guardian: guardian, writer: writer, organizer: settings.organizer,
            baseURL: settings.baseURL, clock: clock)
        lost = LostLinkPages(
            links: LostLinks(desk.database), gate: gate, guardian: guardian, writer: writer, clock: clock)
        teams = TeamRoutes(desk: desk, gate: gate, guardian: guardian, writer: writer, clock: clock)
        calendars = CalendarRoutes(
            feeds: CalendarFeeds(desk.database), gate: gate, organizer: settings.organizer, clock: clock)
        let boards = ShareBoards(desk.database, templates: templates)
        shares = ShareRoutes(
            database: desk.database, gate: gate, boards: boards, writer: writer, clock: clock)
        live = LiveRoutes(
            database: desk.database, gate: gate, boards: boards, changes: ChangeBoard(desk.database),
            clock: clock)
        field = FieldRoutes(
            gate: FieldGate(desk: FieldDesk(desk.database), gate: gate, guardian: guardian, clock: clock),
            writer: writer)
    }

    /// A router with the site's routes, behind what every answer needs: headers, an access log without tokens, problems
    /// told in plain words. HEAD is answered as GET is. Further routes can be added to it.
    package func router() -> Router<WebContext> {
        let router = Router(context: WebContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: SecurityHeaders(secure: settings.isSecure))
        router.add(middleware: AccessLog())
        router.add(middleware: ProblemPages(PageWriter(templates: templates), lost: lost))
        addRoutes(to: router)
        return router
    }

    /// The routes alone.
    package func addRoutes(to router: some RouterMethods<WebContext>) {
        agents.add(to: router)
        teams.add(to: router)
        calendars.add(to: router)
        lost.add(to: router)
        shares.add(to: router)
        live.add(to: router)
        field.add(to: router)
        let assets = templates.assets
        router.get("/assets/:file") { request, context in
            try assets.respond(
                String(context.parameters["file"] ?? ""),
                zipped: Gzip.isAccepted(by: request.headers[.acceptEncoding]))
        }
        router.get("/robots.txt") { _, _ in plain("User-agent: *\nDisallow: /\n") }
        router.get("/healthz") { _, _ in plain("ok\n") }
        router.get("/readyz") { [desk] _, context in
            do {
                _ = try await desk.database.read { try $0.query("SELECT 1 AS one") }
                return plain("ready\n")
            } catch {
                context.logger.error("not ready: \(error)")
                return plain("the database does not answer\n", status: .serviceUnavailable)
            }
        }
    }
}

private func plain(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
    Response(
        status: status, headers: [.contentType: "text/plain; charset=utf-8"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
}
