// What an answer from a calendar does to the booking that its UID names.

enum CalendarAnswerDesk {
    /// The UID alone finds the booking, and proves that its sender saw our mail; a reply key or reference must agree.
    static func settle(
        _ calendar: CalendarAnswer, _ answer: IncomingAnswer, mail: AnsweredMail?, now: Instant,
        on connection: any SQLConnection
    ) throws -> Settlement {
        guard let booking = try BookingStore.find(uid: calendar.uid, on: connection) else {
            return Settlement(.ignored, "the calendar's UID is none of ours")
        }
        guard mail?.agent == nil || mail?.agent == booking.agent else {
            return Settlement(.ignored, "the reply key and the calendar's UID name different people")
        }
        guard booking.state != .cancelled, let state = try Placing.load(booking, on: connection) else {
            return Settlement(.ignored, "the booking was cancelled before", booking: booking.id.text)
        }
        let writer = try Writer(state, answer, now: now, on: connection)
        return try CalendarWords(calendar: calendar, booking: booking, writer: writer).settle()
    }
}

/// A calendar's answer, with the booking that it is about.
private struct CalendarWords {
    let calendar: CalendarAnswer
    let booking: Booking
    let writer: Writer

    func settle() throws -> Settlement {
        if let foreign { return writer.settled(.ignored, foreign, booking) }
        if calendar.method != "REFRESH", let staleness {
            return writer.settled(.ignored, staleness, booking)
        }
        return try act()
    }

    /// Answers from people who were never invited change nothing. An attendee by another name counts where the mail is
    /// from the agent's own address.
    private var foreign: String? {
        guard let attendee = calendar.attendee, attendee != writer.state.agent.email,
            writer.answer.clues.from != writer.state.agent.email
        else { return nil }
        return "an answer from \(attendee), who was not invited"
    }

    /// No answer is to a later time than the last one told, whatever some calendars count.
    private var sequence: Int { min(calendar.sequence, booking.sequence) }
    /// A clock that is ahead must not silence every answer after this one.
    private var stamp: Instant? { calendar.stamp.map { min($0, writer.now) } }

    /// Why the answer is older than what is known; nil where it is not. The last (SEQUENCE, DTSTAMP) counts, and an
    /// answer to the time before a change says nothing about the new one (RFC 5546 §2.1.5).
    private var staleness: String? {
        if sequence < booking.sequence { return "an answer to an earlier time of the appointment" }
        guard let kept = booking.answerSequence, kept == sequence, let stamp,
            let keptStamp = booking.answerStamp
        else { return nil }
        return stamp <= keptStamp ? "not newer than the answer already kept" : nil
    }

    private func act() throws -> Settlement {
        switch (calendar.method, calendar.partstat) {
        case ("REPLY", "ACCEPTED"):
            if let closed = try writer.closed() { return closed }
            try Placing.accept(
                booking, writer.state, sequence: sequence, stamp: stamp, way: .calendar, by: writer.actor,
                now: writer.now, on: writer.connection)
            return writer.settled(.confirmed, "accepted in the calendar", booking)
        case ("REPLY", "TENTATIVE"):
            if let closed = try writer.closed() { return closed }
            try keep(.tentative, way: .calendar)
            return writer.settled(.tentative, "tentative in the calendar: the place is kept", booking)
        case ("REPLY", "DECLINED"):
            if let closed = try writer.closed() { return closed }
            // What a stranger's calendar says is no answer of the agent's.
            if !writer.speaker.isOther { try keep(.declined) }
            // RG-143, RG-123
            return try writer.cancel(declining: true)
        case ("REPLY", "DELEGATED"):
            if let closed = try writer.closed() { return closed }
            return try delegated()
        case ("COUNTER", _):
            if let closed = try writer.closed() { return closed }
            return try counter()
        case ("REFRESH", _):
            return try refresh()
        default:
            return writer.settled(
                .ignored, "\(calendar.method) \(calendar.partstat ?? "") changes nothing", booking)
        }
    }

    private func keep(_ presence: CalendarPresence, way: AnswerWay? = nil) throws {
        try BookingStore.answer(
            booking, presence, sequence: sequence, stamp: stamp, way: way, now: writer.now,
            on: writer.connection)
        try CampaignStore.touch(writer.state.campaign.id, on: writer.connection)
    }

    /// A free slot at the proposed time moves the booking; else the three nearest free ones are offered, and the calendar
    /// is told that the appointment stays as it is (RFC 5546 §3.2.8).
    private func counter() throws -> Settlement {
        let (state, now) = (writer.state, writer.now)
        guard let starts = calendar.starts else {
            return writer.settled(.ignored, "a counter-proposal without a time", booking)
        }
        // It is no silence, and no answer that later ones are measured by: the proposal may be made again.
        if !writer.speaker.isOther {
            try BookingStore.answer(
                booking, .tentative, sequence: nil, stamp: nil, now: now, on: writer.connection)
        }
        if starts == state.current?.slot.starts {
            return writer.settled(
                .tentative, "the proposed time is the appointment's: the place is kept", booking)
        }
        if let obstacle = state.obstacleToMoving(by: writer.actor, now: now) {
            return try writer.refuse(Refusal(obstacle), counter: true)
        }
        let free = try SlotOffer.candidates(
            for: state.agent, in: state.campaign, now: now, on: writer.connection)
        let fitting = free.filter { $0.starts == starts }
        guard let wanted = fitting.first(where: { $0.place == state.current?.slot.place }) ?? fitting.first
        else {
            let nearest = SlotOffer.nearest(free, to: starts, count: 3)
            return try writer.refuse(Refusal(.unavailable, alternatives: nearest), counter: true)
        }
        return try writer.place(on: wanted, counter: true)
    }

    /// Somebody else would come: their manager decides what to make of it, and the booking stays.
    private func delegated() throws -> Settlement {
        try keep(booking.answer)
        guard let current = writer.state.current else { return writer.settled(.ignored, "nothing is placed") }
        try writer.letters.alert(
            .delegated, about: writer.state.agent, current,
            to: writer.state.agent.manager == nil ? [.coordinator] : [.manager], delegate: calendar.delegate,
            note: writer.note, now: writer.now)
        let delegate = calendar.delegate.map { " to \($0)" } ?? ""
        return writer.settled(
            .ignored, "delegated\(delegate): the booking stays, the manager is told", booking)
    }

    /// The calendar has lost the appointment, and asks for it as it stands (RFC 5546 §3.2.6).
    private func refresh() throws -> Settlement {
        if let closed = try writer.closed() { return closed }
        guard let appointment = writer.appointment else {
            return writer.settled(.ignored, "nothing is placed")
        }
        return try writer.explain(
            .confirmation(appointment, placed: booking.state == .placed), .clarified,
            "the appointment was sent again")
    }
}
