// Calendars that programs subscribe to: the appointments of a team, the visits of a technician.

internal import Core
internal import Crypto
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// The route `/calendar/TOKEN.ics`.
struct CalendarRoutes: Sendable {
    let feeds: CalendarFeeds
    let gate: LinkGate
    let organizer: AppointmentObject.Party
    let clock: @Sendable () -> Instant

    func add(to router: some RouterMethods<WebContext>) {
        router.get("/calendar/:file") { request, context in try await show(request, context) }
    }

    private func show(_ request: Request, _ context: WebContext) async throws -> Response {
        let now = clock()
        let file = context.parameters["file"] ?? ""
        guard file.hasSuffix(".ics") else { throw Problem.notFound }
        let link = try gate.admit(file.dropLast(4), for: .calendar, request, context, now: now)
        guard let feed = try await feeds.feed(of: link.subject, now: now) else {
            throw gate.refuse(.forged, request, context, now: now)
        }
        guard link.epoch == feed.linkEpoch else { throw Problem.revoked }
        let bytes = AppointmentObject.bytes(publishing: feed.objects(from: organizer))
        let tag = "\"" + Base64URL.encode(Array(SHA256.hash(data: bytes).prefix(12))) + "\""
        // Programs ask every few minutes; most of the time there is nothing new to send.
        var headers: HTTPFields = [.eTag: tag, .cacheControl: "private, no-cache"]
        if request.headers[.ifNoneMatch]?.contains(tag) == true {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = "text/calendar; charset=utf-8; method=PUBLISH"
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
