// What an entry leaves behind: the operation moved, the agent told, the visit counted, the journal written (RG-070).

/// The transaction of one entry, inside a caller's.
struct FieldActs {
    let entry: FieldEntry
    let technician: Technician.ID
    let record: FieldRecord
    let state: FieldState
    /// When it was made: the device's instant, never later than now.
    let at: Instant
    let now: Instant
    let connection: any SQLConnection

    private var operation: Operation { state.operation }
    private var actor: Actor { Actor(.technician, id: technician.text, by: .web) }

    /// Decides an entry once, and does what was decided.
    static func act(
        _ entry: FieldEntry, by technician: Technician.ID, now: Instant, on connection: any SQLConnection
    ) throws -> FieldOutcome {
        let claimed = try FieldStore.claim(entry.operation, of: technician, on: connection)
        if let known = try FieldEntries.outcome(of: entry, by: technician, on: connection) { return known }
        guard let record = claimed,
            let state = try FieldState.load(record, on: connection)
        else { return .refused(.notYours) }
        // Neither is kept: the campaign may be brought back, and the entry sent again.
        if let obstacle = state.obstacle { return .refused(obstacle) }
        return try FieldActs(
            entry: entry, technician: technician, record: record, state: state, at: min(entry.at, now),
            now: now, connection: connection
        ).act()
    }

    private func act() throws -> FieldOutcome {
        let decision = state.decide(entry.act, seen: entry.seen, madeAt: at)
        let outcome: FieldOutcome
        do {
            // What a slot that is full has begun to do is undone; the entry itself is kept.
            outcome = try connection.attempt { try perform(decision) }
        } catch let refusal as FieldRefusal { outcome = .refused(refusal) }
        var isDone = decision != .keep || !entry.act.words.isEmpty
        if case .done = outcome {} else { isDone = false }
        if decision == .keep, case .tick = entry.act { isDone = false }
        try FieldEntries.keep(
            entry, by: technician, outcome, done: isDone ? at : nil, now: now, on: connection)
        if isDone {
            try CampaignStore.touch(state.campaign.id, on: connection)
            try finishCampaign()
        }
        return outcome
    }

    private func perform(_ decision: FieldState.Decision) throws -> FieldOutcome {
        switch decision {
        case .refuse(let refusal): return .refused(refusal)
        case .moved: return .moved(operation.state)
        case .keep: return .done(operation.state)
        case .move(let target):
            try move(to: target)
            return .done(target)
        case .tick(let step):
            try bind()
            try ChecklistStore.tick(step, of: operation.id, by: technician, at: at, on: connection)
            try journal("step ticked", after: step)
        case .untick(let step):
            try ChecklistStore.untick(step, of: operation.id, at: at, on: connection)
            try journal("step unticked", before: step)
        case .note: try journal("note added")
        case .spend(let minutes):
            try FieldStore.spend(minutes, on: operation.id, on: connection)
            try journal("time noted", before: record.spent.map(String.init), after: "\(minutes)")
        }
        return .done(operation.state)
    }

    /// RG-017.
    private func move(to target: Operation.State) throws {
        // Planned again from an open state goes by way of Reporté.
        let step = target == .planned && operation.state != .postponed ? Operation.State.postponed : target
        if step != .planned { try FieldStore.move(record, to: step, at: at, now: now, on: connection) }
        switch entry.act {
        case .start:
            try bind()
            try attend(.present)
            try startCampaign()
            try journal("operation started", to: target)
        case .finish:
            try finishBooking()
            try journal("operation done", to: target)
        case .remediate:
            try keepTrouble(.problem)
            try journal("operation to remediate", to: target)
        case .missed:
            try attend(.missed)
            try keepTrouble(.missed)
            try journal("visit missed", to: target)
            try cancelBooking { .missed($0, options: $1, chooses: state.campaign.mode.agentsChoose) }
        case .postpone(_, nil):
            let words = entry.act.words
            try keepTrouble(.postponed)
            try journal("operation postponed", to: target)
            try cancelBooking {
                .postponement($0, reason: words, options: $1, chooses: state.campaign.mode.agentsChoose)
            }
        case .postpone(_, let slot?):
            try keepTrouble(.postponed)
            try journal("operation postponed", to: target)
            try place(on: slot)
        case .tick, .untick, .note, .spent: break
        }
    }

    /// RG-031: the version that is newest now stays this operation's.
    private func bind() throws {
        guard !state.isBound, let sheet = state.sheet else { return }
        try ChecklistStore.bind(operation.id, to: sheet.version.id, on: connection)
    }

    /// RG-302.
    private func attend(_ attendance: Attendance) throws {
        guard let booked = state.booked else { return }
        try FieldStore.attend(operation, booked, attendance, at: at, on: connection)
    }

    private func keepTrouble(_ kind: Trouble.Kind) throws {
        try FieldStore.keep(
            Trouble(kind: kind, words: entry.act.words, at: at), of: operation.id,
            slot: state.booked?.slot.id, on: connection)
    }

    /// RG-010: the first operation that starts.
    private func startCampaign() throws {
        guard state.campaign.state == .upcoming else { return }
        try CampaignDesk.move(state.campaign, to: .inProgress, by: actor, now: now, on: connection)
    }

    /// RG-010: every operation is in a final state. Asked while the campaign's row is held, so that of two that finish
    /// last at once, one sees both.
    private func finishCampaign() throws {
        guard case .finish = entry.act,
            let campaign = try CampaignStore.load(state.campaign.id, on: connection),
            campaign.state == .inProgress || campaign.state == .upcoming,
            try FieldStore.isDone(campaign.id, on: connection)
        else { return }
        try CampaignDesk.move(campaign, to: .finished, by: actor, now: now, on: connection)
    }

    /// The appointment is over once nothing of the agent's is left to do.
    private func finishBooking() throws {
        guard let booked = state.booked, try FieldStore.isDone(operation.agent, on: connection) else {
            return
        }
        try BookingStore.finish(booked.booking, now: now, on: connection)
        try Outbox.cancel([.reminder, .proposal], for: operation.agent, now: now, on: connection)
    }

    /// The seat is free again, and the agent told with a calendar CANCEL.
    private func cancelBooking(_ message: (Appointment, [SlotOption]) -> Message) throws {
        guard let (old, slot) = state.booked, let agent = try AgentStore.load(operation.agent, on: connection)
        else { return }
        guard let booking = try BookingStore.cancel(old, now: now, on: connection) else {
            throw SQLError.transient("the booking changed meanwhile")
        }
        try WaitingList.free(slot.id, in: state.campaign, now: now, on: connection)
        try OperationStore.move(of: agent.id, to: .postponed, now: now, on: connection)
        try Journal.append(
            "booking cancelled", subject: booking.id.text, campaign: state.campaign.id, by: actor,
            before: slot.told(by: state.campaign.clock), now: now, on: connection)
        let letters = Correspondence(state.campaign, on: connection)
        let message = message(
            booking.appointment(on: slot), try letters.options(for: agent, near: now, now: now))
        try Outbox.cancel([.reminder, .proposal], for: agent.id, now: now, on: connection)
        try letters.tell(
            agent, message, purpose: "\(message.kind.rawValue):\(booking.id):\(booking.sequence)",
            inReplyTo: nil, now: now)
        // Who is to place them again cannot wait for the next digest.
        guard !state.campaign.mode.agentsChoose else { return }
        try letters.alert(
            entry.act.kind == .missed ? .missed : .postponed, about: agent, (booking, slot),
            to: [state.campaign.mode.managersPlace ? .manager : .coordinator], note: entry.act.words, now: now
        )
    }

    /// RG-125, RG-126: the agent is placed by the technician, and told by the mail of a change.
    private func place(on slot: Slot.ID) throws {
        guard let placing = try Placing.load(operation.agent, on: connection) else {
            throw FieldRefusal.slot(.unavailable)
        }
        let result = try Placing.place(
            placing, on: try SlotStore.load(slot, on: connection), by: actor, now: now, on: connection)
        switch result {
        case .booked, .moved: return
        case .refused(let refusal): throw FieldRefusal.slot(refusal.reason)
        case .unchanged: throw FieldRefusal.slot(.unavailable)
        case .cancelled: throw SQLError.other("placing cancelled a booking")
        }
    }

    private func journal(_ action: String, to target: Operation.State) throws {
        try journal(action, before: operation.state.rawValue, after: target.rawValue)
    }

    private func journal(_ action: String, before: String? = nil, after: String? = nil) throws {
        try Journal.append(
            action, subject: operation.id.text, campaign: state.campaign.id, by: actor, before: before,
            after: after, now: now, on: connection)
    }
}

extension FieldState {
    /// What there is to decide from; nil where something of it is gone.
    static func load(_ record: FieldRecord, on connection: any SQLConnection) throws -> FieldState? {
        guard let campaign = try CampaignStore.load(record.campaign, on: connection) else { return nil }
        let version =
            try record.version.flatMap { try ChecklistStore.load($0, on: connection) }
            ?? ChecklistStore.newest(of: campaign.id, on: connection)
        return FieldState(
            campaign: campaign, operation: record.operation,
            booked: try Placing.current(of: record.operation.agent, on: connection),
            sheet: try version.map {
                TickSheet(
                    version: $0, ticks: try ChecklistStore.ticks(of: record.operation.id, on: connection))
            },
            isBound: record.version != nil, trouble: record.trouble?.kind)
    }
}
