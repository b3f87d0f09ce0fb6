// What an answer from a calendar does to the booking that its UID names.

enum CalendarAnswerDesk {
    /// The UID alone finds the booking, and proves that its sender saw our mail; a reply key or reference must agree.
    static func settle(
        _ calendar: CalendarAnswer, _ answer: IncomingAnswer, row: OutboxRow?, now: Instant,
        on connection: any SQLConnection
    ) throws -> Settlement {
        guard let booking = try BookingStore.find(uid: calendar.uid, on: connection) else {
            return Settlement(.ignored, "the calendar's UID is none of ours")
        }
        guard row?.agent == nil || row?.agent == booking.agent else {
            return Settlement(.ignored, "the reply key and the calendar's UID name different people")
        }
        guard let writer = try CalendarWriter(calendar, booking, answer, now: now, on: connection) else {
            return Settlement(.ignored, "the booking was cancelled before", booking: booking.id.text)
        }
        if let stale = writer.staleness { return writer.writer.settled(.ignored, stale, booking) }
        return try writer.act()
    }
}

/// A calendar answer, with the booking that it is about.
private struct CalendarWriter {
    let calendar: CalendarAnswer
    let booking: Booking
    let writer: Writer

    /// Nil where the booking is no longer the agent's active one.
    init?(
        _ calendar: CalendarAnswer, _ booking: Booking, _ answer: IncomingAnswer, now: Instant,
        on connection: any SQLConnection
    ) throws {
        guard let state = try Placing.load(booking.agent, on: connection), let current = state.current,
            current.booking.id == booking.id
        else { return nil }
        self.calendar = calendar
        self.booking = current.booking
        writer = Writer(state: state, options: [], answer: answer, now: now, connection: connection)
    }

    /// Why the answer is older than what is known; nil where it is not. The last (SEQUENCE, DTSTAMP) counts, and an
    /// answer to the time before a change says nothing about the new one (RFC 5546 §2.1.5).
    var staleness: String? {
        if calendar.sequence < booking.sequence { return "an answer to an earlier time of the appointment" }
        guard let kept = booking.answerSequence else { return nil }
        if calendar.sequence != kept {
            return calendar.sequence < kept ? "older than the answer already kept" : nil
        }
        guard let stamp = calendar.stamp, let keptStamp = booking.answerStamp else { return nil }
        return stamp <= keptStamp ? "not newer than the answer already kept" : nil
    }

    func act() throws -> Settlement {
        switch (calendar.method, calendar.partstat) {
        case ("REPLY", "ACCEPTED"):
            if let closed = try writer.closed() { return closed }
            try Placing.accept(
                booking, writer.state, sequence: calendar.sequence, stamp: calendar.stamp, by: actor,
                now: writer.now, on: writer.connection)
            return writer.settled(.confirmed, "accepted in the calendar", booking)
        case ("REPLY", "TENTATIVE"):
            if let closed = try writer.closed() { return closed }
            try keep(.tentative)
            return writer.settled(.tentative, "tentative in the calendar: the place is kept", booking)
        case ("REPLY", "DECLINED"):
            return try decline()
        case ("COUNTER", _):
            return try counter()
        default:
            return writer.settled(
                .ignored, "\(calendar.method) \(calendar.partstat ?? "") changes nothing", booking)
        }
    }

    private var actor: Actor { Actor(.agent, id: writer.state.agent.id.text, by: .mail) }

    private func keep(_ presence: CalendarPresence) throws {
        try BookingStore.answer(
            booking, presence, sequence: calendar.sequence, stamp: calendar.stamp, now: writer.now,
            on: writer.connection)
        try CampaignStore.touch(writer.state.campaign.id, on: writer.connection)
    }

    /// Frees the slot and invites to choose again (RG-143), unless it is locked (RG-123).
    private func decline() throws -> Settlement {
        if let doubt = try writer.doubtAboutSender() { return doubt }
        try keep(.declined)
        switch try Placing.cancel(
            writer.state.agent.id, by: actor, inReplyTo: writer.answer.messageID, now: writer.now,
            on: writer.connection)
        {
        case .refused(let refusal): return try writer.refuse(refusal)
        case .booked, .moved, .unchanged, .cancelled:
            return writer.settled(.declined, "declined in the calendar: the place is free again", booking)
        }
    }

    /// A free slot at the proposed time moves the booking; else the nearest free ones are offered.
    private func counter() throws -> Settlement {
        if let doubt = try writer.doubtAboutSender() { return doubt }
        guard let starts = calendar.starts else {
            return writer.settled(.ignored, "a counter-proposal without a time", booking)
        }
        let candidates = try SlotOffer.candidates(
            for: writer.state.agent, in: writer.state.campaign, now: writer.now, on: writer.connection)
        let nearest = SlotOffer.nearest(candidates, to: starts, count: 3)
        guard let wanted = candidates.first(where: { $0.starts == starts }) else {
            return try writer.refuse(Refusal(.unavailable, alternatives: nearest), outcome: .counterDeclined)
        }
        switch try Placing.place(
            writer.state.agent.id, on: wanted.id, by: actor, inReplyTo: writer.answer.messageID,
            now: writer.now,
            on: writer.connection)
        {
        case .moved(let booking, _, _), .booked(let booking, _):
            return writer.settled(.moved, "moved to the time proposed in the calendar", booking)
        case .unchanged(let booking, _):
            return writer.settled(.confirmed, "held the proposed time already", booking)
        case .refused(let refusal): return try writer.refuse(refusal, outcome: .counterDeclined)
        case .cancelled: return writer.settled(.ignored, "cancelled meanwhile", booking)
        }
    }
}
