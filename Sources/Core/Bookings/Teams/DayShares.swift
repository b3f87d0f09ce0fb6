// How much of a team is away on each day, before and after what is about to be done (RG-127).

/// People of a team by day, and how many they are in all.
package struct DayShares: Sendable, Hashable {
    package let size: Int
    /// The share, in percent, above which a day is warned of.
    package let threshold: Int
    package private(set) var counts: [Day: Int]

    package init(size: Int, threshold: Int, counts: [Day: Int]) {
        self.size = size
        self.threshold = threshold
        self.counts = counts
    }

    package func count(on day: Day) -> Int { counts[day] ?? 0 }

    /// In whole percent of the team, rounded down.
    package func percent(on day: Day) -> Int { Concentration.percent(count(on: day), of: size) }

    /// Whether a day is warned of. One person alone never is: the smallest teams could not be placed.
    package func isAbove(on day: Day) -> Bool {
        count(on: day) > Concentration.most(of: size, percent: threshold)
    }

    /// Whether a day's share is shown (RG-127).
    package func isShown(on day: Day) -> Bool {
        count(on: day) > 1 && percent(on: day) >= Concentration.shownFrom
    }

    mutating func move(from old: Day?, to new: Day?) {
        if let old { counts[old, default: 0] -= 1 }
        if let new { counts[new, default: 0] += 1 }
    }
}

extension TeamView {
    package var shares: DayShares {
        let days = members.compactMap { $0.current.map { campaign.clock.day($0.slot.starts) } }
        return DayShares(
            size: members.count, threshold: campaign.concentrationPercent,
            counts: Dictionary(days.map { ($0, 1) }, uniquingKeysWith: +))
    }

    /// What the shares become once some orders are carried out; what names nobody of the team, or no slot, counts for
    /// nothing.
    package func shares(after orders: [TeamOrder]) -> DayShares {
        var shares = shares
        let slots = Dictionary(slots.map { ($0.id, $0.starts) }, uniquingKeysWith: { first, _ in first })
        for order in orders {
            guard let member = member(order.agent) else { continue }
            let old = member.current.map { campaign.clock.day($0.slot.starts) }
            switch order.wish {
            case .place(let slot):
                guard let starts = slots[slot] else { continue }
                shares.move(from: old, to: campaign.clock.day(starts))
            case .cancel: shares.move(from: old, to: nil)
            }
        }
        return shares
    }

    /// What the shares become once some members are on a day.
    package func shares(putting agents: Set<Agent.ID>, on day: Day) -> DayShares {
        var shares = shares
        for member in members where agents.contains(member.agent.id) {
            shares.move(from: member.current.map { campaign.clock.day($0.slot.starts) }, to: day)
        }
        return shares
    }

    /// The days that some orders would put above the threshold, or further above it, in order.
    package func daysAbove(after orders: [TeamOrder]) -> [Day] {
        let (before, after) = (shares, shares(after: orders))
        return after.counts.keys.filter {
            after.isAbove(on: $0) && after.count(on: $0) > before.count(on: $0)
        }
        .sorted()
    }
}
