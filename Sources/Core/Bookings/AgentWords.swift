// What an agent wrote back in plain words, and what is done about it.

/// An agent's words about their own booking, in answer to one mail of ours.
struct AgentWords {
    let writer: Writer
    let mail: AnsweredMail

    private var state: PlacingState { writer.state }

    func act(on intent: Intent, text: String) throws -> Settlement {
        if case .absent(let day) = intent { return try absent(until: day, text) }
        guard writer.answer.mayBeAnswered else {
            return writer.settled(.ignored, "a list's mail, or nobody's: nothing is done about it")
        }
        if let closed = try writer.closed() { return closed }
        let told = try mail.message(on: writer.connection)
        if case .placeOffer(let offered, _) = told, let settled = try answer(offered, intent) {
            return settled
        }
        switch intent {
        case .choose(let number):
            guard let option = told.options.first(where: { $0.number == number }),
                let slot = Slot.ID(option.slot)
            else { return try clarify(text, told, "there is no slot number \(number) in the mail answered") }
            guard let slot = try SlotStore.load(slot, on: writer.connection) else {
                return try unavailable(near: option.starts)
            }
            return try writer.place(on: slot)
        case .chooseTime(let moment):
            return try choose(moment, text, told)
        case .accept:
            guard let current = state.current,
                // A yes to a mail without an appointment changes nothing where they have chosen themselves.
                isAbout(current, told)
                    || (told.appointment == nil && current.booking.state == .confirmed)
            else {
                return try clarify(text, told, "a yes, to nothing that is placed now")
            }
            try accept(current)
            return writer.settled(.confirmed, "accepted by mail", current.booking)
        case .decline, .cancel:
            guard let current = state.current else {
                return intent == .cancel
                    ? try writer.cancel(declining: false)
                    : try clarify(text, told, "a no, with nothing placed")
            }
            // "Annulez" may answer a mail without an appointment: there is only one that it can mean.
            let isMeant = isAbout(current, told) || (intent == .cancel && told.appointment == nil)
            guard isMeant else {
                return try clarify(text, told, "an answer to a mail about another appointment")
            }
            return try writer.cancel(declining: intent == .decline)
        case .move:
            guard state.campaign.mode.agentsChoose else { return try writer.refuse(Refusal(.forbidden)) }
            return try clarify(text, told, "another time is wanted, not said which")
        case .unclear, .place, .absent:
            return try clarify(text, told, "not understood")
        }
    }

    /// A yes or a no to a place that was waited for (RG-303); nil where it is neither. A yes that comes too late is refused
    /// as any other to a full slot is, with what may be chosen instead.
    private func answer(_ offered: SlotOption, _ intent: Intent) throws -> Settlement? {
        switch intent {
        case .accept:
            guard let id = Slot.ID(offered.slot), let slot = try SlotStore.load(id, on: writer.connection)
            else { return try unavailable(near: offered.starts) }
            return try writer.place(on: slot)
        case .decline, .cancel:
            if let doubt = try writer.doubt(.cancel) { return doubt }
            for wait in try WaitStore.open(of: state.agent.id, on: writer.connection)
            where wait.hold?.slot.text == offered.slot {
                _ = try WaitingList.end(
                    wait, .declined, by: writer.actor, in: state.campaign, now: writer.now,
                    on: writer.connection)
            }
            return writer.settled(.declined, "declined the place that was offered", state.current?.booking)
        case .choose, .chooseTime, .move, .absent, .place, .unclear:
            return nil
        }
    }

    /// A first yes is confirmed, with the appointment for the calendar of who answered in words; a second says nothing new.
    private func accept(_ current: (booking: Booking, slot: Slot)) throws {
        try Placing.accept(
            current.booking, state, by: writer.actor, now: writer.now, on: writer.connection)
        guard current.booking.state == .placed else { return }
        let message = Message.confirmation(current.booking.appointment(on: current.slot), placed: false)
        try writer.letters.tell(
            state.agent, message, purpose: writer.purpose(message), inReplyTo: writer.replied,
            now: writer.now)
    }

    /// Whether an answer to a mail is about the booking as it stands: the same appointment at the same time, or, where
    /// the mail tells of none, a mail that is not older than the booking.
    private func isAbout(_ current: (booking: Booking, slot: Slot), _ told: Message) -> Bool {
        guard let appointment = told.appointment else { return mail.createdAt >= current.booking.placedAt }
        return appointment.uid == current.booking.uid && appointment.sequence == current.booking.sequence
    }

    /// An absence is kept and told to the manager; nothing else changes, and nothing answers it.
    private func absent(until day: Day?, _ text: String) throws -> Settlement {
        try Absences.keep(
            of: state.agent, until: day, note: text, now: writer.now, on: writer.connection)
        return writer.settled(.absent, "says to be away\(day.map { " until \($0)" } ?? "")")
    }

    /// A day and an hour mean the one slot that they match: of those offered, else of all that are theirs (RG-120).
    private func choose(_ moment: WrittenMoment, _ text: String, _ told: Message) throws -> Settlement {
        let slots = try SlotStore.open(
            to: state.agent.segment, in: state.campaign.id, from: writer.now, on: writer.connection)
        let choice = MomentChoice(
            moment, offered: told.options, among: slots, held: state.current?.slot,
            in: state.campaign, now: writer.now)
        switch choice {
        case .one(let slot): return try writer.place(on: slot)
        case .several(let slots):
            return try ask(
                text, SlotOffer.numbered(slots), "a day and an hour that fit \(slots.count) slots")
        case .none(let nearest): return try unavailable(near: nearest)
        }
    }

    private func unavailable(near instant: Instant) throws -> Settlement {
        if let obstacle = state.obstacleToMoving(by: writer.actor, now: writer.now) {
            return try writer.refuse(Refusal(obstacle))
        }
        let free = try SlotOffer.candidates(
            for: state.agent, in: state.campaign, now: writer.now, on: writer.connection)
        return try writer.refuse(
            Refusal(.unavailable, alternatives: SlotOffer.nearest(free, to: instant, count: 3)))
    }

    /// Says once what was not understood, with the numbered slots and the link. The numbers of the mail that they answer
    /// stay what they were.
    private func clarify(_ text: String, _ told: Message, _ why: String) throws -> Settlement {
        let options =
            told.options.isEmpty
            ? try writer.letters.options(
                for: state.agent, near: state.current?.slot.starts ?? writer.now, now: writer.now)
            : told.options
        return try ask(text, options, why)
    }

    private func ask(_ text: String, _ options: [SlotOption], _ why: String) throws -> Settlement {
        try writer.explain(
            .clarification(
                quoted: String(text.prefix(500)), options: options, current: writer.appointment),
            .clarified, why)
    }
}
