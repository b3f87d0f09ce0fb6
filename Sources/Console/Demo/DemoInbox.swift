// The inbox of the demonstration: the mails as they would arrive, and a way to answer them.

internal import Booking
internal import Core
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import MailGateway

/// Shows the Maildir that the demonstration sends into. It exists in `demo` only, and answers loopback alone: whoever
/// sees it sees everybody's mail.
struct DemoInbox: Sendable {
    let folder: String
    let inbox: InboxService
    let pages: DemoPages

    func addRoutes(to router: Router<WebContext>) {
        router.get("/") { _, _ in Response.redirect(to: "/inbox") }
        let group = router.group("/inbox").add(middleware: LoopbackOnly())
        group.get { request, _ in
            let wanted = request.uri.queryParameters["q"].map { String($0) } ?? ""
            return pages.list(mails(matching: wanted), wanted: wanted)
        }
        group.get(":mail") { request, context in
            let mail = try found(context)
            return pages.mail(mail, outcome: request.uri.queryParameters["outcome"].map { String($0) })
        }
        group.get(":mail/html") { _, context in pages.body(try found(context).view) }
        group.get(":mail/rendez-vous.ics") { _, context in
            guard let calendar = try found(context).view.calendar else { throw HTTPError(.notFound) }
            return Response(
                status: .ok, headers: [.contentType: "text/calendar; charset=utf-8"],
                body: .init(byteBuffer: .init(string: calendar)))
        }
        group.post(":mail/reply") { request, context in
            let mail = try found(context)
            let form = try await URLEncodedFormDecoder().decode(
                ReplyForm.self, from: request, context: context)
            guard let reply = DemoReply(to: mail.view, form) else { throw HTTPError(.badRequest) }
            let reports = try await inbox.ingest([reply.bytes], source: "demo", now: .now())
            let outcome = reports.first.map { "\($0.outcome.rawValue) – \($0.reason)" } ?? ""
            let query = outcome.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            return Response.redirect(to: "/inbox/\(mail.name)?outcome=\(query)", type: .normal)
        }
    }

    /// A mail of the folder, under the name of its file.
    struct Item: Sendable {
        let name: String
        let view: MailView
    }

    struct ReplyForm: Decodable {
        let text: String?
        let answer: String?
    }

    private func found(_ context: WebContext) throws -> Item {
        // Only a name that the folder lists is opened, so that no path can be made of it.
        guard let name = context.parameters.get("mail"), names().contains(name), let item = item(name) else {
            throw HTTPError(.notFound)
        }
        return item
    }

    /// The newest mails, or those to or about what is looked for; a hundred at most.
    private func mails(matching wanted: String) -> [Item] {
        let folded = wanted.folded
        var items: [Item] = []
        for name in names().sorted(by: >) {
            guard let item = item(name) else { continue }
            if folded.isEmpty || "\(item.view.to) \(item.view.subject)".folded.contains(folded) {
                items.append(item)
            }
            if items.count == 100 { break }
        }
        return items
    }

    private func names() -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder + "/new")) ?? []
    }

    private func item(_ name: String) -> Item? {
        FileManager.default.contents(atPath: "\(folder)/new/\(name)").flatMap { MailView([UInt8]($0)) }
            .map { Item(name: name, view: $0) }
    }
}

/// Refuses whoever does not ask from this machine, or whom another site sent.
private struct LoopbackOnly: RouterMiddleware {
    func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        guard let address = context.remoteAddress?.ipAddress, address == "127.0.0.1" || address == "::1"
        else {
            throw HTTPError(.forbidden)
        }
        if request.method == .post, let field = HTTPField.Name("Sec-Fetch-Site"),
            let site = request.headers[field], site != "same-origin", site != "none"
        {
            throw HTTPError(.forbidden)
        }
        return try await next(request, context)
    }
}
