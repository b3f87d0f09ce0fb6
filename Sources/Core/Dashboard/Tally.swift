// Operations counted by state, and percentages that add up.

/// How many operations are in each state (RG-017).
package struct Tally: Sendable, Hashable {
    private var counts: [Operation.State: Int] = [:]

    package init(_ counts: [Operation.State: Int] = [:]) { self.counts = counts.filter { $0.value != 0 } }

    package subscript(state: Operation.State) -> Int { counts[state] ?? 0 }

    package var total: Int { counts.values.reduce(0, +) }

    /// Done, as a percentage.
    package var progress: Int { percentages[.done] ?? 0 }

    package mutating func add(_ count: Int, _ state: Operation.State) { counts[state, default: 0] += count }

    /// Whole percentages of the total, by state; they make 100 together, or are all 0 where there is nothing.
    package var percentages: [Operation.State: Int] {
        let states = Operation.State.allCases
        return Dictionary(
            uniqueKeysWithValues: zip(states, Percentages.adding(states.map { self[$0] })))
    }
}

/// Whole percentages.
package enum Percentages {
    /// The percentages of parts of a whole, 0…100, which make 100 together: each is rounded down, and what is left goes
    /// to the largest remainders, the first of equals first. Nothing but the whole is 100: "all done" is never rounded
    /// to. All 0 where the parts are.
    package static func adding(_ parts: [Int]) -> [Int] {
        let total = parts.reduce(0, +)
        guard total > 0 else { return parts.map { _ in 0 } }
        var percentages = parts.map { $0 * 100 / total }
        let left = 100 - percentages.reduce(0, +)
        let byRemainder = parts.indices.sorted { first, second in
            let (one, other) = (parts[first] * 100 % total, parts[second] * 100 % total)
            return one == other ? first < second : one > other
        }
        let mayGrow = byRemainder.filter { percentages[$0] < 99 }
        for index in mayGrow.prefix(left) { percentages[index] += 1 }
        return percentages
    }

    /// One part of a whole, rounded down, so that 100 means all of it; nil where there is no whole.
    package static func of(_ part: Int, in whole: Int) -> Int? { whole > 0 ? part * 100 / whole : nil }
}
