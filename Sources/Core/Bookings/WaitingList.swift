// Passing places on to those who wait for them (RG-303), inside the transaction in which they become free.

/// What happens to a place that nobody holds any more.
enum WaitingList {
    /// Gives a place back: to the first in turn where somebody waits for its day, who is told; else to all. A place is
    /// never seen free in between.
    static func free(
        _ slot: Slot.ID, in campaign: Campaign, now: Instant, on connection: any SQLConnection
    ) throws {
        try SlotStore.release(slot, on: connection)
        _ = try offer(slot, in: campaign, now: now, on: connection)
    }

    /// Holds one free place of a slot for the first in turn, and leaves them the mail that says so. False where no place is
    /// free, nobody waits for it, or too little time is left.
    static func offer(
        _ id: Slot.ID, in campaign: Campaign, now: Instant, on connection: any SQLConnection
    ) throws -> Bool {
        guard campaign.isOpen, campaign.mode.agentsChoose,
            let slot = try SlotStore.load(id, on: connection),
            let until = OfferTime.until(slot, in: campaign, now: now)
        else { return false }
        let (day, today) = (campaign.clock.day(slot.starts), campaign.clock.day(now))
        guard try WaitStore.next(for: slot, on: day, today: today, on: connection) != nil,
            try SlotStore.take(id, on: connection) != nil
        else { return false }
        let hold = Wait.Hold(slot: id, until: until)
        while let wait = try WaitStore.next(for: slot, on: day, today: today, on: connection) {
            // Somebody who was served by another transaction meanwhile is passed over.
            guard try WaitStore.hold(wait.id, hold, on: connection) else { continue }
            try tell(wait, slot, until, campaign, now: now, on: connection)
            return true
        }
        try SlotStore.release(id, on: connection)
        return false
    }

    /// Ends a wait, and passes on what it held. False where it had ended, or was held a place, since it was read.
    static func end(
        _ wait: Wait, _ outcome: Wait.Outcome, by actor: Actor, in campaign: Campaign, now: Instant,
        on connection: any SQLConnection
    ) throws -> Bool {
        guard try WaitStore.close(wait, outcome, now: now, on: connection) else { return false }
        try Journal.append(
            "wait ended", subject: wait.id.text, campaign: campaign.id, by: actor,
            before: wait.day.description, after: outcome.rawValue, now: now, on: connection)
        if let hold = wait.hold {
            try Outbox.cancel([.placeOffer], for: wait.agent, now: now, on: connection)
            try free(hold.slot, in: campaign, now: now, on: connection)
        }
        try CampaignStore.touch(campaign.id, on: connection)
        return true
    }

    /// What holding a slot by now makes pointless: the other waits, and the wishes (RG-304).
    static func overtake(
        _ agent: Agent, by actor: Actor, in campaign: Campaign, now: Instant,
        on connection: any SQLConnection
    ) throws {
        try WishStore.remove(of: agent.id, on: connection)
        for wait in try WaitStore.open(of: agent.id, on: connection) {
            guard try end(wait, .overtaken, by: actor, in: campaign, now: now, on: connection) else {
                throw SQLError.transient("a place was offered meanwhile")
            }
        }
    }

    private static func tell(
        _ wait: Wait, _ slot: Slot, _ until: Instant, _ campaign: Campaign, now: Instant,
        on connection: any SQLConnection
    ) throws {
        guard let agent = try AgentStore.load(wait.agent, on: connection) else {
            throw SQLError.other("whoever waits is not there")
        }
        try Journal.append(
            "place offered", subject: wait.id.text, campaign: campaign.id, by: .scheduler,
            after: slot.told(by: campaign.clock), now: now, on: connection)
        try Correspondence(campaign, on: connection).tell(
            agent, .placeOffer(SlotOffer.numbered([slot])[0], heldUntil: until),
            purpose: "place-offer:\(wait.id)", inReplyTo: nil, now: now)
        try CampaignStore.touch(campaign.id, on: connection)
    }
}
