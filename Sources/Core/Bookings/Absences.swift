// Absences that answers tell of: kept, shown to the manager once, and nothing else.

/// What is known of when agents are away.
enum Absences {
    /// For how long an absence without a day of return is taken for the same one.
    private static let openLength = Span.days(14)

    /// Keeps an absence, and tells the agent's manager where it is a new one. The mail itself is never answered.
    static func keep(
        of agent: Agent, until day: Day?, note: String, now: Instant, on connection: any SQLConnection
    ) throws {
        let note = String(note.prefix(200))
        let before = try AgentStore.absence(of: agent.id, on: connection)
        try AgentStore.noteAbsence(of: agent.id, until: day, note: note, now: now, on: connection)
        guard !isSame(before, until: day, now: now),
            let campaign = try CampaignStore.load(agent.campaign, on: connection),
            campaign.state == .upcoming || campaign.state == .inProgress
        else { return }
        let current = try Placing.current(of: agent.id, on: connection)
        try Correspondence(campaign, on: connection).alert(
            .absent, about: agent, current, to: [.manager], until: day, note: note, now: now)
    }

    private static func isSame(_ before: Absence?, until day: Day?, now: Instant) -> Bool {
        guard let before else { return false }
        return before.until == day && (day != nil || now - before.notedAt < openLength)
    }
}
