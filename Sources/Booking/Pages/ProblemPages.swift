// Whatever ends a request, as a page of plain words.

internal import HTTPTypes
package import Hummingbird
internal import Logging

/// Turns problems and faults into pages, told in the language of the reader's browser. A fault is logged; what the visitor
/// sent is not.
package struct ProblemPages: RouterMiddleware {
    private let writer: PageWriter

    init(_ writer: PageWriter) { self.writer = writer }

    package func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let problem as Problem {
            return writer.answer(problem, to: request)
        } catch let error as any HTTPResponseError {
            return writer.answer(error.status == .notFound ? .notFound : .unreadable, to: request)
        } catch {
            context.logger.error("\(request.method) \(context.endpointPath ?? "unknown"): \(error)")
            return writer.answer(.fault, to: request)
        }
    }
}
