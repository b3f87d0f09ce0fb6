// Whoever leads a team, come by a link that holds.

internal import Core
internal import HTTPTypes
internal import Hummingbird

struct TeamVisit {
    let token: Substring
    let query: TeamQuery
    let view: TeamView
    let now: Instant

    var path: TeamPath {
        TeamPath(path: "/t/\(token)", language: query.language, filter: query.filter)
    }

    /// A member by the text of their identifier; nil for anybody else's agent (RG-124).
    func member(_ text: Substring?) -> TeamView.Member? {
        text.flatMap { Agent.ID($0) }.flatMap(view.member)
    }
}

/// Lets in whoever leads a team.
struct TeamDoor: Sendable {
    let desk: BookingDesk
    let gate: LinkGate
    let clock: @Sendable () -> Instant

    /// Throws `Problem`.
    func admit(_ request: Request, _ context: WebContext) async throws -> TeamVisit {
        let now = clock()
        let token = context.parameters["token"] ?? ""
        let link = try gate.admit(token, for: .team, request, context, now: now)
        guard let view = try await desk.team(of: link.subject, now: now) else {
            throw gate.refuse(.forged, request, context, now: now)
        }
        guard link.epoch == view.lead.linkEpoch else { throw Problem.revoked }
        return TeamVisit(token: token, query: TeamQuery(request), view: view, now: now)
    }

    /// The same visit, with the team as it stands by now.
    func again(_ visit: TeamVisit) async throws -> TeamVisit {
        guard let view = try await desk.team(of: visit.view.lead.id, now: visit.now) else {
            throw Problem.forged
        }
        return TeamVisit(token: visit.token, query: visit.query, view: view, now: visit.now)
    }
}
