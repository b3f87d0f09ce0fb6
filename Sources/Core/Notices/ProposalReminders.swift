// Asking once more those who have not answered to the slot that is held for them (RG-301).

enum ProposalReminders {
    /// Agents a transaction.
    static let batch = 500

    /// Sends a proposal again to the next agents whose calendar has said nothing, who are not away and whose address
    /// works: once, from nine o'clock on the day that lies `answerReminderDays` before their time to answer is over.
    /// Whoever was asked after that hour has just been asked. Returns how many were left, `batch` at most.
    static func leave(
        for campaign: Campaign, now: Instant, on connection: any SQLConnection
    ) throws -> Int {
        guard try MailSettings.isOn(.answerReminder, in: campaign.id, on: connection) else { return 0 }
        // Time to answer is over when a day ends: nine o'clock of that day lies fifteen hours before.
        let lead = Span.hours(campaign.answerReminderDays * 24 + 15)
        let bookings = try connection.query(
            waiting, campaign.id, now, Int(lead.milliseconds), campaign.clock.day(now), batch
        ).map(BookingStore.booking)
        let letters = Correspondence(campaign, on: connection)
        for booking in bookings {
            guard let slot = try SlotStore.load(booking.slot, on: connection),
                let agent = try AgentStore.load(booking.agent, on: connection)
            else { continue }
            try letters.propose(
                booking, slot: slot, to: agent, answerBy: Launch.answerBy(slot, in: campaign),
                try letters.options(for: agent, near: slot.starts, now: now), again: true, now: now)
        }
        return bookings.count
    }

    private static let waiting = """
        SELECT bookings.* FROM bookings JOIN agents ON agents.id = bookings.agent_id
        WHERE bookings.campaign_id = $1 AND bookings.state = 'placed' AND bookings.answer = 'needsAction'
            AND bookings.answer_by > $2 AND bookings.answer_by <= $2 + $3
            AND bookings.placed_at < bookings.answer_by - $3
            AND agents.bounced_at IS NULL AND (agents.absent_until IS NULL OR agents.absent_until <= $4)
            AND NOT EXISTS (
                SELECT 1 FROM outbox
                WHERE purpose = 'proposal:' || bookings.id || ':' || bookings.sequence || ':again')
        ORDER BY bookings.answer_by, bookings.id LIMIT $5
        """
}
