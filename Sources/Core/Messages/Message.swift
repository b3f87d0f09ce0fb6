// What we tell people: one case a message, with the data that it tells, as plain snapshots.

/// A message and everything needed to render it later, as it was when it was decided.
package struct MessageSnapshot: Sendable, Hashable, Codable {
    package let recipient: EmailAddress
    /// How the recipient is addressed ("Marie Dupont"); empty where the name is not known.
    package let name: String
    package let language: Language
    package let campaign: CampaignFacts
    /// What the recipient's signed page is; nil for those who have none, such as coordinators.
    package let link: LinkGrant?
    package let message: Message
    /// The Message-ID that this answers, without angle brackets; makes it an automatic answer (RFC 3834).
    package let inReplyTo: String?

    package init(
        recipient: EmailAddress, name: String, language: Language, campaign: CampaignFacts, link: LinkGrant?,
        message: Message, inReplyTo: String? = nil
    ) {
        self.recipient = recipient
        self.name = name
        self.language = language
        self.campaign = campaign
        self.link = link
        self.message = message
        self.inReplyTo = inReplyTo
    }
}

/// What every message tells of its campaign.
package struct CampaignFacts: Sendable, Hashable, Codable {
    package let name: String
    package let type: String
    package let description: String
    package let preparation: String
    package let contact: String
    /// IANA name of the zone in which hours are told.
    package let timeZone: String

    package init(
        name: String, type: String, description: String, preparation: String, contact: String,
        timeZone: String
    ) {
        self.name = name
        self.type = type
        self.description = description
        self.preparation = preparation
        self.contact = contact
        self.timeZone = timeZone
    }

    package var clock: WallClock { WallClock(name: timeZone) ?? .utc }
}

/// A slot that a mail offers under a number, so that the number alone is an answer.
package struct SlotOption: Sendable, Hashable, Codable {
    /// From 1.
    package let number: Int
    /// Text of the slot's identifier.
    package let slot: String
    package let starts: Instant
    package let ends: Instant
    package let place: String

    package init(number: Int, slot: String, starts: Instant, ends: Instant, place: String) {
        self.number = number
        self.slot = slot
        self.starts = starts
        self.ends = ends
        self.place = place
    }
}

package enum Message: Sendable, Hashable, Codable {
    /// Asks an agent to choose (RG-144); `again` after a cancellation or without an answer to the first.
    case invitation(options: [SlotOption], again: Bool)
    /// Asks those who have not answered, and only them, some days before the campaign's deadline.
    case answerReminder(options: [SlotOption], answerBy: Day)
    /// RG-301: a slot is held for the agent, and accepting in the calendar is the whole answer. `answerBy` is when
    /// silence keeps the place, or frees it. The options are other slots to choose instead.
    case proposal(Appointment, answerBy: Instant, silenceKeeps: Bool, options: [SlotOption])
    /// Asks a manager to place a team (RG-144): names of those not yet placed, how many there are in all, and slots
    /// under numbers, so that a reply can hold a line a person.
    case teamInvitation(unplaced: [String], total: Int, options: [SlotOption])
    /// Tells a manager who of the team is placed, who is not, and who is away.
    case teamDigest(TeamDigest)
    /// Tells a manager what became of the lines of their mail.
    case teamAnswer(TeamAnswer)
    /// Tells a manager or a coordinator what an agent's answer did not settle.
    case alert(Alert)
    /// A technician's day, with its calendar.
    case daySheet(DaySheet)
    /// Tells a coordinator how many have not answered although the deadline is near or past.
    case lateness(LatenessReport)
    /// Tells a coordinator which addresses fail.
    case bounces(BounceReport)
    /// Somebody asked for something from an address that is not the agent's: the agent is asked whether it was them.
    case verification(asked: Asked, from: EmailAddress, current: Appointment?)
    /// RG-140. `placed` where somebody else placed the agent, who is asked to accept.
    case confirmation(Appointment, placed: Bool)
    /// RG-142: the old time and place, and the new. `placed` where somebody else moved the agent.
    case change(from: Appointment, to: Appointment, placed: Bool)
    /// RG-143, with slots to choose again from. `byAgent` where the agent asked for it; `bySilence` where nobody answered to
    /// a proposal (RG-301), absent from what was written before there were any.
    case cancellation(
        Appointment, byAgent: Bool, options: [SlotOption], bySilence: Bool? = nil)
    /// RG-141: until when the appointment can still be changed, nil where it no longer can. `placed` where somebody else
    /// placed the agent, who has not accepted yet.
    case reminder(Appointment, changeableUntil: Instant?, placed: Bool)
    /// RG-303: a place that was waited for is free, and held for the agent until `heldUntil`.
    case placeOffer(SlotOption, heldUntil: Instant)
    /// RG-302: the agent was not there. The appointment is over, and the slots are to choose again from; `chooses` where
    /// agents choose for themselves (RG-110), else somebody places them again.
    case missed(Appointment, options: [SlotOption], chooses: Bool)
    /// The technician could not carry the operation out (RG-017); the reason may be empty (RG-021). `chooses` as above.
    case postponement(Appointment, reason: String, options: [SlotOption], chooses: Bool)
    /// Somebody whose link no longer opened anything asked for another, which goes to the address that we know.
    case freshLink
    /// A mail that could not be understood: what they wrote, and the slots to choose from.
    case clarification(quoted: String, options: [SlotOption], current: Appointment?)
    /// An answer by mail that could not be honoured, and why; slots to choose from instead.
    ///
    /// `declinesCounter` where it was a calendar's proposal of another time: the calendar is told too (RFC 5546 §3.2.8).
    case refusal(
        RefusalReason, options: [SlotOption], current: Appointment?, declinesCounter: Bool = false)

    /// What somebody asked for by mail.
    package enum Asked: Sendable, Hashable, Codable {
        case choose(SlotOption)
        case cancel
    }

    /// The name under which templates, journals and `mail outbox` know it.
    package var kind: Kind {
        switch self {
        case .invitation: .invitation
        case .answerReminder: .answerReminder
        case .proposal: .proposal
        case .teamInvitation: .teamInvitation
        case .teamDigest: .teamDigest
        case .teamAnswer: .teamAnswer
        case .alert: .alert
        case .daySheet: .daySheet
        case .lateness: .lateness
        case .bounces: .bounces
        case .verification: .verification
        case .confirmation: .confirmation
        case .change: .change
        case .cancellation: .cancellation
        case .reminder: .reminder
        case .placeOffer: .placeOffer
        case .missed: .missed
        case .postponement: .postponement
        case .freshLink: .freshLink
        case .clarification: .clarification
        case .refusal: .refusal
        }
    }

    package enum Kind: String, Sendable, CaseIterable, SQLBindable, SQLReadable {
        case invitation
        case answerReminder = "answer-reminder"
        case proposal
        case teamInvitation = "team-invitation"
        case teamDigest = "team-digest"
        case teamAnswer = "team-answer"
        case alert
        case daySheet = "day-sheet"
        case lateness, bounces, verification
        case confirmation, change, cancellation, reminder, clarification, refusal
        case placeOffer = "place-offer"
        case missed, postponement
        case freshLink = "fresh-link"

        /// Whether its reader has a page that it must lead to.
        package var bearsLink: Bool {
            switch self {
            case .lateness, .bounces, .alert: false
            case .invitation, .answerReminder, .proposal, .teamInvitation, .teamDigest, .teamAnswer,
                .verification, .confirmation, .change, .cancellation, .reminder, .clarification, .refusal,
                .placeOffer, .missed, .postponement, .freshLink, .daySheet:
                true
            }
        }

        /// Why no campaign may switch it off; nil where one may. What tells of an appointment keeps somebody's calendar
        /// true (RG-122, RG-142, RG-143); a proposal is itself the question (RG-301); and who wrote to us is answered.
        package var necessity: Necessity? {
            switch self {
            case .confirmation, .change, .cancellation, .missed, .postponement: .appointment
            case .proposal, .placeOffer: .question
            case .clarification, .refusal, .verification, .teamAnswer, .freshLink: .answer
            case .invitation, .answerReminder, .teamInvitation, .teamDigest, .alert, .daySheet, .lateness,
                .bounces, .reminder:
                nil
            }
        }

        package enum Necessity: Sendable, Hashable { case appointment, question, answer }

        /// Lower leaves sooner: a confirmation overtakes ten thousand invitations.
        var priority: Int {
            switch self {
            case .confirmation, .change, .cancellation, .clarification, .refusal, .verification, .teamAnswer,
                .placeOffer, .missed, .postponement, .freshLink:
                10
            case .alert: 20
            case .reminder, .daySheet: 30
            case .teamDigest, .lateness, .bounces: 40
            case .invitation, .answerReminder, .proposal, .teamInvitation: 50
            }
        }
    }

    /// The slots that it offered by number.
    package var options: [SlotOption] {
        switch self {
        case .invitation(let options, _), .answerReminder(let options, _), .proposal(_, _, _, let options),
            .teamInvitation(_, _, let options), .cancellation(_, _, let options, _),
            .clarification(_, let options, _), .refusal(_, let options, _, _), .missed(_, let options, _),
            .postponement(_, _, let options, _):
            options
        case .placeOffer(let offered, _): [offered]
        case .teamDigest(let digest): digest.options
        case .teamAnswer(let answer): answer.options
        case .confirmation, .change, .reminder, .alert, .daySheet, .lateness, .bounces, .verification,
            .freshLink:
            []
        }
    }
}

/// Why something that was asked for is not done. Each is told with what to do next.
package enum RefusalReason: String, Sendable, Hashable, Codable, CaseIterable {
    /// The last place went to somebody else.
    case full
    /// Too late to change (RG-123): call the contact.
    case locked
    /// The slot has begun or is over.
    case past
    /// The slot is not one of theirs (RG-120), or no longer exists.
    case unavailable
    /// The campaign is not open, finished or archived (RG-010, RG-016).
    case closed
    /// They may not do this: not their agent (RG-124), or not theirs to choose (RG-110).
    case forbidden
    /// There is nothing to cancel or to answer to.
    case nothingBooked
}
