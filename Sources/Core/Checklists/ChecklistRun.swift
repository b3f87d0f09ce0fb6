// A checklist as it is worked through: which phases are open, which steps are ticked, and by whom (RG-030–033).

/// The checklist of one operation, in the version that it began with (RG-031).
package struct ChecklistRun: Sendable, Hashable {
    package let name: String
    package let version: Int
    /// Whether a version is bound; before the start, it is a preview of the newest.
    package let isBound: Bool
    package let phases: [Phase]

    package struct Phase: Sendable, Hashable {
        package let name: String
        package let state: State
        package let steps: [Step]

        package enum State: String, Sendable, Hashable {
            case complete, open
            /// RG-032: the phase before is not complete.
            case locked
        }
    }

    package struct Step: Sendable, Hashable {
        /// Stable across versions.
        package let id: String
        package let label: String
        /// Empty where there is none.
        package let help: String
        /// The document that the step names, where the campaign has it.
        package let document: DocumentView?
        /// The name of a document that the step names; the campaign may lack it.
        package let documentName: String?
        package let tick: Tick?
    }

    package struct Tick: Sendable, Hashable {
        /// Name or address of the technician.
        package let by: String
        package let at: Instant
    }

    package var ticked: Int { phases.reduce(0) { $0 + $1.steps.count { $0.tick != nil } } }
    package var total: Int { phases.reduce(0) { $0 + $1.steps.count } }
    package var isComplete: Bool { ticked == total }
}
