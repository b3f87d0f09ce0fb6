// The state of an operation as icon, colour and text together (RG-080).

internal import Core

struct VisitMark: Sendable {
    let text: String
    let kind: String
    let icon: String

    init(_ state: Operation.State, _ texts: Texts) {
        switch state {
        case .toPlan: (text, kind, icon) = (texts(.fieldToPlan), "none", "none")
        case .planned: (text, kind, icon) = (texts(.fieldPlanned), "calm", "ask")
        case .inProgress: (text, kind, icon) = (texts(.fieldInProgress), "going", "going")
        case .done: (text, kind, icon) = (texts(.fieldDone), "good", "done")
        case .postponed: (text, kind, icon) = (texts(.fieldPostponed), "none", "none")
        case .toRemediate: (text, kind, icon) = (texts(.fieldToRemediate), "bad", "alert")
        }
    }

    init(_ state: ChecklistRun.Phase.State, _ texts: Texts) {
        switch state {
        case .complete: (text, kind, icon) = (texts(.fieldPhaseComplete), "good", "check")
        case .open: (text, kind, icon) = (texts(.fieldPhaseOpen), "going", "going")
        case .locked: (text, kind, icon) = (texts(.fieldPhaseShut), "calm", "lock")
        }
    }
}

/// What last went wrong, in a line.
extension Trouble {
    func words(_ texts: Texts) -> String {
        let what: Phrase =
            switch kind {
            case .postponed: .fieldTroublePostponed
            case .missed: .fieldTroubleMissed
            case .problem: .fieldTroubleProblem
            }
        return words.orNil.map { "\(texts(what)) : \($0)" } ?? texts(what)
    }
}
