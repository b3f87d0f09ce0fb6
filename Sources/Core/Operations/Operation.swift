// An operation: one workstation of a campaign, and the states it goes through.

/// One target of a campaign.
package struct Operation: Sendable, Hashable {
    package typealias ID = OperationID

    package let id: ID
    package let agent: AgentID
    package let segment: SegmentID?
    package let reference: String
    package let state: State
    /// Who carries it out: one at most (RG-018).
    package let technician: TechnicianID?

    /// RG-017, RG-014: an operation begins as `toPlan`.
    package enum State: String, Sendable, Codable, CaseIterable, SQLBindable, SQLReadable {
        case toPlan, planned, inProgress, done, postponed, toRemediate

        /// The states that may follow; anything else is refused (RG-017).
        package var next: Set<State> {
            switch self {
            case .toPlan: [.planned, .postponed]
            case .planned: [.inProgress, .postponed]
            case .inProgress: [.done, .postponed, .toRemediate]
            case .postponed: [.planned]
            case .toRemediate: [.planned, .postponed]
            case .done: []
            }
        }
    }
}
