// How many people of each segment come on each day.

/// Numbers that leave the fullest day as low as rooms allow, then the next, and so on.
///
/// Each person goes to the least loaded day that they can reach: a day with room for their segment, or one that a chain of
/// others, each moving to another day or to another kind of place, makes room for. These are the shortest augmenting
/// paths of a flow whose cost is a day's load, and that is convex, so that what they end with is the best there is.
struct DayQuotas {
    private let days: Int
    private let segments: Int
    /// Room that is left: a segment's own, by cell, and open to all, by day.
    private var ownRoom: [Int]
    private var openRoom: [Int]
    /// People, by cell.
    private(set) var inOwn: [Int]
    private(set) var inOpen: [Int]
    /// People on each day.
    private var load: [Int]

    init(_ map: SpreadMap, load: [Int]) {
        days = map.days.count
        segments = map.segments.count
        ownRoom = map.own.map { $0.reduce(0) { $0 + $1.left } }
        openRoom = map.open.map { $0.reduce(0) { $0 + $1.left } }
        inOwn = ownRoom.map { _ in 0 }
        inOpen = inOwn
        self.load = load
    }

    /// Adds one person of a segment; false where no chain makes room for them.
    @discardableResult
    mutating func add(_ segment: Int) -> Bool {
        let direct = lightest(for: segment)
        // No day with any room is lighter: the usual case, without a search.
        if let direct, load[direct] <= lightestWithRoom() {
            enter(segment, direct)
            load[direct] += 1
            return true
        }
        return push(segment)
    }

    /// The least loaded day with room for a segment, the first of several.
    private func lightest(for segment: Int) -> Int? {
        var best: Int?
        for day in 0..<days where hasRoom(segment, day) && best.map({ load[day] < load[$0] }) ?? true {
            best = day
        }
        return best
    }

    /// The load of the least loaded day with room for anybody.
    private func lightestWithRoom() -> Int {
        var least = Int.max
        for day in 0..<days where load[day] < least {
            let isRoomy =
                openRoom[day] > 0 || (0..<segments).contains { ownRoom[$0 * days + day] > 0 }
            if isRoomy { least = load[day] }
        }
        return least
    }

    private func hasRoom(_ segment: Int, _ day: Int) -> Bool {
        ownRoom[segment * days + day] > 0 || openRoom[day] > 0
    }

    /// Takes room of a day, the segment's own before what is open to all.
    private mutating func enter(_ segment: Int, _ day: Int) {
        let cell = segment * days + day
        if ownRoom[cell] > 0 {
            ownRoom[cell] -= 1
            inOwn[cell] += 1
        } else {
            openRoom[day] -= 1
            inOpen[cell] += 1
        }
    }

    // MARK: Chains

    /// How a segment came to look for a day: another one took the place of one of its people.
    private struct Step {
        let by: Int
        let day: Int
        /// Whether the very place was taken, which was open to both; else there was room beside it on that day.
        let isDisplaced: Bool
    }

    private mutating func push(_ segment: Int) -> Bool {
        var steps: [Step?] = Array(repeating: nil, count: segments)
        var isKnown = Array(repeating: false, count: segments)
        var isJoined = Array(repeating: false, count: days)
        isKnown[segment] = true
        var queue = [segment]
        var end: (segment: Int, day: Int)?
        var next = 0
        while next < queue.count {
            let current = queue[next]
            next += 1
            for day in 0..<days {
                let isRoomy = hasRoom(current, day)
                if isRoomy, end.map({ load[day] < load[$0.day] }) ?? true { end = (current, day) }
                if isRoomy, isJoined[day] { continue }
                isJoined[day] = isJoined[day] || isRoomy
                for other in 0..<segments where !isKnown[other] {
                    let cell = other * days + day
                    guard inOpen[cell] > 0 || (isRoomy && inOwn[cell] > 0) else { continue }
                    isKnown[other] = true
                    steps[other] = Step(by: current, day: day, isDisplaced: !isRoomy)
                    queue.append(other)
                }
            }
        }
        guard let end else { return false }
        apply(steps, end)
        return true
    }

    /// Moves the people of a chain, from its end back to whoever began it.
    private mutating func apply(_ steps: [Step?], _ end: (segment: Int, day: Int)) {
        enter(end.segment, end.day)
        load[end.day] += 1
        var segment = end.segment
        while let step = steps[segment] {
            let cell = segment * days + step.day
            if inOpen[cell] > 0 {
                inOpen[cell] -= 1
                openRoom[step.day] += 1
            } else {
                inOwn[cell] -= 1
                ownRoom[cell] += 1
            }
            // Whoever takes the place leaves the day's load as it was.
            enter(step.by, step.day)
            segment = step.by
        }
    }
}
