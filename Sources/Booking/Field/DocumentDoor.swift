// Documents of a campaign, as files: what is safe to look at opens, all else is only ever saved.

internal import Core
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// `/f/TOKEN/documents/ID`, `?use=download` to keep it as a file, `?use=keep` for a device that keeps it for later.
struct DocumentDoor: Sendable {
    let gate: FieldGate

    func add(to router: some RouterMethods<WebContext>) {
        router.get("/f/:token/documents/:document") { request, context in try await send(request, context) }
        router.post("/f/:token/documents/:document") { request, context in try await rate(request, context) }
    }

    private func send(_ request: Request, _ context: WebContext) async throws -> Response {
        let visit = try await gate.admit(request, context)
        let asked = request.uri.queryParameters["use"]
        let use: DocumentUse = asked == "download" ? .download : asked == "keep" ? .keep : .view
        guard
            let (view, bytes) = try await gate.desk.document(
                gate.identifier("document", context), of: visit.id, use: use)
        else { throw Problem.notFound }
        return Response(
            status: .ok,
            headers: DocumentDoor.headers(
                view.document.kind, name: view.document.fileName, asFile: use == .download),
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// What browsers may do with a document: a policy that lets it run nothing and reach nothing, and no guessing at what
    /// it is. Only PDF and plain text open.
    static func headers(_ kind: DocumentKind, name: String, asFile: Bool) -> HTTPFields {
        let opens = !asFile && (kind == .pdf || kind.isText && !kind.isExecutable)
        var headers: HTTPFields = [
            .contentType: kind.isText ? "text/plain; charset=utf-8" : kind.mediaType,
            .contentDisposition:
                "\(opens ? "inline" : "attachment"); filename*=UTF-8''\(encoded(name))",
            .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'; sandbox",
        ]
        // A sandboxed window has no reader of PDF; the reader itself runs nothing in our name.
        if kind == .pdf {
            headers[.contentSecurityPolicy] = "default-src 'none'; object-src 'self'; frame-ancestors 'none'"
        }
        return headers
    }

    /// RFC 8187: all but letters, digits, dots, dashes and underlines as their UTF-8 bytes.
    private static func encoded(_ name: String) -> String {
        name.utf8.map { byte in
            let character = Character(Unicode.Scalar(byte))
            return character.isASCII
                && (character.isLetter || character.isNumber || ".-_".contains(character))
                ? String(character) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }

    /// RG-052: useful or not. Sent back to the step's help that the form names, if it is one of this visitor's pages.
    private func rate(_ request: Request, _ context: WebContext) async throws -> Response {
        let (visit, form) = try await gate.admitForm(request, context)
        guard let said = form["useful"], said == "yes" || said == "no" else { throw Problem.unreadable }
        guard
            try await gate.desk.rate(
                gate.identifier("document", context), useful: said == "yes", by: visit.id, now: visit.now)
                != nil
        else { throw Problem.notFound }
        let back = form["back"].flatMap { $0.hasPrefix("\(visit.home.path)/") ? $0 : nil }
        return PageWriter.seeOther(back ?? visit.home())
    }
}
