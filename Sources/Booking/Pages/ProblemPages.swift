// Whatever ends a request, as a page of plain words.

internal import HTTPTypes
package import Hummingbird
internal import Logging

/// Turns problems and faults into pages, told in the language of the reader's browser. A fault is logged; what the visitor
/// sent is not.
package struct ProblemPages: RouterMiddleware {
    private let writer: PageWriter
    private let lost: LostLinkPages

    init(_ writer: PageWriter, lost: LostLinkPages) {
        self.writer = writer
        self.lost = lost
    }

    package func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let problem as Problem {
            guard problem.status == .gone else { return writer.answer(problem, to: request) }
            return try await told(problem, request, context)
        } catch let error as any HTTPResponseError {
            return writer.answer(error.status == .notFound ? .notFound : .unreadable, to: request)
        } catch {
            context.logger.error("\(request.method) \(context.endpointPath ?? "unknown"): \(error)")
            return writer.answer(.fault, to: request)
        }
    }

    /// A link that ended, with the way to a new one where there is one.
    private func told(_ problem: Problem, _ request: Request, _ context: WebContext) async throws -> Response
    {
        do {
            return try await lost.answer(problem, to: request) ?? writer.answer(problem, to: request)
        } catch {
            context.logger.error("\(request.method) \(context.endpointPath ?? "unknown"): \(error)")
            return writer.answer(problem, to: request)
        }
    }
}
