// The ticks of one operation, and what they allow: pure, so that a device's entries are judged by values alone.

/// The steps of a version with what was ticked of them, and taken back.
struct TickSheet: Sendable {
    let version: ChecklistVersion
    /// By step.
    let ticks: [String: Tick]

    /// A step that was ticked; one that was unticked since then is kept with that instant.
    struct Tick: Sendable, Hashable {
        let by: String
        let at: Instant
        let undoneAt: Instant?

        var stands: Bool { undoneAt == nil }
    }

    func isTicked(_ step: String) -> Bool { ticks[step]?.stands == true }

    /// Why a step cannot be ticked by an entry made at `instant`; nil where it can.
    ///
    /// RG-032, with devices that were offline in mind: a step of an earlier phase that was unticked only after the entry
    /// was made does not lock its phase, or a tick that was right where it was made would be lost (RG-033).
    func obstacle(to step: String, madeAt instant: Instant) -> FieldRefusal? {
        guard let index = version.body.phases.firstIndex(where: { $0.steps.contains { $0.id == step } })
        else { return .unknownStep }
        let earlier = version.body.phases[..<index].flatMap(\.steps)
        let isOpen = earlier.allSatisfy { step in
            ticks[step.id].map { $0.undoneAt.map { $0 > instant } ?? true } ?? false
        }
        return isOpen ? nil : .phaseLocked(version.body.phases[index].name)
    }

    /// Labels of the steps that are not ticked, in order.
    var missing: [String] { version.body.steps.filter { !isTicked($0.id) }.map(\.label) }

    /// The sheet as pages show it.
    func run(isBound: Bool, documents: [DocumentView]) -> ChecklistRun {
        let byName = Dictionary(
            documents.map { ($0.document.name.folded, $0) }, uniquingKeysWith: { first, _ in first })
        var isOpen = true
        return ChecklistRun(
            name: version.body.name, version: version.number, isBound: isBound,
            phases: version.body.phases.map { phase in
                let steps = phase.steps.map { step in
                    ChecklistRun.Step(
                        id: step.id, label: step.label, help: step.help ?? "",
                        document: step.document.flatMap { byName[$0.folded] }, documentName: step.document,
                        tick: ticks[step.id].flatMap { $0.stands ? .init(by: $0.by, at: $0.at) : nil })
                }
                let isComplete = steps.allSatisfy { $0.tick != nil }
                let state: ChecklistRun.Phase.State = !isOpen ? .locked : isComplete ? .complete : .open
                isOpen = isOpen && isComplete
                return .init(name: phase.name, state: state, steps: steps)
            })
    }
}
