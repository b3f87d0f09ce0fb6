// What makes the technician's pages an app that can be installed, and that works in a basement.

internal import Core
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// The manifest, the service worker, the page for where nothing is kept, and the list of what a device is to keep.
struct AppShell: Sendable {
    let gate: FieldGate
    let writer: PageWriter

    /// Bytes of documents that a device is asked to keep.
    private static let documentLimit = 100 * 1024 * 1024
    private static let pageLimit = 60

    private var assets: Assets { writer.templates.assets }

    func add(to router: some RouterMethods<WebContext>) {
        router.get("/f/:token/manifest.webmanifest") { request, context in
            try await manifest(request, context)
        }
        router.get("/f/:token/worker.js") { request, context in try await worker(request, context) }
        router.get("/f/:token/kept.json") { request, context in try await kept(request, context) }
        router.get("/f/:token/offline") { request, context in try await offline(request, context) }
    }

    private func manifest(_ request: Request, _ context: WebContext) async throws -> Response {
        let visit = try await gate.admit(request, context)
        let texts = texts(visit)
        let icon = { (size: Int, purpose: String) in
            let file = purpose == "any" ? "field-\(size).png" : "field-mask-\(size).png"
            return Manifest.Icon(
                src: assets.path(file), sizes: "\(size)x\(size)", type: "image/png", purpose: purpose)
        }
        return try json(
            Manifest(
                name: texts(.fieldTitle), short_name: texts(.fieldShortTitle), lang: texts.language.rawValue,
                id: visit.home.path, start_url: visit.home(), scope: visit.home.path, display: "standalone",
                background_color: "#f6f4ee", theme_color: "#0e5452",
                icons: [icon(192, "any"), icon(512, "any"), icon(512, "maskable")]),
            type: "application/manifest+json")
    }

    /// As the Web Application Manifest names its members.
    private struct Manifest: Encodable {
        let name: String
        // swift-format-ignore: AlwaysUseLowerCamelCase
        let short_name: String
        let lang: String
        let id: String
        // swift-format-ignore: AlwaysUseLowerCamelCase
        let start_url: String
        let scope: String
        let display: String
        // swift-format-ignore: AlwaysUseLowerCamelCase
        let background_color: String
        // swift-format-ignore: AlwaysUseLowerCamelCase
        let theme_color: String
        let icons: [Icon]

        struct Icon: Encodable {
            let src: String
            let sizes: String
            let type: String
            let purpose: String
        }
    }

    /// The worker rules this link's pages and no others: its scope is the token.
    private func worker(_ request: Request, _ context: WebContext) async throws -> Response {
        let visit = try await gate.admit(request, context)
        let shell = ["field.css", "field.js", "field-queue.js", "favicon.svg"].map(assets.path)
        let words = texts(visit)(.fieldForgotten)
        let constants = [
            "const VERSION = \(try literal(assets.workerVersion))", "const SHELL = \(try literal(shell))",
            "const FORGOTTEN = \(try literal(words))",
        ]
        let source = constants.joined(separator: ";\n") + ";\n\n" + assets.worker
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/javascript; charset=utf-8", .cacheControl: "no-cache",
                .serviceWorkerAllowed: visit.home.path,
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: source)))
    }

    private func literal(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }

    /// The day, the operations of today and to come and those under way, and the documents of the campaign, the smallest
    /// first. A telephone that is lost holds no more than these.
    private func kept(_ request: Request, _ context: WebContext) async throws -> Response {
        let visit = try await gate.admit(request, context)
        guard let day = try await gate.desk.day(of: visit.id, now: visit.now) else { throw Problem.forged }
        let ahead = day.todays + day.tomorrows + day.behind.filter { $0.state == .inProgress }
        let pages =
            [visit.home(), visit.home(suffix: "/offline")]
            + ahead.prefix(Self.pageLimit).map { visit.page(of: $0.operation)() }
        var room = Self.documentLimit
        let documents = try await gate.desk.documents(of: visit.id).map(\.document).sorted {
            $0.size < $1.size
        }
        .prefix { document in
            room -= document.size
            return room >= 0
        }
        return try json(
            ["pages": pages, "files": documents.map { "\(visit.home.path)/documents/\($0.id)" }],
            type: "application/json")
    }

    private func offline(_ request: Request, _ context: WebContext) async throws -> Response {
        let visit = try await gate.admit(request, context)
        let texts = texts(visit)
        let frame = Page.Frame(
            language: texts.language.rawValue, title: texts(.fieldOfflineTitle),
            heading: texts(.fieldOfflineTitle), stylesheet: assets.path("field.css"),
            icon: assets.path("favicon.svg"))
        return writer.answer(
            Page(template: .fieldOffline, frame: frame, content: Offline(home: visit.home())), texts)
    }

    private struct Offline: Sendable {
        let home: String
    }

    private func texts(_ visit: FieldVisit) -> Texts {
        writer.templates.texts(visit.query.language ?? .french)
    }

    private func json(_ value: some Encodable, type: String) throws -> Response {
        Response(
            status: .ok, headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try JSONEncoder().encode(value))))
    }
}

extension HTTPField.Name {
    static let serviceWorkerAllowed = HTTPField.Name("Service-Worker-Allowed") ?? .via
}
