// Every message there is, in all its variants, from given facts or from made-up ones: to be looked at, and to check words.

/// A variant of a kind of message.
package struct MessageSample: Sendable, Hashable {
    /// "placed", "cancel": what makes its words differ from the kind's other variants.
    package let variant: String
    package let message: Message

    /// The variants of a kind, the usual one first.
    package static func variants(of kind: Message.Kind, from facts: SampleFacts = .made) -> [MessageSample] {
        all(kind, facts).map { MessageSample(variant: $0.0, message: $0.1) }
    }

    /// A made-up message to a made-up person.
    package static func snapshot(of message: Message, in language: Language) -> MessageSnapshot {
        let french = language == .french
        return MessageSnapshot(
            recipient: SampleFacts.made.email, name: SampleFacts.made.agent, language: language,
            campaign: CampaignFacts(
                name: french ? "Migration Windows 11" : "Windows 11 migration",
                type: french ? "Migration Windows 11" : "Windows 11 migration",
                description: french
                    ? "Votre poste passe à Windows 11." : "Your computer is upgraded to Windows 11.",
                preparation: french ? "Enregistrez vos documents." : "Save your documents.",
                contact: french ? "Assistance, poste 4040" : "Help desk, extension 4040",
                timeZone: "Europe/Paris"),
            link: message.kind.bearsLink
                ? LinkGrant(
                    purpose: message.kind.isForManagers ? .team : message.kind == .daySheet ? .field : .agent,
                    subject: AgentID().text, epoch: 0, expires: SampleFacts.made.appointment.ends) : nil,
            message: message)
    }

    private static func all(_ kind: Message.Kind, _ facts: SampleFacts) -> [(String, Message)] {
        let (booked, options) = (facts.appointment, facts.options)
        let moved = facts.moved
        switch kind {
        case .invitation:
            return [
                ("first", .invitation(options: options, again: false)),
                ("again", .invitation(options: options, again: true)),
                ("no-slot", .invitation(options: [], again: false)),
            ]
        case .answerReminder:
            return [
                ("usual", .answerReminder(options: options, answerBy: facts.team.answerBy)),
                ("no-slot", .answerReminder(options: [], answerBy: facts.team.answerBy)),
            ]
        case .proposal:
            return [
                (
                    "keep",
                    .proposal(booked, answerBy: facts.answerLimit, silenceKeeps: true, options: options)
                ),
                (
                    "free",
                    .proposal(booked, answerBy: facts.answerLimit, silenceKeeps: false, options: options)
                ),
                (
                    "no-slot",
                    .proposal(booked, answerBy: facts.answerLimit, silenceKeeps: false, options: [])
                ),
            ]
        case .teamInvitation:
            let team = facts.team
            return [
                (
                    "usual",
                    .teamInvitation(unplaced: team.unplaced, total: team.total, options: team.options)
                ),
                ("no-slot", .teamInvitation(unplaced: team.unplaced, total: team.total, options: [])),
            ]
        case .teamDigest:
            let team = facts.team
            let done = TeamDigest(
                placed: team.placed, unplaced: [], absent: [], total: team.placed.count,
                answerBy: team.answerBy, options: [])
            return [("usual", .teamDigest(team)), ("complete", .teamDigest(done))]
        case .teamAnswer:
            return [
                ("usual", .teamAnswer(facts.teamAnswer)),
                (
                    "no-line",
                    .teamAnswer(
                        TeamAnswer(
                            lines: [], quoted: "Je vous réponds demain.", unplaced: facts.team.unplaced,
                            options: [], peak: nil))
                ),
            ]
        case .alert:
            return Alert.Reason.allCases.map { ($0.rawValue, .alert(facts.alert($0))) }
        case .daySheet: return [("usual", .daySheet(facts.sheet))]
        case .lateness: return [("usual", .lateness(facts.lateness))]
        case .bounces: return [("usual", .bounces(facts.bounces))]
        case .verification:
            let from = SampleFacts.made.colleague
            let cancel = ("cancel", Message.verification(asked: .cancel, from: from, current: booked))
            guard let option = options.first else { return [cancel] }
            return [
                ("choose", .verification(asked: .choose(option), from: from, current: nil)),
                ("move", .verification(asked: .choose(option), from: from, current: booked)), cancel,
            ]
        case .confirmation:
            return [
                ("chosen", .confirmation(booked, placed: false)),
                ("placed", .confirmation(booked, placed: true)),
            ]
        case .change:
            return [
                ("chosen", .change(from: booked, to: moved, placed: false)),
                ("placed", .change(from: booked, to: moved, placed: true)),
            ]
        case .cancellation:
            return [
                ("by-agent", .cancellation(booked, byAgent: true, options: options)),
                ("by-others", .cancellation(booked, byAgent: false, options: [])),
                ("by-silence", .cancellation(booked, byAgent: false, options: options, bySilence: true)),
            ]
        case .reminder:
            return [
                ("changeable", .reminder(booked, changeableUntil: facts.limit, placed: false)),
                ("locked", .reminder(booked, changeableUntil: nil, placed: false)),
                ("unanswered", .reminder(booked, changeableUntil: facts.limit, placed: true)),
            ]
        case .placeOffer:
            return options.prefix(1).map {
                ("usual", .placeOffer($0, heldUntil: facts.limit))
            }
        case .missed:
            return [
                ("usual", .missed(booked, options: options, chooses: true)),
                ("no-slot", .missed(booked, options: [], chooses: true)),
                ("placed", .missed(booked, options: [], chooses: false)),
            ]
        case .postponement:
            let reason = "Le matériel n’est pas encore arrivé."
            return [
                ("usual", .postponement(booked, reason: reason, options: options, chooses: true)),
                ("no-reason", .postponement(booked, reason: "", options: [], chooses: true)),
                ("placed", .postponement(booked, reason: reason, options: [], chooses: false)),
            ]
        case .freshLink: return [("usual", .freshLink)]
        case .clarification:
            let quoted = "Peut-être mardi, ou jeudi ?"
            return [
                ("usual", .clarification(quoted: quoted, options: options, current: nil)),
                ("booked", .clarification(quoted: quoted, options: options, current: booked)),
                ("no-slot", .clarification(quoted: "", options: [], current: nil)),
            ]
        case .refusal:
            let reasons = RefusalReason.allCases.map { reason in
                (reason.rawValue, Message.refusal(reason, options: options, current: booked))
            }
            return reasons + [
                ("no-slot", .refusal(.unavailable, options: [], current: nil)),
                (
                    "counter",
                    .refusal(.full, options: options, current: booked, declinesCounter: true)
                ),
            ]
        }
    }
}

extension Message.Kind {
    /// Whether managers are its readers.
    package var isForManagers: Bool {
        self == .teamInvitation || self == .teamDigest || self == .teamAnswer
    }
}
