// What a decision about a technician's entry is made from, and the decision: pure.

/// One operation, as it is when an entry comes in.
struct FieldState: Sendable {
    let campaign: Campaign
    let operation: Operation
    /// The agent's active booking and its slot.
    let booked: (booking: Booking, slot: Slot)?
    /// Nil where the campaign has no checklist, and the operation none of its own.
    let sheet: TickSheet?
    /// Whether the operation is bound to its checklist's version, which its first start does (RG-031).
    let isBound: Bool
    /// What last went wrong.
    let trouble: Trouble.Kind?

    enum Decision: Hashable {
        /// The operation goes to another state (RG-017).
        case move(Operation.State)
        case tick(String)
        case untick(String)
        case note
        case spend(Int)
        /// It is so already.
        case keep
        /// Somebody else moved it.
        case moved
        case refuse(FieldRefusal)
    }

    /// RG-016. A campaign that is finished still takes notes and what devices send late.
    var obstacle: FieldRefusal? {
        switch campaign.state {
        case .preparation, .archived: .closed
        case .upcoming, .inProgress, .finished: nil
        }
    }

    /// Decides an entry that was made at `instant`.
    func decide(_ act: FieldEntry.Act, seen: Operation.State, madeAt instant: Instant) -> Decision {
        if let obstacle { return .refuse(obstacle) }
        guard act.isUsable else { return .refuse(.unusable) }
        switch act {
        case .note: return .note
        case .spent(let minutes): return .spend(minutes)
        case .tick(let step): return tick(step, seen: seen, madeAt: instant)
        case .untick(let step): return untick(step, madeAt: instant)
        case .start: return move(to: .inProgress, seen: seen)
        case .finish:
            let move = move(to: .done, seen: seen)
            let missing = sheet?.missing ?? []
            // RG-032: done means every step done, in order.
            return move == .move(.done) && !missing.isEmpty ? .refuse(.incomplete(missing: missing)) : move
        case .remediate: return move(to: .toRemediate, seen: seen)
        case .missed:
            // Only where somebody is expected is somebody missing (RG-302).
            let isExpected = booked != nil && [.planned, .inProgress].contains(operation.state)
            if operation.state == seen, !isExpected { return refuse }
            return move(to: .postponed, seen: seen, isOwn: trouble == .missed)
        case .postpone(_, nil): return move(to: .postponed, seen: seen)
        case .postpone(_, let slot?):
            if booked?.slot.id == slot, operation.state == .planned { return .keep }
            guard operation.state == seen else { return .moved }
            // RG-017: by way of Reporté, unless it is that already.
            let may = operation.state == .postponed || operation.state.next.contains(.postponed)
            return may ? .move(.planned) : refuse
        }
    }

    /// RG-017; where the state is another than was seen, it is either what was wanted, or not to be overwritten.
    private func move(to state: Operation.State, seen: Operation.State, isOwn: Bool = true) -> Decision {
        guard operation.state == seen else { return operation.state == state && isOwn ? .keep : .moved }
        return operation.state.next.contains(state) ? .move(state) : refuse
    }

    /// RG-033: what was ticked while the operation was under way counts, even if it was moved meanwhile.
    private func tick(_ step: String, seen: Operation.State, madeAt instant: Instant) -> Decision {
        guard let sheet else { return .refuse(.unknownStep) }
        if sheet.isTicked(step) { return .keep }
        guard operation.state == .inProgress || (seen == .inProgress && isBound) else { return refuse }
        return sheet.obstacle(to: step, madeAt: instant).map(Decision.refuse) ?? .tick(step)
    }

    /// Takes back the tick that the device has seen; one that came after is somebody else's.
    private func untick(_ step: String, madeAt instant: Instant) -> Decision {
        guard let sheet, sheet.version.body.steps.contains(where: { $0.id == step }) else {
            return .refuse(.unknownStep)
        }
        guard let tick = sheet.ticks[step], tick.stands, tick.at <= instant else { return .keep }
        return operation.state == .inProgress ? .untick(step) : .moved
    }

    private var refuse: Decision {
        .refuse(.notAllowed(from: operation.state, allowed: operation.state.next))
    }
}

extension FieldEntry.Act {
    /// What it says in words: a reason, a problem, a note, a step, minutes; empty where it says nothing.
    var words: String {
        switch self {
        case .postpone(let text, _), .remediate(let text), .note(let text), .tick(let text),
            .untick(let text):
            Self.plain(text)
        case .spent(let minutes): "\(minutes)"
        case .start, .finish, .missed: ""
        }
    }

    /// Whether its texts and numbers are within their bounds.
    var isUsable: Bool {
        switch self {
        case .start, .finish, .missed: true
        case .postpone: words.count <= 1_000  // RG-021: none is a reason too.
        case .remediate: (1...1_000).contains(words.count)
        case .note: (1...5_000).contains(words.count)
        case .tick, .untick: (1...300).contains(words.count)
        case .spent(let minutes): (0...1_440).contains(minutes)
        }
    }

    /// A text without blanks around it and without control characters, its line ends kept.
    private static func plain(_ text: String) -> String {
        let kept = text.replacing("\r\n", with: "\n").unicodeScalars.filter {
            $0.properties.generalCategory != .control || $0 == "\n" || $0 == "\t"
        }
        let plain = String(String.UnicodeScalarView(kept))
        guard let first = plain.firstIndex(where: { !$0.isWhitespace }),
            let last = plain.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(plain[first...last])
    }
}
