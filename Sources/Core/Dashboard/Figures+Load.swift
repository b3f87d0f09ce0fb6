// Counting the figures: a few statements that read indexes alone.

extension Figures {
    /// The figures as of now; nil where there is no such campaign.
    package static func load(
        _ id: Campaign.ID, now: Instant, on connection: any SQLConnection
    ) throws -> Figures? {
        guard let campaign = try CampaignStore.load(id, on: connection) else { return nil }
        let cells = try connection.query(cellsSQL, id).map(Cell.init)
        let states = cells.reduce(into: Tally()) { $0.add($1.count, $1.state) }
        let segments = try connection.query(segmentsSQL, id)
        let technicians = try connection.query(techniciansSQL, id)
        return Figures(
            campaign: campaign, states: states,
            segments: try groups(segments, cells, by: \.segment),
            technicians: try groups(technicians, cells, by: \.technician).map(\.withoutAddress),
            days: try days(campaign, done: states[.done], now: now, on: connection),
            answers: try answers(id, on: connection), presence: try presence(id, on: connection),
            latest: try Deed.latest(latestCount, of: id, on: connection))
    }

    /// Operations that are alike in all that is counted.
    private struct Cell {
        let state: Operation.State
        let segment: String?
        let technician: String?
        let count: Int

        init(_ row: SQLRow) throws {
            state = try row("state")
            segment = try row.optional("segment_id")
            technician = try row.optional("technician_id")
            count = try row("n")
        }
    }

    /// The cells under the names of `rows`, in the rows' order; a name without operations is left out.
    private static func groups(
        _ rows: [SQLRow], _ cells: [Cell], by key: KeyPath<Cell, String?>
    ) throws -> [Group] {
        let tallies = cells.reduce(into: [String?: Tally]()) {
            $0[$1[keyPath: key], default: Tally()].add($1.count, $1.state)
        }
        let named = try rows.compactMap { row in
            try tallies[row("id", as: String.self)].map { Group(name: try row("name"), states: $0) }
        }
        // Where nothing is grouped, one row for everything would tell nothing.
        guard !named.isEmpty, let rest = tallies[nil] else { return named }
        return named + [Group(name: nil, states: rest)]
    }

    /// The last days by the campaign's clock, from counts by quarter of an hour: midnight falls on one in every zone.
    private static func days(
        _ campaign: Campaign, done: Int, now: Instant, on connection: any SQLConnection
    ) throws -> [DayCount] {
        let today = campaign.clock.day(now)
        let first = today.adding(days: 1 - curveDays)
        var counts: [Day: Int] = [:]
        for row in try connection.query(quartersSQL, campaign.id, campaign.clock.start(of: first)) {
            let quarter = Instant(milliseconds: Int64(try row("quarter", as: Int.self)) * 900_000)
            counts[campaign.clock.day(quarter), default: 0] += try row("n", as: Int.self)
        }
        var total = done - counts.values.reduce(0, +)
        return (0..<curveDays).map { offset in
            let day = first.adding(days: offset)
            total += counts[day] ?? 0
            return DayCount(day: day, done: counts[day] ?? 0, total: total)
        }
    }

    private static func answers(_ id: Campaign.ID, on connection: any SQLConnection) throws -> Answers {
        var byWay: [AnswerWay: Int] = [:]
        var waiting = 0
        for row in try connection.query(answersSQL, id) {
            if let way = try row.optional("answered_by", as: AnswerWay.self) {
                byWay[way] = try row("n")
            } else {
                waiting = try row("n")
            }
        }
        return Answers(byWay: byWay, waiting: waiting)
    }

    private static func presence(_ id: Campaign.ID, on connection: any SQLConnection) throws -> Presence {
        let row = try connection.query(presenceSQL, id)[0]
        return Presence(present: try row("present"), missed: try row("missed"))
    }

    private static let cellsSQL = """
        SELECT state, segment_id, technician_id, count(*) AS n FROM operations
        WHERE campaign_id = $1 GROUP BY state, segment_id, technician_id
        """

    private static let segmentsSQL = "SELECT id, name FROM segments WHERE campaign_id = $1 ORDER BY folded"

    private static let techniciansSQL = """
        SELECT id, CASE WHEN name = '' THEN email ELSE name END AS name
        FROM technicians WHERE campaign_id = $1 ORDER BY email
        """

    /// An operation that is done changes no more (RG-017), so its last change is its being done.
    private static let quartersSQL = """
        SELECT changed_at / 900000 AS quarter, count(*) AS n FROM operations
        WHERE campaign_id = $1 AND state = 'done' AND changed_at >= $2 GROUP BY changed_at / 900000
        """

    private static let answersSQL = """
        SELECT answered_by, count(*) AS n FROM bookings
        WHERE campaign_id = $1 AND state IN ('placed', 'confirmed', 'done') GROUP BY answered_by
        """

    private static let presenceSQL = """
        SELECT count(*) FILTER (WHERE outcome = 'present') AS present,
            count(*) FILTER (WHERE outcome = 'missed') AS missed
        FROM attendance WHERE campaign_id = $1
        """
}
