// Undoing, from the page, what was done in the last ten minutes.

internal import Core
internal import HTTPTypes
internal import Hummingbird

extension TeamRoutes {
    func undo(_ request: Request, _ context: WebContext) async throws -> Response {
        let visit = try await door.admit(request, context)
        let form = try await form(request, visit)
        guard let act = form["act"].flatMap({ TeamAct.ID($0) }) else { throw Problem.unreadable }
        let texts = texts(visit)
        switch try await acts.undo(act, by: visit.view.lead, now: visit.now) {
        case .tooLate:
            var screen = try await screen(visit, texts)
            screen.alert = .refused(texts(.teamUndoTooLate), then: texts(.teamUndoTooLateThen))
            return writer.answer(screen.page(), texts, status: .conflict)
        case .undone(let undone):
            let restored = undone.count { $0.fate == .restored }
            guard restored < undone.count else {
                return PageWriter.seeOther(visit.path("", ["undid": String(restored)]))
            }
            let fresh = try await door.again(visit)
            var screen = try await screen(fresh, texts)
            screen.alert = .refused(
                texts(.teamUndonePartly, ["done": String(restored), "all": String(undone.count)]),
                then: undone.compactMap { left($0, fresh.view, texts) }.joined(separator: " "))
            return writer.answer(screen.page(), texts, status: .conflict)
        }
    }

    /// Why one person is not where they were; nil where they are.
    private func left(_ undone: TeamActs.Undone, _ view: TeamView, _ texts: Texts) -> String? {
        guard let name = view.member(undone.agent)?.agent.name else { return nil }
        switch undone.fate {
        case .restored: return nil
        case .changedSince: return texts(.teamUndoChanged, ["name": name])
        case .refused(let refusal):
            let dates = WrittenDates(texts.language, clock: view.campaign.clock)
            let others = refusal.alternatives.map { dates.shortMoment($0.starts) }
            return others.isEmpty
                ? texts(.teamUndoGone, ["name": name])
                : texts(.teamUndoGoneOthers, ["name": name, "slots": others.joined(separator: ", ")])
        }
    }
}
