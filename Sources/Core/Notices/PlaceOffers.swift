// What the clock does for those who wait for a full day (RG-303).

enum PlaceOffers {
    /// Holds a transaction.
    static let batch = 100

    /// What a round did.
    struct Done {
        var offers = 0
        var lapsed = 0
    }

    /// Passes on the places of those who said nothing in time. Returns how many, `batch` at most.
    static func passOn(
        for campaign: Campaign, now: Instant, on connection: any SQLConnection
    ) throws -> Int {
        var lapsed = 0
        for wait in try WaitStore.due(in: campaign.id, now: now, limit: batch, on: connection) {
            let ended = try WaitingList.end(
                wait, .lapsed, by: .scheduler, in: campaign, now: now, on: connection)
            if ended { lapsed += 1 }
        }
        return lapsed
    }

    /// Offers what became free otherwise than by a booking's end: slots made, or made larger, since people began to wait.
    /// Returns how many places.
    static func catchUp(for campaign: Campaign, now: Instant, on connection: any SQLConnection) throws -> Int
    {
        let clock = campaign.clock
        _ = try WaitStore.closePast(in: campaign.id, before: clock.day(now), now: now, on: connection)
        var offers = 0
        for day in try WaitStore.days(in: campaign.id, on: connection) {
            let slots = try connection.query(
                withRoom, campaign.id, clock.start(of: day), clock.start(of: day.adding(days: 1))
            ).map(SlotStore.slot)
            for slot in slots {
                while try WaitingList.offer(slot.id, in: campaign, now: now, on: connection) { offers += 1 }
            }
        }
        return offers
    }

    private static let withRoom = """
        SELECT * FROM slots WHERE campaign_id = $1 AND starts_at >= $2 AND starts_at < $3 AND taken < capacity
        ORDER BY starts_at, place, id
        """
}
