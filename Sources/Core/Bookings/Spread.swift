// Who is proposed which slot (RG-301): spread over days as evenly as rooms allow, and no team emptied on one day.
//
// Two questions, one after the other. How many people of each segment come on each day is a matter of numbers, and
// `DayQuotas` answers it exactly. Who of them comes when is `Dealing`'s, which keeps teams apart (RG-127).

/// A pure decision: the same people, places and threshold give the same plan.
package struct Spread: Sendable {
    package struct Person: Sendable, Hashable {
        package let agent: Agent.ID
        package let segment: Segment.ID?
        package let team: Manager.ID?
        /// The day on which they are back, where they are away until then.
        package let notBefore: Day?

        package init(agent: Agent.ID, segment: Segment.ID?, team: Manager.ID?, notBefore: Day? = nil) {
            self.agent = agent
            self.segment = segment
            self.team = team
            self.notBefore = notBefore
        }
    }

    /// A slot with room for some.
    package struct Place: Sendable, Hashable {
        package let slot: Slot.ID
        /// Nil where it is open to every segment (RG-120).
        package let segment: Segment.ID?
        package let day: Day
        /// 1 or more.
        package let left: Int

        package init(slot: Slot.ID, segment: Segment.ID?, day: Day, left: Int) {
            self.slot = slot
            self.segment = segment
            self.day = day
            self.left = left
        }
    }

    /// A team as it stands before.
    package struct Team: Sendable, Hashable {
        package let size: Int
        /// How many are placed on each day already.
        package let placed: [Day: Int]

        package init(size: Int, placed: [Day: Int] = [:]) {
            self.size = size
            self.placed = placed
        }
    }

    package struct Plan: Sendable, Hashable {
        package let placements: [Placement]
        package let unplaced: [Unplaced]
        /// How many people come on each day, those who were placed before included.
        package let days: [Day: Int]

        /// The day with most people, the first of several; nil where nobody comes.
        package var fullest: (day: Day, count: Int)? {
            days.max { ($0.value, $1.key) < ($1.value, $0.key) }.map { ($0.key, $0.value) }
        }
    }

    package struct Placement: Sendable, Hashable {
        package let agent: Agent.ID
        package let slot: Slot.ID
    }

    package struct Unplaced: Sendable, Hashable {
        package let agent: Agent.ID
        package let reason: Reason
    }

    /// Why somebody is proposed nothing.
    package enum Reason: String, Sendable, Hashable, CaseIterable {
        /// No slot that is theirs has room.
        case noRoom
        /// On every day with room, too much of their team is away already (RG-127).
        case teamTogether
        /// They are away on every day with room.
        case away
    }

    package let people: [Person]
    package let places: [Place]
    package let teams: [Manager.ID: Team]
    /// How many are placed on each day already, whoever they are.
    package let busy: [Day: Int]
    /// The share of a team, in percent, that one day may take (RG-127). One person may always come.
    package let threshold: Int

    package init(
        people: [Person], places: [Place], teams: [Manager.ID: Team], busy: [Day: Int] = [:], threshold: Int
    ) {
        self.people = people
        self.places = places
        self.teams = teams
        self.busy = busy
        self.threshold = threshold
    }

    package func decide() -> Plan {
        let days = Set(places.map(\.day)).sorted()
        let segments = Dictionary(
            uniqueKeysWithValues: Set(people.map(\.segment)).sorted(by: Self.isBefore).enumerated().map {
                ($1, $0)
            })
        let map = SpreadMap(days: days, segments: segments, places: places)
        var quotas = DayQuotas(map, load: days.map { busy[$0] ?? 0 })
        // Teams in one piece, the largest first: they have the least choice.
        let order = people.sorted { left, right in
            let (leftSize, rightSize) = (size(of: left.team), size(of: right.team))
            if leftSize != rightSize { return leftSize > rightSize }
            if left.team != right.team { return (left.team?.text ?? "") < (right.team?.text ?? "") }
            return left.agent.text < right.agent.text
        }
        for person in order { quotas.add(segments[person.segment] ?? 0) }
        var dealing = Dealing(map, quotas, teams: teams, threshold: threshold)
        return dealing.deal(order, busy: busy)
    }

    private func size(of team: Manager.ID?) -> Int { team.flatMap { teams[$0]?.size } ?? 0 }

    private static func isBefore(_ left: Segment.ID?, _ right: Segment.ID?) -> Bool {
        (left?.text ?? "") < (right?.text ?? "")
    }
}

/// Days and segments by number, and the places of each.
struct SpreadMap {
    let days: [Day]
    let segments: [Segment.ID?: Int]
    /// Places that are one segment's own, by `cell`; places open to all, by day.
    private(set) var own: [[Spread.Place]]
    private(set) var open: [[Spread.Place]]

    init(days: [Day], segments: [Segment.ID?: Int], places: [Spread.Place]) {
        self.days = days
        self.segments = segments
        own = Array(repeating: [], count: days.count * segments.count)
        open = Array(repeating: [], count: days.count)
        let numbers = Dictionary(uniqueKeysWithValues: days.enumerated().map { ($1, $0) })
        for place in places {
            guard let day = numbers[place.day] else { continue }
            if place.segment == nil {
                open[day].append(place)
            } else if let segment = segments[place.segment] {
                own[segment * days.count + day].append(place)
            }
        }
    }

    func cell(_ segment: Int, _ day: Int) -> Int { segment * days.count + day }
}
