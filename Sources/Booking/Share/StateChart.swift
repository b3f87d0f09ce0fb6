// The share of each state: one bar, cut as the operations are.

internal import Core

/// The bar of states. Each state has a colour and a pattern, and a gap parts neighbours, so that no colour is needed to
/// tell them apart (RG-080).
struct StateChart {
    let tally: Tally
    let texts: Texts

    /// From what is done to what stands in the way.
    static let order: [Operation.State] = [.done, .inProgress, .planned, .toPlan, .postponed, .toRemediate]

    struct Content: Sendable {
        let label: String
        let parts: [Part]
        let rows: [Row]
    }

    struct Part: Sendable {
        let kind: String
        let x: String
        let width: String
    }

    struct Row: Sendable {
        let kind: String
        let name: String
        let count: String
        let percent: String
    }

    private static let width = 600
    private static let gap = 3

    /// Nil where there is nothing to show.
    var content: Content? {
        guard tally.total > 0 else { return nil }
        let percentages = tally.percentages
        return Content(
            label: texts(
                .shareStatesLabel,
                [
                    "done": texts(.sharePercent, ["percent": String(percentages[.done] ?? 0)]),
                    "count": texts.number(tally.total),
                ]),
            parts: parts,
            rows: Self.order.map { state in
                Row(
                    kind: state.rawValue, name: texts(state.plural), count: texts.number(tally[state]),
                    percent: texts(.sharePercent, ["percent": String(percentages[state] ?? 0)]))
            })
    }

    /// A state that holds one operation of a thousand is still seen.
    private var parts: [Part] {
        let states = Self.order.filter { tally[$0] > 0 }
        let least = 6
        let room = Self.width - (states.count - 1) * Self.gap - states.count * least
        var x = 0
        return states.map { state in
            let width = least + room * tally[state] / tally.total
            defer { x += width + Self.gap }
            return Part(kind: state.rawValue, x: String(x), width: String(width))
        }
    }
}

extension Operation.State {
    /// The icon of the state (RG-080).
    var icon: String {
        switch self {
        case .done: "done"
        case .inProgress: "ask"
        case .planned: "check"
        case .toPlan: "none"
        case .postponed: "info"
        case .toRemediate: "alert"
        }
    }

    /// "Réalisées".
    var plural: Phrase {
        switch self {
        case .done: .shareDone
        case .inProgress: .shareInProgress
        case .planned: .sharePlanned
        case .toPlan: .shareToPlan
        case .postponed: .sharePostponed
        case .toRemediate: .shareToRemediate
        }
    }
}
