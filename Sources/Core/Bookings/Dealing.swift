// Who of a segment comes on which of its days, so that no team is emptied on one (RG-127).

/// Deals people out over the quotas of their segments.
struct Dealing {
    private let map: SpreadMap
    private let days: Int
    /// Places to give on each cell: the segment's own, and those open to all.
    private var own: [Int]
    private var open: [Int]
    /// What is left of each place.
    private var ownPlaces: [[Seat]]
    private var openPlaces: [[Seat]]
    private let teamNumbers: [Manager.ID: Int]
    /// By team: how many may come on one day, and how many do, by team and day.
    private let most: [Int]
    private var together: [Int]
    private var seated: [Seated] = []

    private struct Seat {
        let slot: Slot.ID
        var left: Int
    }

    private struct Seated {
        let agent: Agent.ID
        let segment: Int
        let team: Int?
        let notBefore: Day?
        var day: Int
        var slot: Slot.ID
    }

    init(_ map: SpreadMap, _ quotas: DayQuotas, teams: [Manager.ID: Spread.Team], threshold: Int) {
        self.map = map
        days = map.days.count
        own = quotas.inOwn
        open = quotas.inOpen
        ownPlaces = map.own.map { $0.map { Seat(slot: $0.slot, left: $0.left) } }
        openPlaces = map.open.map { $0.map { Seat(slot: $0.slot, left: $0.left) } }
        let order = teams.sorted { $0.key.text < $1.key.text }
        teamNumbers = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1.key, $0) })
        most = order.map { Concentration.most(of: $0.value.size, percent: threshold) }
        together = order.flatMap { team in map.days.map { team.value.placed[$0] ?? 0 } }
    }

    /// Deals everybody, in the order given; who finds no day in the first round changes places with somebody who can, or
    /// takes what room is left.
    mutating func deal(_ people: [Spread.Person], busy: [Day: Int]) -> Spread.Plan {
        let waiting = people.filter { !seat($0) }
        var unplaced: [Spread.Unplaced] = []
        for person in waiting where !exchange(person) && !squeeze(person) {
            unplaced.append(Spread.Unplaced(agent: person.agent, reason: reason(person)))
        }
        var loads = busy
        for seated in seated { loads[map.days[seated.day], default: 0] += 1 }
        return Spread.Plan(
            placements: seated.map { Spread.Placement(agent: $0.agent, slot: $0.slot) }, unplaced: unplaced,
            days: loads)
    }

    private func segment(_ person: Spread.Person) -> Int { map.segments[person.segment] ?? 0 }
    private func team(_ person: Spread.Person) -> Int? { person.team.flatMap { teamNumbers[$0] } }

    private func mayCome(_ team: Int?, _ notBefore: Day?, _ day: Int) -> Bool {
        if let notBefore, map.days[day] < notBefore { return false }
        guard let team else { return true }
        return together[team * days + day] < most[team]
    }

    /// Why nobody could seat a person.
    private func reason(_ person: Spread.Person) -> Spread.Reason {
        let roomy = (0..<days).filter { hasSeat(segment(person), $0) }
        if roomy.isEmpty { return .noRoom }
        return roomy.contains { mayCome(nil, person.notBefore, $0) } ? .teamTogether : .away
    }

    /// Gives a person the day of their segment with most still to give, and of these the one with fewest of their team.
    private mutating func seat(_ person: Spread.Person) -> Bool {
        let (segment, team) = (segment(person), team(person))
        var best: (day: Int, quota: Int, met: Int)?
        for day in 0..<days {
            let cell = map.cell(segment, day)
            let quota = own[cell] + open[cell]
            guard quota > 0, mayCome(team, person.notBefore, day) else { continue }
            let met = team.map { together[$0 * days + day] } ?? 0
            if best.map({ (quota, $0.met) > ($0.quota, met) }) ?? true { best = (day, quota, met) }
        }
        guard let day = best?.day, let slot = take(segment, day) else { return false }
        put(person, on: day, slot)
        return true
    }

    /// Where a segment's quota is left on a day that is not for this person's team, somebody of the segment who may come then
    /// gives them theirs.
    private mutating func exchange(_ person: Spread.Person) -> Bool {
        let (segment, team) = (segment(person), team(person))
        for day in 0..<days where own[map.cell(segment, day)] + open[map.cell(segment, day)] > 0 {
            let index = seated.firstIndex { other in
                other.segment == segment && other.day != day && mayCome(team, person.notBefore, other.day)
                    && mayCome(other.team, other.notBefore, day)
            }
            guard let index, let slot = take(segment, day) else { continue }
            let (freed, freedDay) = (seated[index].slot, seated[index].day)
            count(seated[index].team, freedDay, -1)
            count(seated[index].team, day, 1)
            seated[index].day = day
            seated[index].slot = slot
            put(person, on: freedDay, freed)
            return true
        }
        return false
    }

    /// Any day with room at all, whatever the quotas: the one with fewest people so far.
    private mutating func squeeze(_ person: Spread.Person) -> Bool {
        let (segment, team) = (segment(person), team(person))
        var loads = Array(repeating: 0, count: days)
        for seated in seated { loads[seated.day] += 1 }
        let fitting = (0..<days).filter { mayCome(team, person.notBefore, $0) && hasSeat(segment, $0) }
        guard let day = fitting.min(by: { (loads[$0], $0) < (loads[$1], $1) }) else { return false }
        let cell = map.cell(segment, day)
        guard let slot = Self.emptiest(&ownPlaces[cell]) ?? Self.emptiest(&openPlaces[day]) else {
            return false
        }
        put(person, on: day, slot)
        return true
    }

    private mutating func put(_ person: Spread.Person, on day: Int, _ slot: Slot.ID) {
        let (segment, team) = (segment(person), team(person))
        count(team, day, 1)
        seated.append(
            Seated(
                agent: person.agent, segment: segment, team: team, notBefore: person.notBefore, day: day,
                slot: slot))
    }

    private mutating func count(_ team: Int?, _ day: Int, _ change: Int) {
        if let team { together[team * days + day] += change }
    }

    private func hasSeat(_ segment: Int, _ day: Int) -> Bool {
        ownPlaces[map.cell(segment, day)].contains { $0.left > 0 } || openPlaces[day].contains { $0.left > 0 }
    }

    /// One of the quota's places.
    private mutating func take(_ segment: Int, _ day: Int) -> Slot.ID? {
        let cell = map.cell(segment, day)
        if own[cell] > 0 {
            own[cell] -= 1
            return Self.emptiest(&ownPlaces[cell])
        }
        open[cell] -= 1
        return Self.emptiest(&openPlaces[day])
    }

    /// Takes a place where most are left, the first of several, so that the hours of a day fill evenly.
    private static func emptiest(_ seats: inout [Seat]) -> Slot.ID? {
        var best: Int?
        for index in seats.indices where seats[index].left > 0 {
            if best.map({ seats[index].left > seats[$0].left }) ?? true { best = index }
        }
        guard let best else { return nil }
        seats[best].left -= 1
        return seats[best].slot
    }
}
