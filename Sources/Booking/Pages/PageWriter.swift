// Pages as answers.

internal import Core
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Writes pages.
struct PageWriter: Sendable {
    let templates: WebTemplates

    func body(_ page: Page, _ texts: Texts) -> ByteBuffer {
        ByteBuffer(string: templates.render(page, texts))
    }

    func answer(_ page: Page, _ texts: Texts, status: HTTPResponse.Status = .ok) -> Response {
        PageWriter.answer(body(page, texts), language: texts.language, status: status)
    }

    static func answer(
        _ body: ByteBuffer, language: Language, status: HTTPResponse.Status = .ok
    ) -> Response {
        Response(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8", .contentLanguage: language.rawValue,
            ],
            body: ResponseBody(byteBuffer: body))
    }

    /// The words of the language that a reader asked for, else their browser.
    func texts(for request: Request) -> Texts {
        let asked = request.uri.queryParameters["lang"].flatMap { Language(rawValue: String($0)) }
        return templates.texts(
            asked ?? Language(acceptLanguage: request.headers[.acceptLanguage], fallback: .french))
    }

    /// The page of a problem, in the language that the reader's browser asks for.
    func answer(_ problem: Problem, to request: Request) -> Response {
        let texts = texts(for: request)
        let (title, what, then) = problem.phrases
        let frame = Page.Frame(
            language: texts.language.rawValue, title: "\(texts(title)) – OpsTracker", heading: texts(title),
            stylesheet: templates.assets.path("site.css"), icon: templates.assets.path("favicon.svg"))
        let calendar = "/rendez-vous.ics"
        let path = request.uri.path
        let back = path.hasSuffix(calendar) ? String(path.dropLast(calendar.count)) : path
        let page = Page(
            template: .problem, frame: frame,
            content: Told(what: texts(what), then: texts(then), back: problem.mayReopen ? back : nil))
        var response = answer(page, texts, status: problem.status)
        if case .tooMany(let wait) = problem {
            response.headers[.retryAfter] = String(max(1, (wait.milliseconds + 999) / 1000))
        }
        return response
    }

    struct Told: Sendable {
        let what: String
        let then: String
        let back: String?
    }

    /// Sends a browser on to what its form has made, so that reloading posts nothing twice.
    static func seeOther(_ location: String) -> Response {
        Response(status: .seeOther, headers: [.location: location])
    }
}
