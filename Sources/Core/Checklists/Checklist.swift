// A checklist as it is written: phases in order, each with its steps in order (RG-030).

package struct Checklist: Sendable, Hashable, Codable {
    package typealias ID = Identifier<Checklist>

    package let name: String
    package let phases: [Phase]

    package struct Phase: Sendable, Hashable, Codable {
        package let name: String
        package let steps: [Step]

        package init(name: String, steps: [Step]) {
            self.name = name
            self.steps = steps
        }
    }

    package struct Step: Sendable, Hashable, Codable {
        /// Under which ticks are kept: the same step in another version has the same.
        package let id: String
        package let label: String
        /// How to do it, told where the step is asked about.
        package let help: String?
        /// Name of a document of the campaign.
        package let document: String?

        /// The identifier is made of letters and digits, since pages name their parts by it; without one, the label's make
        /// one.
        package init(id: String? = nil, label: String, help: String? = nil, document: String? = nil) {
            self.id = Self.identifier(from: id ?? label)
            self.label = label
            self.help = help
            self.document = document
        }

        /// "Vérifier l'espace disque" is `verifier-l-espace-disque`.
        private static func identifier(from label: String) -> String {
            label.folded.split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
        }
    }

    package init(name: String, phases: [Phase]) {
        self.name = name
        self.phases = phases
    }

    package var steps: [Step] { phases.flatMap(\.steps) }

    /// What is wrong with it, the first thing; nil where it can be used.
    package var fault: Fault? {
        guard Self.isUsable(name, upTo: 200) else { return .name }
        guard (1...50).contains(phases.count) else { return .phases }
        var known: Set<String> = []
        for phase in phases {
            guard Self.isUsable(phase.name, upTo: 200) else { return .phaseName }
            guard (1...200).contains(phase.steps.count) else { return .steps(phase: phase.name) }
            for step in phase.steps {
                guard Self.isUsable(step.label, upTo: 300), Self.isUsable(step.id, upTo: 300),
                    (step.help ?? "").count <= 5_000, (step.document ?? "").count <= 200
                else { return .step(step.label) }
                guard known.insert(step.id).inserted else { return .repeated(step.id) }
            }
        }
        return nil
    }

    package enum Fault: Error, Sendable, Hashable {
        /// None, or over 200 characters.
        case name
        /// None, or over 50.
        case phases
        case phaseName
        /// None in a phase, or over 200.
        case steps(phase: String)
        /// A label, an identifier, a help or a document's name is missing or too long.
        case step(String)
        /// Two steps of one identifier.
        case repeated(String)
    }

    private static func isUsable(_ text: String, upTo limit: Int) -> Bool {
        text.count <= limit && text.contains { !$0.isWhitespace }
    }
}

/// One version of a checklist: never changed, since operations are bound to it (RG-031).
package struct ChecklistVersion: Sendable, Hashable {
    package typealias ID = Identifier<ChecklistVersion>

    package let id: ID
    package let checklist: Checklist.ID
    /// From 1.
    package let number: Int
    package let body: Checklist
}
