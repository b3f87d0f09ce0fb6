// One line a request, without what the request's address would give away.

package import Hummingbird
internal import Logging

/// Logs the method, the route and the answer's status. The route is the pattern (`/b/{token}`), never the path: a token in
/// a log would be a key left in the door.
package struct AccessLog: RouterMiddleware {
    package init() {}

    package func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        let response = try await next(request, context)
        context.logger.log(
            level: response.status.code >= 500 ? .error : .debug,
            "\(request.method) \(context.endpointPath ?? "unknown") \(response.status.code)")
        return response
    }
}
