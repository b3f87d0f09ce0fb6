// Where one member of a team stands, in the words of their manager.

/// One state a member, the first that is true of these.
package enum MemberState: String, Sendable, Hashable, CaseIterable {
    case inProgress, done
    /// Placed, and not accepted yet.
    case placed
    /// Placed, and accepted for the time being.
    case tentative
    case confirmed
    /// Without a slot, and away.
    case absent
    /// Without a slot, after one that was given up.
    case postponed
    /// Without a slot, and to be done again.
    case toRemediate
    case unplaced

    /// Whether nobody has placed them.
    package var isWaiting: Bool {
        switch self {
        case .absent, .postponed, .toRemediate, .unplaced: true
        case .inProgress, .done, .placed, .tentative, .confirmed: false
        }
    }
}

extension TeamView.Member {
    package var state: MemberState {
        if operation == .inProgress { return .inProgress }
        guard let booking = current?.booking else {
            if operation == .done { return .done }
            if absence != nil { return .absent }
            return switch operation {
            case .postponed: .postponed
            case .toRemediate: .toRemediate
            default: .unplaced
            }
        }
        if booking.state == .done { return .done }
        if booking.answer == .tentative { return .tentative }
        return booking.state == .confirmed ? .confirmed : .placed
    }

    /// Whether their place may be given, changed or taken away by whoever leads the team (RG-123).
    package var isMovable: Bool {
        guard operation != .inProgress, state != .done else { return false }
        return current?.isLocked != true
    }
}
