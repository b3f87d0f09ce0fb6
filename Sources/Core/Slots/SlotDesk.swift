// Making and locking the slots of a campaign.

/// Why slots are not made or changed.
package enum SlotRefusal: Error, Sendable, Hashable {
    case unknownCampaign
    case unknownSlot
    /// The segments that there are, by name.
    case unknownSegment(known: [String])
    /// The campaign is finished or archived (RG-016).
    case closed(Campaign.State)
    case plan(SlotPlan.Fault)
}

/// The use cases of slots, each one transaction.
package struct SlotDesk: Sendable {
    package let database: any SQLDatabase

    package init(_ database: any SQLDatabase) { self.database = database }

    /// Makes the slots of a plan (RG-130), for one segment or for all (RG-135); those that exist already are left as
    /// they are. Returns how many are new. Throws `SlotRefusal`.
    package func generate(
        _ plan: SlotPlan, in id: Campaign.ID, segment name: String? = nil, by actor: Actor, now: Instant
    ) async throws -> Int {
        try await database.transaction { connection in
            guard let campaign = try CampaignStore.load(id, on: connection) else {
                throw SlotRefusal.unknownCampaign
            }
            guard campaign.state != .archived, campaign.state != .finished else {
                throw SlotRefusal.closed(campaign.state)
            }
            let segment = try name.map { try Self.segment($0, in: id, on: connection) }
            let times = try Self.times(of: plan, on: campaign.clock, now: now)
            var created = 0
            for time in times {
                let slot = Slot(
                    id: Slot.ID(at: now), campaign: id, segment: segment?.id, starts: time.starts,
                    ends: time.ends,
                    place: plan.place, capacity: plan.capacity, taken: 0, lockedAt: nil)
                if try SlotStore.insert(slot, on: connection) { created += 1 }
            }
            try Journal.append(
                "slots generated", subject: id.text, campaign: id, by: actor, after: "\(created)", now: now,
                on: connection)
            try CampaignStore.touch(id, on: connection)
            return created
        }
    }

    /// Locks a slot by hand, or unlocks it (RG-123). Throws `SlotRefusal`.
    package func setLock(_ id: Slot.ID, locked: Bool, by actor: Actor, now: Instant) async throws -> Slot {
        try await database.transaction { connection in
            guard try SlotStore.setLock(id, at: locked ? now : nil, on: connection),
                let slot = try SlotStore.load(id, on: connection)
            else { throw SlotRefusal.unknownSlot }
            try Journal.append(
                locked ? "slot locked" : "slot unlocked", subject: id.text, campaign: slot.campaign,
                by: actor,
                now: now, on: connection)
            try CampaignStore.touch(slot.campaign, on: connection)
            return slot
        }
    }

    /// The slots of a campaign by time, with the name of each one's segment. Throws `SlotRefusal.unknownCampaign`.
    package func list(_ id: Campaign.ID) async throws -> (
        campaign: Campaign, slots: [(Slot, segment: String?)]
    ) {
        try await database.read { connection in
            guard let campaign = try CampaignStore.load(id, on: connection) else {
                throw SlotRefusal.unknownCampaign
            }
            let segments = try SegmentStore.list(of: id, on: connection)
            let names = Dictionary(segments.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
            let slots = try SlotStore.list(of: id, on: connection)
            return (campaign, slots.map { slot in (slot, slot.segment.flatMap { names[$0] }) })
        }
    }

    private static func times(
        of plan: SlotPlan, on clock: WallClock, now: Instant
    ) throws(SlotRefusal) -> [(starts: Instant, ends: Instant)] {
        do { return try plan.times(on: clock, now: now) } catch { throw .plan(error) }
    }

    private static func segment(
        _ name: String, in campaign: Campaign.ID, on connection: any SQLConnection
    ) throws -> Segment {
        if let segment = try SegmentStore.find(named: name, in: campaign, on: connection) { return segment }
        throw SlotRefusal.unknownSegment(
            known: try SegmentStore.list(of: campaign, on: connection).map(\.name))
    }
}
