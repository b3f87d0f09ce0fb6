// The headers that every answer bears, errors too.

internal import HTTPTypes
package import Hummingbird

/// Adds what keeps pages to themselves: no script but ours, no frame, no referrer, no copy in a cache. An answer that says
/// otherwise for itself is left as it is: an asset may be cached.
package struct SecurityHeaders: RouterMiddleware {
    private let fields: [HTTPField]

    /// `secure` where visitors come by https, and should never come otherwise.
    package init(secure: Bool) {
        let values = [
            (
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; img-src 'self' data: blob:; script-src 'self'; "
                    + "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
                    + "base-uri 'none'; frame-ancestors 'none'"
            ),
            ("Referrer-Policy", "no-referrer"),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
            ("X-Robots-Tag", "noindex, nofollow"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"),
        ]
        let secureValues = secure ? [("Strict-Transport-Security", "max-age=31536000")] : []
        fields = (values + secureValues).compactMap { name, value in
            HTTPField.Name(name).map { HTTPField(name: $0, value: value) }
        }
    }

    package func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        for field in fields where !response.headers.contains(field.name) {
            response.headers.append(field)
        }
        return response
    }
}
