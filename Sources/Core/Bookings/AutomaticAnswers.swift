// How often one address is answered automatically: enough to help, too little to feed a loop.

/// The limits of what answers mail by itself (RFC 3834 §2).
///
/// Explanations (what was not understood, or not done) are left out beyond their limits. What confirms an act is always
/// told (RG-122), and waits where the address has had its share of the hour.
enum AutomaticAnswers {
    /// Answers an hour to one address.
    static let hourly = 5
    /// "Not understood" a day to one address.
    private static let notUnderstoodDaily = 1
    /// The same refusal a day to one address: a second time for who did not see the first.
    private static let sameRefusalDaily = 2

    /// Explanations an hour of a whole campaign: a fifth of its people, and 50 at least. More is no conversation, but a
    /// machine that answers, or a fault of ours.
    static func campaignHourly(population: Int) -> Int { max(50, population / 5) }

    enum Verdict {
        case allowed
        /// This address has been answered enough for now.
        case enough
        /// The campaign has; `isNew` where nobody was told of it this hour.
        case flood(limit: Int, isNew: Bool)
    }

    /// Whether an explanation may be sent.
    static func mayExplain(
        _ explanation: Message, to recipient: EmailAddress, in campaign: Campaign.ID, now: Instant,
        on connection: any SQLConnection
    ) throws -> Verdict {
        let what = name(explanation)
        let counts = try connection.query(countSQL, recipient, now - .hours(1), what, now - .days(1))[0]
        let isNotUnderstood = what == Message.Kind.clarification.rawValue
        let daily = isNotUnderstood ? notUnderstoodDaily : sameRefusalDaily
        let isLimited = isNotUnderstood || explanation.kind == .refusal
        guard try counts("hour", as: Int.self) < hourly,
            try !isLimited || counts("day", as: Int.self) < daily
        else { return .enough }
        let flood = try connection.query(floodSQL, campaign, now - .hours(1))[0]
        let explained = try flood("explained", as: Int.self)
        guard explained >= campaignHourly(population: 0) else { return .allowed }
        let population = try connection.query(
            "SELECT count(*) AS n FROM agents WHERE campaign_id = $1", campaign)[0]("n", as: Int.self)
        let limit = campaignHourly(population: population)
        guard explained >= limit else { return .allowed }
        let isNew = try flood("alarms", as: Int.self) == 0
        if isNew {
            try connection.execute(insertSQL, campaign.text, alarm, now, campaign)
        }
        return .flood(limit: limit, isNew: isNew)
    }

    /// Counts an answer that is left for an address, and tells when it may leave: now, or when the hour's share allows.
    static func count(
        _ answer: Message, to recipient: EmailAddress, in campaign: Campaign.ID, now: Instant,
        on connection: any SQLConnection
    ) throws -> Instant {
        let crowding = try connection.query(crowdingSQL, recipient, now - .hours(1), hourly - 1).first
        let due = try crowding.map { try $0("sent_at", as: Instant.self) + .hours(1) } ?? now
        try connection.execute(insertSQL, recipient, name(answer), due, campaign)
        return due
    }

    /// Under what an answer is counted. A manager's mail without a line that can be read is "not understood", as an
    /// agent's is.
    private static func name(_ message: Message) -> String {
        switch message {
        case .refusal(let reason, _, _, _): "refusal:\(reason.rawValue)"
        case .teamAnswer(let answer) where answer.lines.isEmpty: Message.Kind.clarification.rawValue
        default: message.kind.rawValue
        }
    }

    private static let alarm = "alarm"

    private static let insertSQL = """
        INSERT INTO automatic_answers (recipient, kind, sent_at, campaign_id) VALUES ($1, $2, $3, $4)
        """

    private static let countSQL = """
        SELECT count(*) FILTER (WHERE sent_at > $2) AS hour, count(*) FILTER (WHERE kind = $3) AS day
        FROM automatic_answers WHERE recipient = $1 AND sent_at > $4
        """

    private static let floodSQL = """
        SELECT count(*) FILTER (WHERE kind NOT IN ('confirmation', 'change', 'cancellation', 'alarm')) AS explained,
            count(*) FILTER (WHERE kind = 'alarm') AS alarms
        FROM automatic_answers WHERE campaign_id = $1 AND sent_at > $2
        """

    private static let crowdingSQL = """
        SELECT sent_at FROM automatic_answers WHERE recipient = $1 AND sent_at > $2
        ORDER BY sent_at DESC LIMIT 1 OFFSET $3
        """
}
