// What a manager's lines do: each places one person of their team, and one answer tells what became of all.

/// A manager who wrote back, and the mail that they answer.
struct TeamDesk {
    private let manager: Manager
    private let team: TeamView
    private let answer: IncomingAnswer
    private let mail: AnsweredMail
    private let now: Instant
    private let connection: any SQLConnection

    /// Nil where the manager is no longer known.
    init?(
        _ manager: Manager.ID, _ answer: IncomingAnswer, _ mail: AnsweredMail, now: Instant,
        on connection: any SQLConnection
    ) throws {
        guard let manager = try ManagerStore.load(manager, on: connection),
            let team = try TeamView.load(.manager(manager), now: now, on: connection)
        else { return nil }
        self.manager = manager
        self.team = team
        self.answer = answer
        self.mail = mail
        self.now = now
        self.connection = connection
    }

    /// Acts on lines that each name somebody (RG-124). Anything else is asked back: even where one person alone is not
    /// placed, a bare number does not say that it is for them.
    func act(on intent: Intent, text: String) throws -> Settlement {
        guard case .place(let lines) = intent else {
            if case .absent = intent {
                return Settlement(.absent, "a manager says to be away: nothing is done")
            }
            return try answerBack([], quoting: text, "a manager's words: answered with how to place the team")
        }
        let names = TeamNames(team.members.map(\.agent))
        return try act(on: lines.prefix(Self.mostLines).map { ($0, names.find($0.name)) })
    }

    /// Acts for one person, in answer to that person's own mail.
    func act(on intent: Intent, about agent: Agent, text: String) throws -> Settlement {
        let choice: PlacementLine.Choice? =
            switch intent {
            case .choose(let option): .option(option)
            case .chooseTime(let moment): .time(moment)
            case .cancel, .decline: .cancel
            case .accept, .move, .absent, .place, .unclear: nil
            }
        if let choice {
            return try act(on: [(PlacementLine(name: agent.name, choice: choice), .one(agent))])
        }
        return try act(on: intent, text: text)
    }

    private func act(on lines: [(line: PlacementLine, match: TeamNames.Match)]) throws -> Settlement {
        guard answer.clues.from == manager.email else {
            // Whoever it was, the page is for the manager to open.
            return try answerBack(
                lines.map { TeamAnswer.Line(written: $0.line.name, .unproven) }, quoting: "",
                "asked from another address: the manager was sent the link")
        }
        guard answer.mayBeAnswered else {
            return Settlement(.ignored, "a list's mail, or nobody's: nothing is done about it")
        }
        let options = try mail.message(on: connection).options
        let choices = Dictionary(
            lines.compactMap { line in line.match.agent.map { ($0.id, Set([line.line.choice])) } },
            uniquingKeysWith: { $0.union($1) })
        var done: [TeamAnswer.Line] = []
        for (line, match) in lines {
            let outcome: TeamAnswer.Outcome
            switch match {
            case _ where line.choice == .unclear: outcome = .unclear
            case .none: outcome = .unknown
            case .several(let agents):
                outcome = .ambiguous(agents.map { "\($0.name) (\($0.email))" })
            case .one(let agent):
                outcome =
                    choices[agent.id]?.count == 1
                    ? try act(on: line.choice, for: agent, options) : .contradictory(agent.name)
            }
            done.append(TeamAnswer.Line(written: line.name, outcome))
        }
        let count = done.count { $0.outcome.isDone }
        return try answerBack(done, quoting: "", "\(count) of \(done.count) lines done")
    }

    /// More than any team's mail holds; the rest is somebody's mischief.
    private static let mostLines = 200

    // MARK: One line

    /// RG-110, RG-123, RG-125, RG-126: the use cases of the web, as the manager.
    private func act(
        on choice: PlacementLine.Choice, for agent: Agent, _ options: [SlotOption]
    ) throws -> TeamAnswer.Outcome {
        guard let state = try Placing.load(agent.id, on: connection) else { return .unknown }
        let actor = Actor(.manager, id: manager.id.text, by: .mail)
        switch choice {
        case .unclear: return .unclear
        case .cancel:
            return told(agent, try Placing.cancel(state, by: actor, now: now, on: connection))
        case .option(let number):
            guard let option = options.first(where: { $0.number == number }) else {
                return .noSuchOption(agent.name, number)
            }
            guard let slot = try Slot.ID(option.slot).flatMap({ try SlotStore.load($0, on: connection) })
            else {
                return .refused(agent.name, .unavailable)
            }
            return told(agent, try Placing.place(state, on: slot, by: actor, now: now, on: connection))
        case .time(let moment):
            let slots = try SlotStore.open(
                to: agent.segment, in: team.campaign.id, from: now, on: connection)
            switch MomentChoice(
                moment, offered: options, among: slots, held: state.current?.slot,
                in: team.campaign, now: now)
            {
            case .one(let slot):
                return told(agent, try Placing.place(state, on: slot, by: actor, now: now, on: connection))
            case .several(let slots): return .severalSlots(agent.name, slots.map(TeamAnswer.When.init))
            case .none: return .refused(agent.name, .unavailable)
            }
        }
    }

    private func told(_ agent: Agent, _ result: BookingResult) -> TeamAnswer.Outcome {
        switch result {
        case .booked(_, let slot), .unchanged(_, let slot): .placed(agent.name, .init(slot))
        case .moved(_, _, let slot): .moved(agent.name, .init(slot))
        case .cancelled(let slot): .cancelled(agent.name, .init(slot))
        case .refused(let refusal): .refused(agent.name, refusal.reason)
        }
    }

    // MARK: The answer

    /// One answer to the manager, with who is still to be placed, the slots under numbers and the link.
    private func answerBack(
        _ lines: [TeamAnswer.Line], quoting text: String, _ why: String
    ) throws -> Settlement {
        let outcome = lines.compactMap(\.outcome.mailOutcome).first ?? .clarified
        guard answer.mayBeAnswered else {
            return Settlement(.ignored, why + "; nothing may answer this mail")
        }
        // Read again: what the lines did shows.
        let fresh = try TeamView.load(team.lead, now: now, on: connection) ?? team
        let letters = Correspondence(team.campaign, on: connection)
        let message = Message.teamAnswer(
            TeamAnswer(
                lines: lines, quoted: String(text.prefix(500)),
                unplaced: fresh.members.filter { $0.current == nil }.map(\.agent.name),
                options: SlotOffer.numbered(fresh.offer(now: now)),
                peak: fresh.warning.map {
                    TeamAnswer.Peak(day: $0.day, count: $0.count, percent: $0.percent)
                }))
        switch try AutomaticAnswers.mayExplain(
            message, to: manager.email, in: team.campaign.id, now: now, on: connection)
        {
        case .allowed:
            let version = answer.messageID ?? RandomToken.base32(bytes: 10)
            try letters.tell(
                manager, message, purpose: "team-answer:\(version):\(manager.id)",
                inReplyTo: answer.messageID ?? "", now: now)
            return Settlement(outcome, why)
        case .enough:
            return Settlement(
                outcome == .clarified ? .ignored : outcome, why + ", and answered enough for now")
        case .flood(let limit, let isNew):
            return Settlement(
                outcome == .clarified ? .ignored : outcome,
                why + ", and the campaign has answered enough for this hour",
                alarm: isNew ? try letters.raiseAlarm(limit: limit, now: now) : nil)
        }
    }
}

extension TeamNames.Match {
    fileprivate var agent: Agent? {
        if case .one(let agent) = self { agent } else { nil }
    }
}

extension TeamAnswer.Outcome {
    /// What the whole mail counts as, by its first line that did something.
    fileprivate var mailOutcome: MailOutcome? {
        switch self {
        case .placed: .booked
        case .moved: .moved
        case .cancelled: .cancelled
        case .refused, .unknown, .ambiguous, .contradictory, .noSuchOption, .severalSlots, .unclear,
            .unproven:
            nil
        }
    }
}

extension TeamAnswer.When {
    fileprivate init(_ slot: Slot) { self.init(starts: slot.starts, ends: slot.ends, place: slot.place) }
}

extension TeamView {
    /// A few slots that somebody not placed yet could take, under numbers in a mail to the manager; spread over what is
    /// free, so that a team is not sent to one day.
    func offer(now: Instant) -> [Slot] {
        let segments = Set(members.filter { $0.current == nil }.map(\.agent.segment))
        let free = slots.filter { slot in
            slot.left > 0 && !slot.isLocked(in: campaign, at: now)
                && segments.contains { slot.isOpen(to: $0) }
        }
        return SlotOffer.spread(free, index: 0, count: SlotOffer.teamCount)
    }

    /// RG-127: the fullest day, where it is above the campaign's threshold.
    var warning: Concentration? {
        concentration.flatMap { $0.percent > campaign.concentrationPercent ? $0 : nil }
    }
}
