// Checklists as YAML, as people write them and as they are given back.

internal import Yams

/// Why a text is no checklist.
package enum ChecklistTextFault: Error, Sendable, Hashable {
    /// Not YAML; the parser's words.
    case notYAML(String)
    /// Something else stands where `what` is expected, at a line from 1.
    case shape(what: String, line: Int)
    /// A key that means nothing here, often a slip of the pen.
    case unknownKey(String, line: Int)
    /// Over 256 KB.
    case tooLarge
    case unusable(Checklist.Fault)
}

extension Checklist {
    /// Reads `name`, and `phases` of a `name` and `steps`; a step is its label alone, or `label` with `id`, `help` and
    /// `document`. Throws `ChecklistTextFault`.
    package init(yaml text: String) throws {
        guard text.utf8.count <= 262_144 else { throw ChecklistTextFault.tooLarge }
        let root: Node?
        do { root = try Yams.compose(yaml: text) } catch {
            throw ChecklistTextFault.notYAML("\(error)".split(separator: "\n").joined(separator: " "))
        }
        let top = try Reading(root, "checklist", keys: ["name", "phases"])
        let checklist = Checklist(
            name: try top.text("name"),
            phases: try top.list("phases").map { node in
                let phase = try Reading(node, "phase", keys: ["name", "steps"])
                return Phase(
                    name: try phase.text("name"), steps: try phase.list("steps").map(Self.step))
            })
        if let fault = checklist.fault { throw ChecklistTextFault.unusable(fault) }
        self = checklist
    }

    private static func step(_ node: Node) throws -> Step {
        if let label = node.scalar?.string { return Step(label: label) }
        let step = try Reading(node, "step", keys: ["id", "label", "help", "document"])
        return Step(
            id: try step.optionalText("id"), label: try step.text("label"),
            help: try step.optionalText("help"), document: try step.optionalText("document"))
    }

    /// The same checklist as YAML, with the identifiers of its steps.
    package func yaml() throws -> String {
        let encoder = YAMLEncoder()
        encoder.options = .init(indent: 2, width: -1, allowUnicode: true)
        return try encoder.encode(self)
    }
}

/// A mapping that is read key by key, and refuses what it does not know.
private struct Reading {
    private let mapping: Node.Mapping
    private let line: Int

    init(_ node: Node?, _ what: String, keys: Set<String>) throws {
        let line = node?.mark?.line ?? 1
        guard let mapping = node?.mapping else { throw ChecklistTextFault.shape(what: what, line: line) }
        for (key, _) in mapping {
            guard let name = key.scalar?.string, keys.contains(name) else {
                throw ChecklistTextFault.unknownKey(
                    key.scalar?.string ?? "?", line: key.mark?.line ?? line)
            }
        }
        self.mapping = mapping
        self.line = line
    }

    func text(_ key: String) throws -> String {
        guard let text = try optionalText(key) else {
            throw ChecklistTextFault.shape(what: key, line: line)
        }
        return text
    }

    func optionalText(_ key: String) throws -> String? {
        guard let node = mapping[Node(key)] else { return nil }
        guard let text = node.scalar?.string else {
            throw ChecklistTextFault.shape(what: key, line: node.mark?.line ?? line)
        }
        return text
    }

    func list(_ key: String) throws -> [Node] {
        let node = mapping[Node(key)]
        guard let list = node?.sequence else {
            throw ChecklistTextFault.shape(what: key, line: node?.mark?.line ?? line)
        }
        return Array(list)
    }
}
