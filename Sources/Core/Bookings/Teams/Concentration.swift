// How much of a team is away on one day (RG-127).

/// The day on which most of a team are placed.
package struct Concentration: Sendable, Hashable {
    package let day: Day
    package let count: Int
    /// Of the whole team.
    package let percent: Int

    /// From which share on it is shown.
    package static let shownFrom = 30

    /// The fullest of the days, one for each person who is placed; nil where nobody, or only one, is.
    package init?(of days: some Sequence<Day>, size: Int) {
        let counts = Dictionary(days.map { ($0, 1) }, uniquingKeysWith: +)
        guard let peak = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }), peak.value > 1 else {
            return nil
        }
        day = peak.key
        count = peak.value
        percent = Self.percent(peak.value, of: size)
    }

    /// How many of a team may be placed on one day without a warning; one, whatever its share, since the smallest teams
    /// could otherwise never be placed.
    package static func most(of size: Int, percent: Int) -> Int {
        // The greatest count whose share, in whole percent, is not above the threshold.
        max(1, ((percent + 1) * size - 1) / 100)
    }

    /// A share in whole percent, rounded down; 0 of nobody.
    package static func percent(_ count: Int, of size: Int) -> Int { size == 0 ? 0 : count * 100 / size }
}

extension TeamView {
    /// The day on which most of the team are away at once; nil where nobody, or only one, is placed.
    package var concentration: Concentration? {
        Concentration(
            of: members.compactMap { member in
                member.current.map { campaign.clock.day($0.slot.starts) }
            }, size: members.count)
    }
}
