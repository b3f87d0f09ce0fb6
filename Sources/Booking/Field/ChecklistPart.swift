// The checklist of an operation as its page shows it: phases with their state, steps to tick (RG-030–033).

internal import Core

struct ChecklistPart: Sendable {
    let name: String
    let progress: StepProgress?
    let phases: [Phase]

    struct Phase: Sendable {
        let number: Int
        let title: String
        let state: String
        let locked: Bool
        let mark: VisitMark
        let steps: [Step]
    }

    struct Step: Sendable {
        let id: String
        let label: String
        /// "true" or "false", for `aria-checked`.
        let ticked: String
        /// What pressing does.
        let verb: String
        let open: Bool
        /// Who ticked it, and when.
        let by: String?
        let aid: Aid?
        let form: ActForm
    }

    /// The way to a step's help or document.
    struct Aid: Sendable {
        let href: String
        let icon: String
        let word: String
    }

    init(
        _ run: ChecklistRun, state: Operation.State, isOpen: Bool, dates: WrittenDates, _ texts: Texts,
        form: () -> ActForm
    ) {
        name = run.name
        progress = StepProgress(run.ticked, of: run.total, texts)
        phases = run.phases.enumerated().map { index, phase in
            Phase(
                number: index + 1,
                title: texts(.fieldPhase, ["number": String(index + 1), "name": phase.name]),
                state: phase.state.rawValue, locked: phase.state == .locked,
                mark: VisitMark(phase.state, texts),
                steps: phase.steps.map { step in
                    let form = form()
                    let separator = form.action.contains("?") ? "&" : "?"
                    let hasAid = step.help.orNil != nil || step.documentName != nil
                    let isPaper = step.documentName != nil
                    return Step(
                        id: step.id, label: step.label, ticked: String(step.tick != nil),
                        verb: step.tick == nil ? "tick" : "untick",
                        // RG-032: the service refuses a step of a locked phase; the page does not offer it.
                        open: isOpen && state == .inProgress && phase.state != .locked,
                        by: step.tick.map {
                            texts(.fieldTickedBy, ["name": $0.by, "time": dates.time($0.at)])
                        },
                        aid: hasAid
                            ? Aid(
                                href: "\(form.action)\(separator)step=\(step.id)",
                                icon: isPaper ? "paper" : "info",
                                word: step.documentName ?? texts(.fieldHelp)) : nil,
                        form: form)
                })
        }
    }
}
