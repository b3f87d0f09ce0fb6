// What templates may say of a manager's lines.

internal import Core

extension TemplateFacts {
    static let teamAnswerNames = Set(RefusalReason.allCases.map(\.rawValue)).union([
        "done", "rows", "who", "when", "place", "placed", "moved", "cancelled", "notDone", "unknown",
        "ambiguous",
        "names", "contradictory", "noSuchOption", "severalSlots", "fitting", "unclear", "unproven", "quoted",
        "unplaced",
        "people", "others", "peak", "peakDay", "count", "percent",
    ])

    mutating func tell(_ answer: TeamAnswer, _ dates: WrittenDates) {
        let rows = answer.lines.map { ($0.outcome.isDone, Self.row($0, dates)) }
        let (done, notDone) = (rows.filter(\.0).map(\.1), rows.filter { !$0.0 }.map(\.1))
        // An empty list is left out, so that a section around its title hides it.
        if !done.isEmpty { values["done"] = ["rows": done] }
        if !notDone.isEmpty { values["notDone"] = ["rows": notDone] }
        set("quoted", answer.quoted)
        if !answer.unplaced.isEmpty {
            tell(answer.unplaced, as: "people", restAs: "others") { $0 }
            values["unplaced"] = true
        }
        if let peak = answer.peak {
            values["peak"] = true
            values["peakDay"] = dates.day(peak.day)
            values["count"] = peak.count
            values["percent"] = peak.percent
        }
    }

    private static func row(_ line: TeamAnswer.Line, _ dates: WrittenDates) -> [String: Any] {
        func told(_ kind: String, _ name: String, _ when: TeamAnswer.When) -> [String: Any] {
            [
                kind: true, "who": name, "when": dates.range(when.starts, when.ends),
                "place": hiding(when.place),
            ]
        }
        return switch line.outcome {
        case .placed(let name, let when): told("placed", name, when)
        case .moved(let name, let when): told("moved", name, when)
        case .cancelled(let name, let when): told("cancelled", name, when)
        case .refused(let name, let reason): ["who": name, reason.rawValue: true]
        case .unknown: ["who": line.written, "unknown": true]
        case .ambiguous(let people):
            ["who": line.written, "ambiguous": true, "names": people.joined(separator: ", ")]
        case .contradictory(let name): ["who": name, "contradictory": true]
        case .noSuchOption(let name, let number): ["who": name, "noSuchOption": true, "number": number]
        case .severalSlots(let name, let slots):
            [
                "who": name, "severalSlots": true,
                "fitting": slots.map { dates.moment($0.starts) }.joined(separator: ", "),
            ]
        case .unclear: ["who": line.written, "unclear": true]
        case .unproven: ["who": line.written, "unproven": true]
        }
    }
}
