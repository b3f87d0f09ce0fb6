// Why something was not done in the field, in words that say what stands and what to do next.

internal import Core
internal import HTTPTypes

struct FieldNotice {
    let texts: Texts

    init(_ texts: Texts) { self.texts = texts }

    /// The operation has moved meanwhile; nothing was overwritten.
    func moved(_ act: FieldEntry.Act.Kind?, to state: Operation.State) -> String {
        begin(act) + texts(.fieldMoved, ["state": VisitMark(state, texts).text])
    }

    func refused(_ act: FieldEntry.Act.Kind?, _ refusal: FieldRefusal) -> String {
        begin(act) + words(refusal)
    }

    func refused(_ refusal: PhotoRefusal) -> String {
        let size = String(PhotoRules.largest / 1024 / 1024)
        return switch refusal {
        case .notYours: texts(.fieldNotYours)
        case .closed: texts(.fieldClosed)
        case .tooLarge: texts(.fieldPhotoTooLarge, ["size": size])
        case .unknownKind: texts(.fieldPhotoUnknown)
        case .broken: texts(.fieldPhotoBroken)
        case .tooMany: texts(.fieldPhotoTooMany, ["count": String(PhotoRules.most)])
        }
    }

    private func words(_ refusal: FieldRefusal) -> String {
        switch refusal {
        case .notYours: texts(.fieldNotYours)
        case .closed: texts(.fieldClosed)
        case .unknownStep: texts(.fieldUnknownStep)
        case .unusable: texts(.fieldUnusable)
        case .phaseLocked(let phase): texts(.fieldPhaseLocked, ["phase": phase])
        case .incomplete(let missing): texts(.fieldIncomplete, ["steps": missing.joined(separator: ", ")])
        case .slot(.full): texts(.fieldSlotFull)
        case .slot: texts(.fieldSlotGone)
        // RG-017: what is allowed is told.
        case .notAllowed(let state, let allowed) where allowed.isEmpty:
            texts(.fieldOver, ["state": VisitMark(state, texts).text])
        case .notAllowed(let state, let allowed):
            texts(
                .fieldNotAllowed,
                [
                    "state": VisitMark(state, texts).text,
                    "allowed": Operation.State.allCases.filter(allowed.contains)
                        .map { "« \(VisitMark($0, texts).text) »" }.joined(separator: ", "),
                ])
        }
    }

    private func begin(_ act: FieldEntry.Act.Kind?) -> String {
        act.map { texts(.fieldNotDone, ["act": texts($0.phrase)]) + " " } ?? ""
    }
}

extension FieldEntry.Act.Kind {
    /// As its button names it.
    var phrase: Phrase {
        switch self {
        case .start: .fieldStart
        case .finish: .fieldFinish
        case .postpone: .fieldPostpone
        case .remediate: .fieldRemediate
        case .missed: .fieldMissed
        case .tick: .fieldTick
        case .untick: .fieldUntick
        case .note: .fieldNote
        case .spent: .fieldTime
        }
    }

    /// What is said when it is done.
    var done: Phrase {
        switch self {
        case .start: .fieldSaidStart
        case .finish: .fieldSaidFinish
        case .postpone: .fieldSaidPostpone
        case .remediate: .fieldSaidRemediate
        case .missed: .fieldSaidMissed
        case .tick: .fieldSaidTick
        case .untick: .fieldSaidUntick
        case .note: .fieldSaidNote
        case .spent: .fieldSaidSpent
        }
    }

    /// Whether the technician is done with the operation for now, and sees the list again (RG-022).
    var leaves: Bool { [.finish, .postpone, .remediate, .missed].contains(self) }
}

extension FieldOutcome {
    /// The status of the page that tells what was not done; nil where all was done.
    var status: HTTPResponse.Status? {
        switch self {
        case .done: nil
        case .moved: .conflict
        case .refused(.notYours): .forbidden
        case .refused(.unusable), .refused(.unknownStep): .unprocessableContent
        case .refused: .conflict
        }
    }
}
