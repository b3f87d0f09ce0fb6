// Undoing what has just been done, for ten minutes.

internal import Core

/// One act with its button.
struct UndoForm: Sendable {
    let action: String
    let csrf: String
    let act: String
    let told: String
    let until: String

    init(_ act: TeamAct, action: String, csrf: String, told: String, until: String) {
        self.action = action
        self.csrf = csrf
        self.act = act.id.text
        self.told = told
        self.until = until
    }
}

/// An act in a sentence.
struct ActWords {
    let texts: Texts

    init(_ texts: Texts) { self.texts = texts }

    /// "Camille Dupont : positionnement.", "3 agents positionnés, 1 annulé."
    func callAsFunction(_ act: TeamAct, of view: TeamView) -> String {
        if act.steps.count == 1, let step = act.steps.first, let member = view.member(step.agent) {
            let phrase: Phrase =
                switch step.kind {
                case .placed: .teamActPlaced
                case .moved: .teamActMoved
                case .cancelled: .teamActCancelled
                }
            return texts(phrase, ["name": member.agent.name])
        }
        let parts = [
            count(.placed, of: act, one: .teamActPlacedOne, many: .teamActPlacedMany),
            count(.moved, of: act, one: .teamActMovedOne, many: .teamActMovedMany),
            count(.cancelled, of: act, one: .teamActCancelledOne, many: .teamActCancelledMany),
        ].compactMap(\.self)
        return parts.joined(separator: ", ") + "."
    }

    private func count(
        _ kind: TeamAct.Step.Kind, of act: TeamAct, one: Phrase, many: Phrase
    ) -> String? {
        let count = act.steps.count { $0.kind == kind }
        return count == 0 ? nil : texts(count, one: one, many: many)
    }
}
