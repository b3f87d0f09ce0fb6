// Reminders of appointments (RG-141).

enum Reminders {
    /// When the reminder of a slot is due: at 9:00 on the day that lies N days before.
    static func due(_ slot: Slot, in campaign: Campaign) -> Instant {
        let day = campaign.clock.day(slot.starts).adding(days: -campaign.reminderDays)
        return Mornings(campaign).nine(on: day)
    }

    /// Leaves every reminder that is due and was not left: once per booking and date, also when a day was missed.
    ///
    /// Who booked after the hour of the reminder has just had the confirmation, and is not reminded of it.
    static func leave(for campaign: Campaign, now: Instant, on connection: any SQLConnection) throws -> Int {
        guard try MailSettings.isOn(.reminder, in: campaign.id, on: connection) else { return 0 }
        let horizon = now + .days(campaign.reminderDays + 1)
        let rows = try connection.query(waiting, campaign.id, now, horizon)
        let letters = Correspondence(campaign, on: connection)
        var count = 0
        for row in rows {
            let booking = try BookingStore.booking(row)
            guard let slot = try SlotStore.load(booking.slot, on: connection),
                let agent = try AgentStore.load(booking.agent, on: connection)
            else { continue }
            let due = due(slot, in: campaign)
            guard due <= now, try row("placed_at", as: Instant.self) < due else { continue }
            if try letters.remind(booking, slot: slot, to: agent, now: now) { count += 1 }
        }
        return count
    }

    /// Active bookings of slots that begin between now and the horizon, whose reminder is not in the outbox.
    private static let waiting = """
        SELECT bookings.* FROM bookings JOIN slots ON slots.id = bookings.slot_id
        WHERE bookings.campaign_id = $1 AND bookings.state IN ('placed', 'confirmed')
            AND slots.starts_at > $2 AND slots.starts_at < $3
            AND NOT EXISTS (
                SELECT 1 FROM outbox WHERE purpose = 'reminder:' || bookings.id || ':' || slots.starts_at)
        ORDER BY slots.starts_at, bookings.id
        """
}
