// Who is let in by a signed link.

internal import Core
internal import Hummingbird

/// Reads the token of an address; asks nothing of the database before the signature holds.
struct LinkGate: Sendable {
    let keys: SigningKeys
    /// Links that do not hold, by the visitor's address: thirty at once, then one every two seconds. Good links are
    /// never counted, so that a whole administration behind one address is not kept out by one of its own.
    private let badLinks = Throttle(burst: 30, every: .seconds(2))
    /// Forms, by token: whoever holds a link may click as fast as people click.
    private let forms = Throttle(burst: 30, every: .seconds(2))

    init(keys: SigningKeys) { self.keys = keys }

    /// The link of a token. Throws `Problem`; whether its epoch still stands is the caller's to ask.
    func admit(
        _ token: Substring, for purpose: LinkPurpose, _ request: Request, _ context: WebContext, now: Instant
    ) throws -> SignedLink {
        do {
            return try SignedLink.verify(token, for: purpose, keys: keys, now: now)
        } catch {
            throw refuse(Problem(error), request, context, now: now)
        }
    }

    /// The problem to tell, which is `tooMany` for whoever keeps trying.
    func refuse(_ problem: Problem, _ request: Request, _ context: WebContext, now: Instant) -> Problem {
        badLinks.take(context.visitor(request), now: now).map { .tooMany(wait: $0) } ?? problem
    }

    /// Counts a form. Throws `Problem.tooMany`.
    func countForm(_ token: Substring, now: Instant) throws {
        if let wait = forms.take(String(token), now: now) { throw Problem.tooMany(wait: wait) }
    }
}
