// A manager's lines: whom to place, and where.

import Core

/// Reads "DUPONT Marie : 2", "- Dupont → mardi 4 à 9h30", rows pasted from a table, "2 : Marie Dupont, Paul Martin".
///
/// Nothing is lost silently: a line about somebody that cannot be read becomes a line that is `unclear`. Greetings,
/// closings and lines that introduce the others are passed over.
enum Placements {
    private static let mostLines = 500
    private static let longestLine = 200

    /// The lines of a text that places people; nil where it does not.
    static func lines(in text: String, written: Day?) -> [PlacementLine]? {
        let lines = text.lines.filter { !$0.isEmpty }
        guard lines.count <= mostLines else { return nil }
        let reader = PlacementReader(written: written)
        let findings = lines.filter { $0.count <= longestLine }.flatMap(reader.findings)
        let placed = findings.compactMap(\.placed)
        // One line alone is a placement where it cannot be anything else.
        guard placed.count > 1 || placed.contains(where: \.isSure) else { return nil }
        return settled(findings.flatMap(\.lines))
    }

    /// One line a person: what is told twice differently is not clear.
    private static func settled(_ lines: [PlacementLine]) -> [PlacementLine] {
        var settled: [PlacementLine] = []
        var indices: [String: Int] = [:]
        for line in lines {
            let name = line.name.folded
            guard let index = indices[name] else {
                indices[name] = settled.count
                settled.append(line)
                continue
            }
            if settled[index].choice != line.choice {
                settled[index] = PlacementLine(name: line.name, choice: .unclear)
            }
        }
        return settled
    }
}

/// What one line of such a text is.
enum PlacementFinding {
    /// `isSure` where the line would be a placement on its own too.
    case placement([PlacementLine], isSure: Bool)
    /// About somebody or something that matters, and not to be read.
    case unreadable(PlacementLine)
    case nothing

    var lines: [PlacementLine] {
        switch self {
        case .placement(let lines, _): lines
        case .unreadable(let line): [line]
        case .nothing: []
        }
    }

    var placed: (lines: [PlacementLine], isSure: Bool)? {
        guard case .placement(let lines, let isSure) = self else { return nil }
        return (lines, isSure)
    }
}
