// The figures of a campaign, as everybody may see them: how far it is, by what pace, and what was done last.

/// Figures without anybody's appointment in them, counted in one snapshot.
///
/// *Promise: they are right as of `revision`.* They are always counted anew, never kept up to date by increments, which
/// would have to be right in every statement that anybody writes. Whoever shows them often keeps them while the revision
/// stands.
package struct Figures: Sendable, Hashable {
    package let campaign: Campaign
    package let states: Tally
    /// By segment; what belongs to none comes last, and only where there is some. RG-203.
    package let segments: [Group]
    /// By technician, likewise. RG-203.
    package let technicians: [Group]
    /// The last fourteen days, today last (RG-203).
    package let days: [DayCount]
    package let answers: Answers
    package let presence: Presence
    /// The five latest actions (RG-202).
    package let latest: [Deed]

    package static let curveDays = 14
    package static let latestCount = 5

    package var revision: Int { campaign.revision }

    /// The velocity and the estimated end (RG-203); nil where nothing tells them, or all is done.
    package var pace: Pace? { Pace.measure(days, remaining: states.total - states[.done]) }

    /// Some of the operations, by what they have in common.
    package struct Group: Sendable, Hashable {
        /// Nil for those of no segment, or of no technician.
        package let name: String?
        package let states: Tally

        /// A technician who is known by an address alone is named by what stands before its @.
        var withoutAddress: Group {
            Group(name: name.map { String($0.prefix { $0 != "@" }) }, states: states)
        }
    }

    /// Appointments that stand, by the way of the last answer.
    package struct Answers: Sendable, Hashable {
        package let byWay: [AnswerWay: Int]
        /// Slots that were proposed, about which nobody has said anything.
        package let waiting: Int

        package var total: Int { byWay.values.reduce(waiting, +) }
    }

    /// Who came (RG-302).
    package struct Presence: Sendable, Hashable {
        package let present: Int
        package let missed: Int

        /// Those who came, of those who were expected, rounded down; nil where nobody was expected yet.
        package var percent: Int? { Percentages.of(present, in: present + missed) }
    }
}
