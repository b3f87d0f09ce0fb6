// Asking those who have not answered, and only them, some days before the deadline.

enum AnswerReminders {
    /// Agents a transaction.
    static let batch = 500

    /// Leaves a reminder to the next agents who were invited, hold no slot, are not away and whose address works: once per
    /// deadline, from nine o'clock of its day until the deadline is over. Who is away is asked on the day of return, and
    /// whoever was invited after that hour has just been asked. Returns how many were left, `batch` at most.
    static func leave(
        for campaign: Campaign, index: Int, now: Instant, on connection: any SQLConnection
    ) throws -> Int {
        let due = Mornings(campaign).nine(on: Mornings(campaign).answerReminder)
        let today = campaign.clock.day(now)
        guard campaign.mode.agentsChoose, due <= now, today <= campaign.answerBy,
            try MailSettings.isOn(.answerReminder, in: campaign.id, on: connection)
        else { return 0 }
        let agents = try connection.query(waiting, campaign.id, due, today, campaign.answerBy, batch)
            .map(AgentStore.agent)
        let letters = Correspondence(campaign, on: connection)
        var candidates: [Segment.ID?: [Slot]] = [:]
        for (offset, agent) in agents.enumerated() {
            let slots =
                try candidates[agent.segment]
                ?? SlotOffer.candidates(for: agent, in: campaign, now: now, on: connection)
            candidates[agent.segment] = slots
            let options = SlotOffer.numbered(SlotOffer.spread(slots, index: index + offset))
            try letters.tell(
                agent, .answerReminder(options: options, answerBy: campaign.answerBy),
                purpose: "answer-reminder:\(agent.id):\(campaign.answerBy)", inReplyTo: nil, now: now)
        }
        return agents.count
    }

    private static let waiting = """
        SELECT * FROM agents
        WHERE campaign_id = $1 AND invited_at < $2 AND bounced_at IS NULL
            AND (absent_until IS NULL OR absent_until <= $3)
            AND NOT EXISTS (
                SELECT 1 FROM bookings WHERE bookings.agent_id = agents.id AND bookings.state <> 'cancelled')
            AND NOT EXISTS (SELECT 1 FROM outbox WHERE purpose = 'answer-reminder:' || agents.id || ':' || $4)
        ORDER BY id LIMIT $5
        """
}
