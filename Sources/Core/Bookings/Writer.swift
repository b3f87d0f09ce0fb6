// Somebody who answered about one agent's booking, and how they are answered.

/// An answer about one agent, with what is needed to act on it and to reply.
struct Writer {
    let state: PlacingState
    let answer: IncomingAnswer
    let speaker: Speaker
    let now: Instant
    let connection: any SQLConnection

    init(
        _ state: PlacingState, _ answer: IncomingAnswer, now: Instant, on connection: any SQLConnection
    ) throws {
        self.state = state
        self.answer = answer
        self.now = now
        self.connection = connection
        speaker = try Speaker(
            answer.clues.from, about: state.agent, in: state.campaign, on: connection)
    }

    var actor: Actor { speaker.actor(for: state.agent) }
    var letters: Correspondence { Correspondence(state.campaign, on: connection) }

    /// Places the agent, where the speaker may be believed; `counter` where a calendar proposed the time.
    func place(on slot: Slot, counter: Bool = false) throws -> Settlement {
        if let doubt = try doubt(.choose(SlotOffer.numbered([slot])[0])) { return doubt }
        let result = try Placing.place(
            state, on: slot, by: actor, inReplyTo: replied, now: now, on: connection)
        if counter, case .moved(let booking, _, _) = result {
            try BookingStore.note(.calendar, for: booking, on: connection)
        }
        return try settle(result, counter: counter)
    }

    /// Frees the place, where the speaker may be believed. What is locked stays, and is made known (RG-123).
    func cancel(declining: Bool) throws -> Settlement {
        if let doubt = try doubt(.cancel) { return doubt }
        let result = try Placing.cancel(
            state, by: actor, inReplyTo: replied, now: now, on: connection)
        if case .refused(Refusal(.locked)) = result, let current = state.current {
            try letters.alert(
                .declinedWhenLocked, about: state.agent, current, to: [.manager, .coordinator],
                note: note, now: now)
        }
        return try settle(result, declining: declining)
    }

    /// What changes or frees a place is believed from the agent, or from their manager where managers place; asked for
    /// by anybody else, it is nothing until the agent has followed the link to confirm. Nil where there is no doubt.
    func doubt(_ asked: Message.Asked) throws -> Settlement? {
        guard case .other(let from) = speaker else { return nil }
        // A mail that says of nobody that it is theirs can be told of, not named.
        let message: Message =
            from.map { .verification(asked: asked, from: $0, current: appointment) }
            ?? .clarification(quoted: note, options: [], current: appointment)
        return try explain(
            message, .clarified, "asked from another address: the agent was sent a link to confirm")
    }

    func settle(
        _ result: BookingResult, declining: Bool = false, counter: Bool = false
    ) throws -> Settlement {
        switch result {
        case .booked(let booking, _): settled(.booked, "booked by mail", booking)
        case .moved(let booking, _, _): settled(.moved, "moved by mail", booking)
        case .unchanged(let booking, _): settled(.confirmed, "held that slot already", booking)
        case .cancelled:
            settled(declining ? .declined : .cancelled, "cancelled by mail", state.current?.booking)
        case .refused(let refusal): try refuse(refusal, counter: counter)
        }
    }

    /// An answer to a campaign that is over says so (RG-016); nil where it is not.
    func closed() throws -> Settlement? {
        switch state.campaign.state {
        case .finished, .archived: try refuse(Refusal(.closed))
        case .preparation, .upcoming, .inProgress: nil
        }
    }

    /// Tells why it was not done, with what may be chosen instead; `counter` where a calendar proposed it, which is told
    /// too.
    func refuse(_ refusal: Refusal, counter: Bool = false) throws -> Settlement {
        let options = state.campaign.mode.agentsChoose ? refusal.alternatives : []
        return try explain(
            .refusal(
                refusal.reason, options: SlotOffer.numbered(options), current: appointment,
                declinesCounter: counter),
            counter ? .counterDeclined : .clarified, "refused: \(refusal.reason.rawValue)")
    }

    /// Leaves an explanation for the agent, at the address that we know, as often as limits allow.
    func explain(_ message: Message, _ outcome: MailOutcome, _ why: String) throws -> Settlement {
        guard answer.mayBeAnswered else {
            return settled(.ignored, why + "; nothing may answer this mail", state.current?.booking)
        }
        switch try AutomaticAnswers.mayExplain(
            message, to: state.agent.email, in: state.campaign.id, now: now, on: connection)
        {
        case .allowed:
            try letters.tell(
                state.agent, message, purpose: purpose(message), inReplyTo: replied, now: now)
            return settled(outcome, why, state.current?.booking)
        case .enough:
            return settled(.ignored, why + ", and answered enough for now", state.current?.booking)
        case .flood(let limit, let isNew):
            let alarm = isNew ? try letters.raiseAlarm(limit: limit, now: now) : nil
            return settled(
                .ignored, why + ", and the campaign has answered enough for this hour",
                state.current?.booking, alarm: alarm)
        }
    }

    /// What is told names this message, so that it is told once.
    func purpose(_ message: Message) -> String {
        "\(message.kind.rawValue):\(answer.messageID ?? RandomToken.base32(bytes: 10)):\(state.agent.id)"
    }

    /// What an answer replies to; a mail without a Message-ID is replied to all the same.
    var replied: String { answer.messageID ?? "" }

    var appointment: Appointment? { state.current.map { $0.booking.appointment(on: $0.slot) } }

    /// What they wrote, or their calendar did, for whoever is told.
    var note: String {
        switch answer.content {
        case .text(let text, _): String(text.prefix(500))
        case .calendar(let calendar): String((calendar.comment ?? "").prefix(500))
        case .automatic, .bounces, .nothing: ""
        }
    }

    func settled(
        _ outcome: MailOutcome, _ reason: String, _ booking: Booking? = nil, alarm: String? = nil
    ) -> Settlement {
        Settlement(
            outcome, reason, booking: booking?.id.text, agent: state.agent.id.text, alarm: alarm)
    }
}
