// A time range at a place, with room for so many.

/// A slot of a campaign (RG-130).
package struct Slot: Sendable, Hashable {
    package typealias ID = SlotID

    package let id: ID
    package let campaign: Campaign.ID
    /// Whose it is; nil where it is open to every segment (RG-120, RG-135).
    package let segment: Segment.ID?
    package let starts: Instant
    package let ends: Instant
    package let place: String
    package let capacity: Int
    package let taken: Int
    /// Locked by hand since then (RG-123).
    package let lockedAt: Instant?

    package var left: Int { max(0, capacity - taken) }

    /// Whether agents of a segment may see it (RG-120).
    package func isOpen(to segment: Segment.ID?) -> Bool { self.segment == nil || self.segment == segment }

    /// When agents and managers can no longer change it: the end, local time, of the day that lies `lockDays` before
    /// the slot, so that the reminder sent that morning can still be acted on (RG-123, RG-141).
    package func locks(in campaign: Campaign) -> Instant {
        let clock = campaign.clock
        return clock.start(of: clock.day(starts).adding(days: 1 - campaign.lockDays))
    }

    /// Whether it is locked, by its date or by hand, or has begun (RG-123).
    package func isLocked(in campaign: Campaign, at now: Instant) -> Bool {
        lockedAt != nil || now >= min(locks(in: campaign), starts)
    }
}
