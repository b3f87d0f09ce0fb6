// An agent who wrote back in plain words, and what is done about it.

/// The agent behind an answer, with the slots that the mail they answer offered under numbers.
struct Writer {
    let state: PlacingState
    let options: [SlotOption]
    let answer: IncomingAnswer
    let now: Instant
    let connection: any SQLConnection

    /// The gateway acts on behalf of the agent (RG-125).
    private var actor: Actor { Actor(.agent, id: state.agent.id.text, by: .mail) }

    func act(on intent: Intent, text: String) throws -> Settlement {
        switch intent {
        case .unclear, .move, .chooseTime, .place:
            return try clarify(
                text, intent == .move ? "another time is wanted, not said which" : "not understood")
        case .absent(let day):
            try AgentStore.noteAbsence(
                of: state.agent.id, note: day.map { "until \($0)" } ?? String(text.prefix(200)), now: now,
                on: connection)
            return settled(.absent, "says to be away\(day.map { " until \($0)" } ?? "")")
        case .accept:
            guard let current = state.current else { return try clarify(text, "a yes, with nothing placed") }
            if let closed = try closed() { return closed }
            try Placing.accept(current.booking, state, by: actor, now: now, on: connection)
            return settled(.confirmed, "accepted by mail", current.booking)
        case .choose(let number):
            guard let option = options.first(where: { $0.number == number }),
                let slot = Slot.ID(option.slot)
            else { return try clarify(text, "there is no slot number \(number) in the mail answered") }
            if let doubt = try doubtAboutSender() { return doubt }
            return try settle(
                Placing.place(
                    state.agent.id, on: slot, by: actor, inReplyTo: answer.messageID, now: now, on: connection
                ))
        case .decline, .cancel:
            guard state.current != nil || intent == .cancel else {
                return try clarify(text, "a no, with nothing placed")
            }
            if let doubt = try doubtAboutSender() { return doubt }
            return try settle(
                Placing.cancel(
                    state.agent.id, by: actor, inReplyTo: answer.messageID, now: now, on: connection),
                declining: intent == .decline)
        }
    }

    /// What changes or frees a slot is believed from the agent's or their manager's address alone; from another, the
    /// agent is sent the link to do it themselves. Nil where there is no doubt.
    func doubtAboutSender() throws -> Settlement? {
        guard let from = answer.clues.from, from != state.agent.email else { return nil }
        if let manager = state.agent.manager, try ManagerStore.load(manager, on: connection)?.email == from {
            return nil
        }
        return try clarify("", "asked from another address: the agent was sent a link to confirm")
    }

    private func settle(_ result: BookingResult, declining: Bool = false) throws -> Settlement {
        switch result {
        case .booked(let booking, _): settled(.booked, "booked by mail", booking)
        case .moved(let booking, _, _): settled(.moved, "moved by mail", booking)
        case .unchanged(let booking, _): settled(.confirmed, "held that slot already", booking)
        case .cancelled:
            settled(declining ? .declined : .cancelled, "cancelled by mail", state.current?.booking)
        case .refused(let refusal): try refuse(refusal)
        }
    }

    /// An answer to a campaign that is over says so (RG-016); nil where it is not.
    func closed() throws -> Settlement? {
        switch state.campaign.state {
        case .finished, .archived: try refuse(Refusal(.closed))
        case .preparation, .upcoming, .inProgress: nil
        }
    }

    /// Tells why it was not done, with what may be chosen instead.
    func refuse(_ refusal: Refusal, outcome: MailOutcome = .clarified) throws -> Settlement {
        let reason = "refused: \(refusal.reason.rawValue)"
        guard answer.mayBeAnswered,
            try AutomaticAnswers.allow(.refusal, to: state.agent.email, now: now, on: connection)
        else { return settled(.ignored, reason + ", and answered enough for now", state.current?.booking) }
        try tell(
            .refusal(refusal.reason, options: SlotOffer.numbered(refusal.alternatives), current: appointment))
        return settled(outcome, reason, state.current?.booking)
    }

    /// Says once what was not understood, with the numbered slots and the link.
    func clarify(_ text: String, _ why: String) throws -> Settlement {
        guard answer.mayBeAnswered,
            try AutomaticAnswers.allow(.clarification, to: state.agent.email, now: now, on: connection)
        else { return settled(.ignored, why + ", and answered enough for now", state.current?.booking) }
        // The numbers of the mail that they answer stay what they were.
        let offered =
            options.isEmpty
            ? try Correspondence(state.campaign, on: connection).options(
                for: state.agent, near: state.current?.slot.starts ?? now, now: now) : options
        try tell(.clarification(quoted: String(text.prefix(500)), options: offered, current: appointment))
        return settled(.clarified, why, state.current?.booking)
    }

    private var appointment: Appointment? { state.current.map { $0.booking.appointment(on: $0.slot) } }

    private func tell(_ message: Message) throws {
        let version = answer.messageID ?? RandomToken.base32(bytes: 10)
        try Correspondence(state.campaign, on: connection).tell(
            state.agent, message, purpose: "\(message.kind.rawValue):\(version):\(state.agent.id)",
            inReplyTo: answer.messageID, now: now)
    }

    func settled(_ outcome: MailOutcome, _ reason: String, _ booking: Booking? = nil) -> Settlement {
        Settlement(outcome, reason, booking: booking?.id.text, agent: state.agent.id.text)
    }
}
