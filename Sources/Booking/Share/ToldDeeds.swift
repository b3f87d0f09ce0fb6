// The latest actions in words, without the name of anybody (RG-202).

internal import Core

extension Deed {
    /// "Un agent a choisi son rendez-vous."
    func told(_ texts: Texts) -> String {
        let isAgent = actor == .agent
        return switch kind {
        case .placed: texts(isAgent ? .deedPlaced : .deedPlacedFor)
        case .moved: texts(isAgent ? .deedMoved : .deedMovedFor)
        case .cancelled:
            texts(isAgent ? .deedCancelled : actor == .system ? .deedCancelledBySilence : .deedCancelledFor)
        case .accepted: texts(.deedAccepted)
        case .kept: texts(.deedKept)
        case .imported: texts(count ?? 0, one: .deedImportedOne, many: .deedImportedMany)
        case .assigned: texts(count ?? 0, one: .deedAssignedOne, many: .deedAssignedMany)
        case .slots: texts(count ?? 0, one: .deedSlotsOne, many: .deedSlotsMany)
        case .invited: texts(.deedInvited)
        case .proposed: texts(.deedProposed)
        case .state: texts(.deedState)
        case .started: texts(.deedStarted)
        case .finished: texts(.deedFinished)
        case .postponed: texts(.deedPostponed)
        case .remediate: texts(.deedRemediate)
        case .missed: texts(.deedMissed)
        }
    }
}
