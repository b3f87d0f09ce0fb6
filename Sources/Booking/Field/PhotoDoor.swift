// Photographs of an operation: sent by a form with a file, or by a device that kept them; shown to its technician.

internal import Core
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

struct PhotoDoor: Sendable {
    let gate: FieldGate
    let writer: PageWriter

    func add(to router: some RouterMethods<WebContext>) {
        router.post("/f/:token/:operation/photos") { request, context in try await take(request, context) }
        router.get("/f/:token/:operation/photos/:photo") { request, context in
            try await show(request, context)
        }
    }

    private func take(_ request: Request, _ context: WebContext) async throws -> Response {
        let visit = try await gate.admit(request, context)
        try gate.gate.countForm(visit.token, now: visit.now)
        let upload = try await PhotoUpload.read(request)
        try gate.guardian.check(upload.fields["csrf"] ?? "", of: request, for: String(visit.token))
        let operation: Operation.ID = try gate.identifier("operation", context)
        guard let name = upload.fields["id"], let id = Photo.ID(name) else { throw Problem.unreadable }
        let outcome = try await gate.desk.addPhoto(
            upload.file, id: id, to: operation, by: visit.id,
            at: upload.fields["at"].flatMap { Instant(iso8601: $0) } ?? visit.now, now: visit.now)
        let refusal: PhotoRefusal? = if case .refused(let refusal) = outcome { refusal } else { nil }
        if request.headers[.accept] == "application/json" {
            let texts = writer.templates.texts(visit.query.language ?? .french)
            return try SentOutcome.answer([SentOutcome(photo: name, of: operation, refusal: refusal, texts)])
        }
        guard let refusal else { return PageWriter.seeOther(visit.page(of: operation)() + "#photos") }
        return try await tell(refusal, of: operation, to: visit)
    }

    private func tell(
        _ refusal: PhotoRefusal, of operation: Operation.ID, to visit: FieldVisit
    ) async throws -> Response {
        guard let work = try await gate.desk.intervention(operation, of: visit.id, now: visit.now) else {
            throw Problem.notYourVisit
        }
        let texts = writer.templates.texts(visit.query.language ?? work.campaign.language)
        var screen = WorkScreen(
            work: work, visit: visit, csrf: gate.csrf(visit), texts: texts, assets: writer.templates.assets)
        screen.alert = FieldNotice(texts).refused(refusal)
        return writer.answer(screen.page(), texts, status: .unprocessableContent)
    }

    private func show(_ request: Request, _ context: WebContext) async throws -> Response {
        let visit = try await gate.admit(request, context)
        guard let (photo, bytes) = try await gate.desk.photo(gate.identifier("photo", context), of: visit.id)
        else {
            throw Problem.notFound
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: photo.kind.mediaType,
                .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'; sandbox",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
