// Whether a form was posted from the page that we gave.

internal import Core
internal import HTTPTypes
internal import Hummingbird

/// Refuses forms that another site made a visitor post.
///
/// Pages say `Referrer-Policy: no-referrer`, so browsers send `Origin: null` with our own forms: the absence of an origin
/// proves nothing either way, and the hidden token decides.
struct FormGuard: Sendable {
    let keys: SigningKeys
    /// `host:port` of the base URL, by which browsers know us even where a proxy calls us otherwise.
    let host: String?

    /// Throws `Problem.form` where the form does not bear the token of `page`, or comes from another site.
    func check(_ form: Form, of request: Request, for page: String) throws {
        try check(form["csrf"] ?? "", of: request, for: page)
    }

    /// The same for a token that came otherwise than by a form.
    func check(_ token: String, of request: Request, for page: String) throws {
        guard comesFromHere(request), keys.isFormToken(token, for: page) else { throw Problem.form }
    }

    private func comesFromHere(_ request: Request) -> Bool {
        if let site = request.headers[.secFetchSite], site != "same-origin", site != "none" { return false }
        guard let origin = request.headers[.origin], origin != "null" else { return true }
        guard let scheme = origin.firstRange(of: "://") else { return false }
        let sender = origin[scheme.upperBound...].lowercased()
        return sender == request.head.authority?.lowercased() || sender == host?.lowercased()
    }
}

extension HTTPField.Name {
    static let secFetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .origin
    static let forwardedFor = HTTPField.Name("X-Forwarded-For") ?? .via
}
