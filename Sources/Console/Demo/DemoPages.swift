// The pages of the demonstration's inbox, from `templates/demo`.

internal import Core
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import MailGateway
internal import Mustache

struct DemoPages: Sendable {
    private let inbox: MustacheTemplate
    private let mail: MustacheTemplate
    private let style: String

    /// Reads the two pages and their style. Throws `Refused` where one is missing or broken.
    init(folder: String) throws {
        func read(_ name: String) throws -> String {
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else {
                throw Refused(
                    fr: "Il manque « \(folder)/\(name) ».", en: "'\(folder)/\(name)' is missing.")
            }
            return String(decoding: data, as: UTF8.self)
        }
        inbox = try MustacheTemplate(string: try read("inbox.mustache"))
        mail = try MustacheTemplate(string: try read("mail.mustache"))
        style = try read("demo.css")
    }

    func list(_ items: [DemoInbox.Item], wanted: String) -> Response {
        let dates = WrittenDates(.french, clock: .paris)
        let rows = items.map { item -> [String: String] in
            [
                "name": item.name, "to": DemoReply.address(in: item.view.to), "subject": item.view.subject,
                "date": item.view.date.map { dates.time($0) } ?? "",
            ]
        }
        return page(
            inbox.render(
                ["mails": rows, "wanted": wanted, "style": style, "none": rows.isEmpty] as [String: Any]))
    }

    func mail(_ item: DemoInbox.Item, outcome: String?) -> Response {
        let view = item.view
        let isRequest = view.calendar?.contains("METHOD:REQUEST") == true
        return page(
            mail.render(
                [
                    "name": item.name, "from": view.from, "to": view.to, "subject": view.subject,
                    "text": view.text ?? "", "calendar": view.calendar ?? "",
                    "hasCalendar": view.calendar != nil,
                    "isRequest": isRequest, "outcome": outcome ?? "", "hasOutcome": outcome != nil,
                    "style": style,
                ] as [String: Any]))
    }

    /// The HTML of a mail, in a frame of its own where nothing runs and nothing is loaded; its links open in full.
    func body(_ view: MailView) -> Response {
        let html = (view.html ?? "").replacingOccurrences(of: "<head>", with: "<head><base target=\"_top\">")
        return page(
            html,
            policy: "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; "
                + "sandbox allow-top-navigation-by-user-activation allow-popups")
    }

    private func page(
        _ html: String,
        policy: String = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'"
    ) -> Response {
        var headers: HTTPFields = [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"]
        for (name, value) in [("Content-Security-Policy", policy), ("X-Frame-Options", "SAMEORIGIN")] {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: .init(string: html)))
    }
}
