// A member's state as icon, colour and text together (RG-080).

internal import Core

extension MemberState {
    var phrase: Phrase {
        switch self {
        case .inProgress: .teamStateInProgress
        case .done: .stateDone
        case .placed: .statePlaced
        case .tentative: .stateTentative
        case .confirmed: .stateConfirmed
        case .absent: .teamStateAbsent
        case .postponed: .teamStatePostponed
        case .toRemediate: .teamStateToRemediate
        case .unplaced: .stateNone
        }
    }

    /// The colour's name, and the icon's.
    fileprivate var look: (kind: String, icon: String) {
        switch self {
        case .inProgress: ("good", "ask")
        case .done: ("good", "done")
        case .placed, .tentative: ("asked", "ask")
        case .confirmed: ("good", "check")
        case .absent: ("away", "info")
        case .postponed, .toRemediate: ("none", "alert")
        case .unplaced: ("none", "none")
        }
    }
}

struct MemberMark: Sendable {
    let text: String
    let kind: String
    let icon: String
    /// An absence beside another state: "Absent jusqu'au …".
    let absence: String?
    /// What they would like, who found no slot (RG-304).
    let wishes: String?

    init(_ member: TeamView.Member, texts: Texts, dates: WrittenDates) {
        let away = member.absence.map { absence in
            absence.until.map { texts(.teamAwayUntil, ["day": dates.shortDay($0)]) }
                ?? texts(.teamStateAbsent)
        }
        wishes =
            member.wishes.isEmpty
            ? nil : texts(.teamWishes, ["wishes": member.wishes.joined(separator: " ; ")])
        let state = member.state
        (kind, icon) = state.look
        text = state == .absent ? away ?? texts(state.phrase) : texts(state.phrase)
        absence = state == .absent ? nil : away
    }
}
