// What silence about a proposed slot means when its time has come (RG-301).

package enum Deadlines {
    /// Settles every proposal whose time to answer is over, so many at a time: the place is kept, and the agent is told, or
    /// it is freed, and they are invited to choose. Returns how many were settled.
    package static func settle(
        for campaign: Campaign, limit: Int = 500, now: Instant, on connection: any SQLConnection
    ) throws -> Int {
        let due = try connection.query(dueSQL, campaign.id, now, limit).map(BookingStore.booking)
        var settled = 0
        for booking in due {
            // An answer that comes at this very moment counts, or comes too late: never both.
            guard try BookingStore.endProposal(booking, now: now, on: connection) else { continue }
            settled += 1
            switch campaign.silence {
            case .keep: try keep(booking, now: now, on: connection)
            case .free: try free(booking, now: now, on: connection)
            }
        }
        return settled
    }

    /// The booking stays `placed`: nobody has said that they will come, and what follows still asks for it. The agent is sent
    /// the appointment once more, as one that now stands.
    private static func keep(_ booking: Booking, now: Instant, on connection: any SQLConnection) throws {
        guard let state = try Placing.load(booking, on: connection), let current = state.current else {
            return
        }
        try Journal.append(
            "proposal kept by silence", subject: booking.id.text, campaign: state.campaign.id, by: .scheduler,
            after: current.slot.told(by: state.campaign.clock), now: now, on: connection)
        try Correspondence(state.campaign, on: connection).confirm(
            booking, slot: current.slot, to: state.agent, inReplyTo: nil, now: now)
        try CampaignStore.touch(state.campaign.id, on: connection)
    }

    private static func free(_ booking: Booking, now: Instant, on connection: any SQLConnection) throws {
        guard let state = try Placing.load(booking, on: connection) else { return }
        _ = try Placing.cancel(state, by: .scheduler, now: now, on: connection)
    }

    /// A slot that has begun is nobody's to free.
    private static let dueSQL = """
        SELECT bookings.* FROM bookings JOIN slots ON slots.id = bookings.slot_id
        WHERE bookings.campaign_id = $1 AND bookings.state = 'placed' AND bookings.answer_by IS NOT NULL
            AND bookings.answer_by <= $2 AND slots.starts_at > $2
        ORDER BY bookings.answer_by, bookings.id LIMIT $3
        """
}
