// One line of a manager's answer: a name, a separator, a choice.

import Core

struct PlacementReader {
    /// The day of the mail.
    let written: Day?

    /// What a line says: one thing, or several parted by commas ("Marie : 2, Paul : 3").
    func findings(_ line: Substring) -> [PlacementFinding] {
        let parts = line.split { $0 == "," || $0 == ";" }.map { named($0.trimmed) }
        let placed = parts.compactMap { $0?.placed == nil ? nil : $0 }
        return placed.count > 1 && placed.count == parts.count ? placed : [read(line)]
    }

    private func read(_ raw: Substring) -> PlacementFinding {
        let line = withoutBullet(raw.trimmed)
        guard !line.isEmpty else { return .nothing }
        return row(line) ?? named(line) ?? reversed(line) ?? spaced(line) ?? rest(line)
    }

    /// "1. ", "2) ", "- ", "• "
    private func withoutBullet(_ line: Substring) -> Substring {
        if let first = line.first, "-*•·–—>".contains(first) { return line.dropFirst().trimmed }
        let digits = line.prefix { $0.isNumber }
        let behind = line.dropFirst(digits.count)
        guard (1...3).contains(digits.count), let mark = behind.first, ".)".contains(mark),
            behind.dropFirst().first?.isWhitespace == true
        else { return line }
        return behind.dropFirst().trimmed
    }

    private func choice(_ text: some StringProtocol) -> PlacementLine.Choice? {
        switch IntentReader.single(String(text), written: written) {
        case .choose(let option): .option(option)
        case .chooseTime(let moment): .time(moment)
        case .cancel: .cancel
        default: nil
        }
    }

    // MARK: Forms

    /// Cells of a table: a name in one or two, and the choice behind.
    private func row(_ line: Substring) -> PlacementFinding? {
        let columns: [Character] = ["\t", "|", ";"]
        guard let separator = columns.first(where: { line.contains($0) }) else { return nil }
        var cells = line.split(separator: separator).map(\.trimmed).filter { !$0.isEmpty }[...]
        if cells.count > 2, cells.first?.allSatisfy(\.isNumber) == true { cells.removeFirst() }
        guard cells.count > 1, let first = cells.first.flatMap({ PersonName($0) }) else { return nil }
        var name = first
        cells.removeFirst()
        if first.mayBeHalf, cells.count > 1, let second = cells.first.flatMap({ PersonName($0) }) {
            name = first.followed(by: second)
            cells.removeFirst()
        }
        let choice = self.choice(cells.joined(separator: " ")) ?? cells.last.flatMap { self.choice($0) }
        guard let choice else { return .unreadable(PlacementLine(name: name.text, choice: .unclear)) }
        return .placement([PlacementLine(name: name.text, choice: choice)], isSure: name.isSure)
    }

    /// "DUPONT Marie : 2", "Marie Dupont et Paul Martin = option 3", "Lefèvre Zoé - 2"
    private func named(_ line: Substring) -> PlacementFinding? {
        let parted = Self.parted(line).map { (names: self.names($0.left), left: $0.left, right: $0.right) }
            .filter { !$0.names.isEmpty && !$0.right.isEmpty }
        for (names, _, right) in parted {
            guard let choice = self.choice(right) else { continue }
            return .placement(
                names.map { PlacementLine(name: $0.text, choice: choice) },
                isSure: names.allSatisfy(\.isSure))
        }
        return parted.last.map { .unreadable(PlacementLine(name: String($0.left), choice: .unclear)) }
    }

    /// "2 : Marie Dupont, Paul Martin"
    private func reversed(_ line: Substring) -> PlacementFinding? {
        guard let (left, right) = Self.parted(line).first, let choice = self.choice(left) else { return nil }
        let names = right.split { ",;/&".contains($0) }.flatMap { self.names($0.trimmed) }
        guard !names.isEmpty, names.allSatisfy(\.isSure) else { return nil }
        return .placement(names.map { PlacementLine(name: $0.text, choice: choice) }, isSure: true)
    }

    /// "M. DUPONT 2", "Dupont Marie mardi 4 à 9h30"
    private func spaced(_ line: Substring) -> PlacementFinding? {
        let words = line.split(separator: " ")
        guard words.count > 1 else { return nil }
        for count in 1..<min(words.count, 7) {
            guard let name = PersonName(line[..<words[count - 1].endIndex]), name.isCapitalised,
                let choice = self.choice(line[words[count].startIndex...])
            else { continue }
            return .placement([PlacementLine(name: name.text, choice: choice)], isSure: name.isSure)
        }
        return nil
    }

    /// Passed over where it only greets, introduces, closes or signs.
    private func rest(_ line: Substring) -> PlacementFinding {
        guard line.last != ":",
            Clause.all(in: String(line), written: written).contains(where: \.asksSomething)
        else { return .nothing }
        return .unreadable(PlacementLine(name: String(line), choice: .unclear))
    }

    // MARK: Parts

    /// The two sides of the line at each of its separators, the first one first.
    private static func parted(_ line: Substring) -> [(left: Substring, right: Substring)] {
        var parted: [(Substring, Substring)] = []
        var index = line.startIndex
        while index < line.endIndex, parted.count < 3 {
            let rest = line[index...]
            if let separator = separators.first(where: rest.begins) {
                index = line.index(index, offsetBy: separator.count)
                parted.append((line[..<rest.startIndex].trimmed, line[index...].trimmed))
            } else {
                index = line.index(after: index)
            }
        }
        return parted
    }

    private static let separators = [
        "->", "=>", "→", "⇒", "➔", "➜", ":", "=", " - ", " – ", " — ", ", ",
    ]

    /// The names before a separator: one, or several joined by "et", "and", "&", "/".
    private func names(_ text: Substring) -> [PersonName] {
        let parts = text.split { "/&+".contains($0) }
            .flatMap { $0.split(separator: " et ").flatMap { $0.split(separator: " and ") } }
        let names = parts.compactMap { PersonName($0.trimmed) }
        return names.count == parts.count ? names : []
    }
}

extension Clause {
    /// Whether a line among placements says something that should not be passed over.
    fileprivate var asksSomething: Bool {
        signs.indices.contains { index in
            switch signs[index] {
            case .cancel, .move, .absent, .doubt, .no, .cannot: true
            case .moment(let moment): moment != nil
            case .number:
                index > 0 && [.article, .slot, .target, .bound, .takes].contains(signs[index - 1])
            default: false
            }
        }
    }
}
