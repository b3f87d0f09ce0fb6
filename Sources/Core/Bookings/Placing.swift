// Placing an agent on a slot, moving and cancelling: decided purely, saved with guarded statements.

/// What a decision about one agent's booking is made from.
struct PlacingState: Sendable {
    let campaign: Campaign
    let agent: Agent
    let current: (booking: Booking, slot: Slot)?
    /// The delegates to whom the agent's service is entrusted (RG-114); known where a delegate acts.
    var delegates: Set<Delegate.ID> = []

    /// What is to be done about a wish to hold a slot.
    enum Decision: Hashable {
        case book(Booking.State)
        case move(Booking.State)
        /// They hold it already; `accepting` where the agent thereby accepts what somebody else had placed.
        case keep(accepting: Bool)
        case refuse(RefusalReason)
    }

    /// Decides without effects; whether a place is left is the database's to say, when the slot is taken.
    func place(on slot: Slot?, by actor: Actor, now: Instant) -> Decision {
        if let obstacle = obstacle(for: actor, now: now) { return .refuse(obstacle) }
        // RG-120, RG-135: their segment's slots, and those open to all.
        guard let slot, slot.campaign == campaign.id, slot.isOpen(to: agent.segment) else {
            return .refuse(.unavailable)
        }
        if let current, current.slot.id == slot.id {
            return .keep(accepting: actor.kind == .agent && current.booking.state == .placed)
        }
        // RG-110: whom managers place may accept or decline, not choose.
        if actor.kind == .agent, !campaign.mode.agentsChoose { return .refuse(.forbidden) }
        guard slot.starts > now else { return .refuse(.past) }
        // RG-123: coordinators still can; technicians find another hour with the agent before them, the next day's too.
        let isLocked = actor.kind == .technician ? slot.lockedAt != nil : slot.isLocked(in: campaign, at: now)
        if actor.kind != .coordinator, isLocked { return .refuse(.locked) }
        let state: Booking.State = actor.kind == .agent ? .confirmed : .placed
        return current == nil ? .book(state) : .move(state)
    }

    /// Why a wish to cancel is refused; nil where it is not.
    func obstacleToCancelling(by actor: Actor, now: Instant) -> RefusalReason? {
        if let obstacle = obstacle(for: actor, now: now) { return obstacle }
        return current == nil ? .nothingBooked : nil
    }

    /// Why a wish to hold another slot is refused, whatever the slot; nil where it is not.
    func obstacleToMoving(by actor: Actor, now: Instant) -> RefusalReason? {
        if let obstacle = obstacle(for: actor, now: now) { return obstacle }
        // RG-110: whom managers place may accept or decline, not choose.
        return actor.kind == .agent && !campaign.mode.agentsChoose ? .forbidden : nil
    }

    /// What stands in the way of any change, whatever it is.
    private func obstacle(for actor: Actor, now: Instant) -> RefusalReason? {
        switch campaign.state {
        case .finished, .archived: return .closed  // RG-016
        case .preparation: if actor.kind != .coordinator { return .closed }  // RG-010
        case .upcoming, .inProgress: break
        }
        switch actor.kind {
        case .agent:
            // RG-113: agents for themselves only.
            guard actor.id == agent.id.text else { return .forbidden }
        case .manager:
            // RG-124: managers for their own agents only.
            guard campaign.mode.managersPlace, let manager = agent.manager, actor.id == manager.text else {
                return .forbidden
            }
        case .delegate:
            // RG-114: delegates for the services entrusted to them only.
            guard campaign.mode.delegatesPlace, delegates.contains(where: { $0.text == actor.id }) else {
                return .forbidden
            }
        case .technician: break  // RG-018: FieldDesk has seen that the operation is theirs.
        case .coordinator, .system: break
        }
        // RG-017: what is done stays done.
        if current?.booking.state == .done { return .past }
        // RG-123. The clock does what was announced, even where it comes late (RG-301); a technician postpones on the spot.
        let isBound = ![.coordinator, .system, .technician].contains(actor.kind)
        if isBound, let current, current.slot.isLocked(in: campaign, at: now) { return .locked }
        return nil
    }
}

/// The transactions of placing, inside a caller's.
enum Placing {
    /// RG-121, RG-122, RG-125, RG-126, RG-142. `slot` nil where there is no such slot.
    ///
    /// `settles` false leaves it to the caller to pass on what became free and to raise the campaign's revision, after the
    /// last of several.
    static func place(
        _ state: PlacingState, on slot: Slot?, by actor: Actor, inReplyTo: String? = nil,
        settles: Bool = true, now: Instant, on connection: any SQLConnection
    ) throws -> BookingResult {
        switch state.place(on: slot, by: actor, now: now) {
        case .refuse(let reason):
            return try refuse(reason, state, near: slot, now: now, on: connection)
        case .keep(let accepting):
            guard let current = state.current else { throw SQLError.other("a kept booking is not there") }
            if accepting { try accept(current.booking, state, by: actor, now: now, on: connection) }
            return .unchanged(current.booking, current.slot)
        case .book(let bookingState):
            guard let taken = try slot.flatMap({ try take($0, for: state, now: now, on: connection) }) else {
                return try refuse(.full, state, near: slot, now: now, on: connection)
            }
            guard
                let booking = try BookingStore.insert(
                    agent: state.agent, slot: taken.id, state: bookingState, by: actor, now: now,
                    on: connection
                )
            else {
                // Somebody booked for the same agent meanwhile (RG-121): look again, from the start.
                throw SQLError.transient("another booking of the same agent came first")
            }
            try record("booking placed", booking, state, nil, taken, by: actor, now: now, on: connection)
            try Correspondence(state.campaign, on: connection).confirm(
                booking, slot: taken, to: state.agent, inReplyTo: inReplyTo, now: now)
            try WaitingList.overtake(state.agent, by: actor, in: state.campaign, now: now, on: connection)
            if settles { try CampaignStore.touch(state.campaign.id, on: connection) }
            return .booked(booking, taken)
        case .move(let bookingState):
            guard let old = state.current else { throw SQLError.other("a moved booking is not there") }
            guard let taken = try slot.flatMap({ try take($0, for: state, now: now, on: connection) }) else {
                return try refuse(.full, state, near: slot, now: now, on: connection)
            }
            guard
                let booking = try BookingStore.move(
                    old.booking, to: taken.id, state: bookingState, by: actor, now: now, on: connection)
            else { throw SQLError.transient("the booking changed meanwhile") }
            try record("booking moved", booking, state, old.slot, taken, by: actor, now: now, on: connection)
            try Correspondence(state.campaign, on: connection).tellChange(
                old.booking.appointment(on: old.slot), booking, slot: taken, to: state.agent,
                inReplyTo: inReplyTo,
                now: now)
            try WaitingList.overtake(state.agent, by: actor, in: state.campaign, now: now, on: connection)
            try free(old.slot.id, in: state.campaign, settles: settles, now: now, on: connection)
            if settles { try CampaignStore.touch(state.campaign.id, on: connection) }
            return .moved(booking, from: old.slot, to: taken)
        }
    }

    /// RG-143. The clock cancels where silence frees a place (RG-301), and nowhere else; the mail says so.
    static func cancel(
        _ state: PlacingState, by actor: Actor, inReplyTo: String? = nil, settles: Bool = true, now: Instant,
        on connection: any SQLConnection
    ) throws -> BookingResult {
        if let reason = state.obstacleToCancelling(by: actor, now: now) {
            return .refused(Refusal(reason))
        }
        guard let current = state.current else { return .refused(Refusal(.nothingBooked)) }
        guard let booking = try BookingStore.cancel(current.booking, now: now, on: connection) else {
            throw SQLError.transient("the booking changed meanwhile")
        }
        try free(current.slot.id, in: state.campaign, settles: settles, now: now, on: connection)
        try OperationStore.move(of: state.agent.id, to: .postponed, now: now, on: connection)
        try Journal.append(
            "booking cancelled", subject: booking.id.text, campaign: state.campaign.id, by: actor,
            before: current.slot.told(by: state.campaign.clock), now: now, on: connection)
        try Correspondence(state.campaign, on: connection).tellCancellation(
            booking, slot: current.slot, to: state.agent, by: actor, inReplyTo: inReplyTo, now: now)
        if settles { try CampaignStore.touch(state.campaign.id, on: connection) }
        return .cancelled(current.slot)
    }

    /// The agent accepts what somebody else had placed, on a page or in their calendar.
    static func accept(
        _ booking: Booking, _ state: PlacingState, sequence: Int? = nil, stamp: Instant? = nil,
        way: AnswerWay? = nil, by actor: Actor, now: Instant, on connection: any SQLConnection
    ) throws {
        try BookingStore.answer(
            booking, .accepted, sequence: sequence, stamp: stamp, way: way ?? AnswerWay(actor), now: now,
            on: connection)
        guard booking.state == .placed || booking.answer != .accepted else { return }
        try Journal.append(
            "booking accepted", subject: booking.id.text, campaign: state.campaign.id, by: actor,
            before: booking.state.rawValue, after: Booking.State.confirmed.rawValue, now: now, on: connection)
        try CampaignStore.touch(state.campaign.id, on: connection)
    }

    /// What there is to decide from, for whoever acts; nil where there is no such agent.
    static func load(
        _ id: Agent.ID, for actor: Actor? = nil, on connection: any SQLConnection
    ) throws -> PlacingState? {
        guard let agent = try AgentStore.load(id, on: connection),
            let campaign = try CampaignStore.load(agent.campaign, on: connection)
        else { return nil }
        return PlacingState(
            campaign: campaign, agent: agent, current: try current(of: id, on: connection),
            delegates: actor?.kind == .delegate ? try DelegateStore.entrusted(with: id, on: connection) : [])
    }

    /// What there is to decide about a booking that is known to be active; nil where something of it is gone.
    static func load(_ booking: Booking, on connection: any SQLConnection) throws -> PlacingState? {
        guard let agent = try AgentStore.load(booking.agent, on: connection),
            let campaign = try CampaignStore.load(agent.campaign, on: connection),
            let slot = try SlotStore.load(booking.slot, on: connection)
        else { return nil }
        return PlacingState(campaign: campaign, agent: agent, current: (booking, slot))
    }

    /// The agent's active booking, and its slot.
    static func current(
        of agent: Agent.ID, on connection: any SQLConnection
    ) throws -> (booking: Booking, slot: Slot)? {
        guard let booking = try BookingStore.active(of: agent, on: connection),
            let slot = try SlotStore.load(booking.slot, on: connection)
        else { return nil }
        return (booking, slot)
    }

    /// Gives a place back, to whoever waits for it (RG-303) unless the caller has yet to say who takes it.
    private static func free(
        _ slot: Slot.ID, in campaign: Campaign, settles: Bool, now: Instant, on connection: any SQLConnection
    ) throws {
        if settles {
            try WaitingList.free(slot, in: campaign, now: now, on: connection)
        } else {
            try SlotStore.release(slot, on: connection)
        }
    }

    /// The place that is held for them (RG-303), else a free one; nil where there is neither.
    private static func take(
        _ slot: Slot, for state: PlacingState, now: Instant, on connection: any SQLConnection
    ) throws -> Slot? {
        guard try WaitStore.take(slot.id, by: state.agent.id, now: now, on: connection) else {
            return try SlotStore.take(slot.id, on: connection)
        }
        try Outbox.cancel([.placeOffer], for: state.agent.id, now: now, on: connection)
        return try SlotStore.load(slot.id, on: connection)
    }

    private static func refuse(
        _ reason: RefusalReason, _ state: PlacingState, near wanted: Slot?, now: Instant,
        on connection: any SQLConnection
    ) throws -> BookingResult {
        switch reason {
        case .full, .past, .unavailable, .locked:
            let slots = try SlotOffer.candidates(
                for: state.agent, in: state.campaign, now: now, on: connection)
            return .refused(
                Refusal(reason, alternatives: SlotOffer.nearest(slots, to: wanted?.starts ?? now, count: 3)))
        case .closed, .forbidden, .nothingBooked:
            return .refused(Refusal(reason))
        }
    }

    /// What every booking leaves behind: the operation planned (RG-017), the journal (RG-070, RG-125).
    static func record(
        _ action: String, _ booking: Booking, _ state: PlacingState, _ old: Slot?, _ new: Slot,
        by actor: Actor,
        now: Instant, on connection: any SQLConnection
    ) throws {
        try OperationStore.move(of: state.agent.id, to: .planned, now: now, on: connection)
        let clock = state.campaign.clock
        try Journal.append(
            action, subject: booking.id.text, campaign: state.campaign.id, by: actor,
            before: old?.told(by: clock),
            after: new.told(by: clock), now: now, on: connection)
    }
}

extension Booking {
    /// The booking as mails and calendars tell it.
    package func appointment(on slot: Slot) -> Appointment {
        Appointment(uid: uid, sequence: sequence, starts: slot.starts, ends: slot.ends, place: slot.place)
    }
}

extension Slot {
    /// The slot in a line of the journal.
    func told(by clock: WallClock) -> String { "\(clock.iso8601(starts)) \(place)" }
}
