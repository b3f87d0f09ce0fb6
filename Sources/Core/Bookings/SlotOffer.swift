// Which of many slots are shown to somebody who is to choose by number.

/// Choosing a few slots to offer.
package enum SlotOffer {
    /// How many slots a mail numbers: what fits on a telephone's screen.
    package static let count = 6
    /// How many a mail to a manager numbers, who has several people to place.
    package static let teamCount = 10

    /// The slots that an agent could take now: theirs or open to all (RG-120), free, not locked (RG-123).
    static func candidates(
        for agent: Agent, in campaign: Campaign, now: Instant, on connection: any SQLConnection
    ) throws -> [Slot] {
        try SlotStore.open(to: agent.segment, in: campaign.id, from: now, on: connection)
            .filter { $0.left > 0 && !$0.isLocked(in: campaign, at: now) }
    }

    /// The slots nearest in time, by time.
    static func nearest(_ slots: [Slot], to instant: Instant, count: Int = SlotOffer.count) -> [Slot] {
        slots.sorted { abs(($0.starts - instant).milliseconds) < abs(($1.starts - instant).milliseconds) }
            .prefix(count).sorted { $0.starts < $1.starts }
    }

    /// A few slots spread over the free ones, different for each `index`: were all agents offered the same six, the
    /// first sixty answers would be refusals.
    static func spread(_ slots: [Slot], index: Int, count: Int = SlotOffer.count) -> [Slot] {
        guard slots.count > count else { return slots }
        let stride = slots.count / count
        let start = index % slots.count
        return (0..<count).map { slots[(start + $0 * stride) % slots.count] }.sorted { $0.starts < $1.starts }
    }

    /// The slots under the numbers that an answer may name, from 1.
    static func numbered(_ slots: [Slot]) -> [SlotOption] {
        slots.enumerated().map { index, slot in
            SlotOption(
                number: index + 1, slot: slot.id.text, starts: slot.starts, ends: slot.ends, place: slot.place
            )
        }
    }
}
