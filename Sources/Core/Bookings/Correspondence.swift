// What is written to whom when a booking changes: snapshots for the outbox, in the transaction of the change.

/// The letters of one campaign.
struct Correspondence {
    let campaign: Campaign
    let connection: any SQLConnection

    init(_ campaign: Campaign, on connection: any SQLConnection) {
        self.campaign = campaign
        self.connection = connection
    }

    /// RG-122, RG-140; what was still waiting to invite them is overtaken.
    func confirm(_ booking: Booking, slot: Slot, to agent: Agent, inReplyTo: String?, now: Instant) throws {
        try Outbox.cancel([.invitation, .answerReminder], for: agent.id, now: now, on: connection)
        try tell(
            agent, .confirmation(booking.appointment(on: slot), placed: booking.state == .placed),
            purpose: "confirmation:\(booking.id):\(booking.sequence)", inReplyTo: inReplyTo, now: now)
    }

    /// RG-301: a slot is held for the agent, who is asked.
    func propose(
        _ booking: Booking, slot: Slot, to agent: Agent, answerBy: Instant, _ others: [SlotOption],
        again: Bool = false, now: Instant
    ) throws {
        try Outbox.cancel([.invitation, .answerReminder], for: agent.id, now: now, on: connection)
        try tell(
            agent,
            .proposal(
                booking.appointment(on: slot), answerBy: answerBy, silenceKeeps: campaign.silence == .keep,
                options: others),
            purpose: "proposal:\(booking.id):\(booking.sequence)" + (again ? ":again" : ""), inReplyTo: nil,
            now: now)
    }

    /// RG-142; a reminder of the old time is overtaken.
    func tellChange(
        _ old: Appointment, _ booking: Booking, slot: Slot, to agent: Agent, inReplyTo: String?, now: Instant
    ) throws {
        try Outbox.cancel([.reminder, .proposal], for: agent.id, now: now, on: connection)
        try tell(
            agent,
            .change(from: old, to: booking.appointment(on: slot), placed: booking.state == .placed),
            purpose: "change:\(booking.id):\(booking.sequence)", inReplyTo: inReplyTo, now: now)
    }

    /// RG-143: a calendar CANCEL, and slots to choose again from.
    func tellCancellation(
        _ booking: Booking, slot: Slot, to agent: Agent, by actor: Actor, inReplyTo: String?, now: Instant
    ) throws {
        try Outbox.cancel([.reminder, .proposal], for: agent.id, now: now, on: connection)
        try tell(
            agent,
            .cancellation(
                booking.appointment(on: slot), byAgent: actor.kind == .agent,
                options: try options(for: agent, near: slot.starts, now: now),
                bySilence: actor.kind == .system),
            purpose: "cancellation:\(booking.id):\(booking.sequence)", inReplyTo: inReplyTo, now: now)
    }

    /// RG-141, once per booking and date. True where it was left now.
    func remind(_ booking: Booking, slot: Slot, to agent: Agent, now: Instant) throws -> Bool {
        let locks = slot.locks(in: campaign)
        return try tell(
            agent,
            .reminder(
                booking.appointment(on: slot),
                changeableUntil: slot.isLocked(in: campaign, at: now) ? nil : locks,
                placed: booking.state == .placed),
            purpose: Self.reminderPurpose(booking.id, slot.starts), inReplyTo: nil, now: now)
    }

    static func reminderPurpose(_ booking: Booking.ID, _ starts: Instant) -> String {
        "reminder:\(booking):\(starts.milliseconds)"
    }

    /// A few slots near a time, under numbers.
    func options(for agent: Agent, near instant: Instant, now: Instant) throws -> [SlotOption] {
        guard campaign.mode.agentsChoose else { return [] }
        let slots = try SlotOffer.candidates(for: agent, in: campaign, now: now, on: connection)
        return SlotOffer.numbered(SlotOffer.nearest(slots, to: instant))
    }

    /// Leaves a message to an agent, unless their address is known to fail. True where it was left now.
    ///
    /// `inReplyTo` makes it an automatic answer, counted as one; empty where the mail that it answers has no Message-ID.
    @discardableResult
    func tell(
        _ agent: Agent, _ message: Message, purpose: String, inReplyTo: String?, now: Instant
    ) throws -> Bool {
        guard agent.bouncedAt == nil else { return false }
        let snapshot = MessageSnapshot(
            recipient: agent.email, name: agent.name, language: agent.language ?? campaign.language,
            campaign: campaign.facts,
            link: LinkGrant(
                purpose: .agent, subject: agent.id.text, epoch: agent.linkEpoch,
                expires: campaign.linksExpireAt),
            message: message, inReplyTo: inReplyTo)
        let id = try Outbox.enqueue(
            snapshot, purpose: purpose, campaign: campaign.id, agent: agent.id, now: now, on: connection)
        return try count(id, snapshot, now: now)
    }

    /// Leaves a message to a manager. True where it was left now.
    @discardableResult
    func tell(
        _ manager: Manager, _ message: Message, purpose: String, inReplyTo: String? = nil, now: Instant
    ) throws -> Bool {
        let snapshot = MessageSnapshot(
            recipient: manager.email, name: "", language: campaign.language, campaign: campaign.facts,
            link: LinkGrant(
                purpose: .team, subject: manager.id.text, epoch: manager.linkEpoch,
                expires: campaign.linksExpireAt),
            message: message, inReplyTo: inReplyTo)
        let id = try Outbox.enqueue(
            snapshot, purpose: purpose, campaign: campaign.id, manager: manager.id, now: now, on: connection)
        return try count(id, snapshot, now: now)
    }

    /// Asks whoever leads a team to place it (RG-144). True where it was left now.
    ///
    /// A delegate is offered no slots under numbers, since their page is the one way in which they place (RG-114).
    func invite(
        _ lead: TeamLead, unplaced: [String], total: Int, options: [SlotOption], purpose: String, now: Instant
    ) throws -> Bool {
        switch lead {
        case .manager(let manager):
            return try tell(
                manager, .teamInvitation(unplaced: unplaced, total: total, options: options),
                purpose: purpose, now: now)
        case .delegate(let delegate):
            let snapshot = MessageSnapshot(
                recipient: delegate.email, name: delegate.name, language: campaign.language,
                campaign: campaign.facts,
                link: LinkGrant(
                    purpose: .team, subject: delegate.id.text, epoch: delegate.linkEpoch,
                    expires: campaign.linksExpireAt),
                message: .teamInvitation(unplaced: unplaced, total: total, options: []))
            return try Outbox.enqueue(
                snapshot, purpose: purpose, campaign: campaign.id, now: now, on: connection) != nil
        }
    }

    /// What an agent was to be told of a booking as it stood at a sequence, unless it has left already: nothing of it is
    /// sent. True where something waited.
    func withdraw(_ kind: Message.Kind, of booking: Booking.ID, _ sequence: Int, now: Instant) throws -> Bool
    {
        try connection.execute(
            "UPDATE outbox SET state = 'cancelled', finished_at = $2 WHERE purpose = $1 AND state = 'pending'",
            "\(kind.rawValue):\(booking):\(sequence)", now) > 0
    }

    /// Puts back what invited an agent and was overtaken at an instant by a booking that is undone now.
    func inviteAgain(_ agent: Agent.ID, overtakenAt instant: Instant) throws {
        try connection.execute(
            """
            UPDATE outbox SET state = 'pending', finished_at = NULL
            WHERE agent_id = $1 AND kind IN ('invitation', 'answer-reminder') AND state = 'cancelled'
                AND finished_at = $2 AND lease_until IS NULL
            """, agent, instant)
    }

    /// Leaves a message to the coordinator, where the campaign has one who is told. True where it was left now.
    @discardableResult
    func tellCoordinator(_ message: Message, purpose: String, now: Instant) throws -> Bool {
        guard let coordinator = campaign.coordinator else { return false }
        let snapshot = MessageSnapshot(
            recipient: coordinator, name: "", language: campaign.language, campaign: campaign.facts,
            link: nil, message: message)
        return try Outbox.enqueue(
            snapshot, purpose: purpose, campaign: campaign.id, now: now, on: connection) != nil
    }

    /// Counts a message that answers a mail, and lets it wait where its reader has been answered enough for this hour.
    private func count(_ id: OutboxRow.ID?, _ snapshot: MessageSnapshot, now: Instant) throws -> Bool {
        guard let id else { return false }
        guard snapshot.inReplyTo != nil else { return true }
        let due = try AutomaticAnswers.count(
            snapshot.message, to: snapshot.recipient, in: campaign.id, now: now, on: connection)
        if due > now {
            try connection.execute("UPDATE outbox SET due_at = $2 WHERE id = $1", id, due)
        }
        return true
    }
}

extension Campaign {
    /// What every message tells of the campaign.
    var facts: CampaignFacts {
        CampaignFacts(
            name: name, type: type, description: description, preparation: preparation, contact: contact,
            timeZone: clock.name)
    }
}
