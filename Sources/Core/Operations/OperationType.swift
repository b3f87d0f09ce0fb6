// The usual kinds of operation, and how long each takes.

/// A kind of operation with its usual duration (RG-132).
package struct OperationType: Sendable, Hashable {
    package let name: String
    /// Minutes that one operation usually takes.
    package let minutes: Int

    /// What organisations run most, with the durations that they plan with.
    package static let usual = [
        OperationType(name: "Migration Windows", minutes: 90),
        OperationType(name: "Renouvellement matériel", minutes: 60),
        OperationType(name: "Déploiement logiciel", minutes: 30),
        OperationType(name: "Téléphonie IP", minutes: 45),
        OperationType(name: "Inventaire", minutes: 20),
    ]

    /// The type of a name: one of the usual ones where the name begins as theirs does, else one of an hour.
    package init(named name: String) {
        let folded = name.folded
        let known = Self.usual.first { folded.hasPrefix($0.name.folded) }
        self.init(name: name, minutes: known?.minutes ?? 60)
    }

    private init(name: String, minutes: Int) {
        self.name = name
        self.minutes = minutes
    }
}
