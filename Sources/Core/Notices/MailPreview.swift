// Any message as somebody would get it, from their real data, without a trace in the outbox.

/// A message made to be looked at.
package struct MailPreview: Sendable {
    package let row: OutboxRow
    package let variant: String
    /// Every variant of the kind.
    package let variants: [String]
    /// What had to be made up, since there is none: "appointment", "slots", "team", "visits", "late", "bounces".
    package let madeUp: [String]

    package enum Refusal: Error, Sendable, Hashable {
        case unknownCampaign
        /// Nobody of that identifier or address, or nobody at all.
        case unknownPerson
        /// The variants that there are.
        case unknownVariant([String])
    }

    /// The message of a kind for a person of a campaign (by default its first), in a language (by default theirs), in a
    /// variant (by default the usual). Throws `Refusal`.
    package static func load(
        _ kind: Message.Kind, _ variant: String? = nil, for person: String? = nil,
        in language: Language? = nil,
        of campaign: Campaign.ID, now: Instant, from database: any SQLDatabase
    ) async throws -> MailPreview {
        try await database.read { connection in
            guard let campaign = try CampaignStore.load(campaign, on: connection) else {
                throw Refusal.unknownCampaign
            }
            let agent =
                try person.map { try AgentStore.find($0, in: campaign.id, on: connection) }
                ?? AgentStore.first(in: campaign.id, on: connection)
            guard let agent, agent.campaign == campaign.id else { throw Refusal.unknownPerson }
            let (facts, madeUp) = try facts(of: agent, in: campaign, now: now, on: connection)
            let samples = MessageSample.variants(of: kind, from: facts)
            // What silence does is the campaign's to say (RG-301).
            let wanted = variant ?? Self.usual(kind, in: campaign)
            guard let sample = samples.first(where: { wanted == nil || $0.variant == wanted }) else {
                throw Refusal.unknownVariant(samples.map(\.variant))
            }
            return MailPreview(
                row: try row(
                    sample.message, to: agent, language ?? agent.language ?? campaign.language, in: campaign,
                    now: now, on: connection),
                variant: sample.variant, variants: samples.map(\.variant),
                madeUp: madeUp.filter { kind.tells.contains($0) })
        }
    }

    /// The variant that a campaign sends, where that depends on it; nil where it does not.
    private static func usual(_ kind: Message.Kind, in campaign: Campaign) -> String? {
        switch kind {
        case .proposal: campaign.silence.rawValue
        case .missed, .postponement: campaign.mode.agentsChoose ? nil : "placed"
        default: nil
        }
    }

    /// The person's own facts where there are some, and what had to be made up.
    private static func facts(
        of agent: Agent, in campaign: Campaign, now: Instant, on connection: any SQLConnection
    ) throws -> (SampleFacts, madeUp: [String]) {
        let morning = Mornings(campaign).nine(
            on: max(campaign.startsOn, campaign.clock.day(now)).adding(days: 7))
        var facts = SampleFacts(
            agent: agent.name, email: agent.email, colleague: SampleFacts.made.colleague, on: morning,
            clock: campaign.clock)
        let day = campaign.clock.day(morning)
        facts.limit = campaign.clock.start(of: day.adding(days: 1 - campaign.lockDays))
        facts.answerLimit = campaign.clock.start(
            of: day.adding(days: 1 - max(campaign.proposalDays, campaign.lockDays)))
        var madeUp: [String] = []
        if let state = try Placing.load(agent.id, on: connection), let current = state.current {
            facts.appointment = current.booking.appointment(on: current.slot)
            facts.limit = current.slot.locks(in: campaign)
            facts.answerLimit = Launch.answerBy(current.slot, in: campaign)
        } else {
            madeUp.append("appointment")
        }
        let slots = try SlotOffer.candidates(for: agent, in: campaign, now: now, on: connection)
        if slots.isEmpty {
            madeUp.append("slots")
        } else {
            facts.options = SlotOffer.numbered(SlotOffer.spread(slots, index: 0))
        }
        if let manager = try agent.manager.flatMap({ try ManagerStore.load($0, on: connection) }),
            let team = try TeamView.load(.manager(manager), now: now, on: connection)
        {
            facts.team = TeamDigests.digest(of: team, now: now)
        } else {
            madeUp.append("team")
        }
        if let report = try LatenessReports.report(on: campaign, on: connection), report.unansweredTotal > 0 {
            facts.lateness = report
        } else {
            madeUp.append("late")
        }
        let bounces = try BounceReports.report(on: campaign, on: connection)
        if bounces.addresses.isEmpty { madeUp.append("bounces") } else { facts.bounces = bounces }
        facts.sheet = DaySheet(
            day: campaign.clock.day(facts.appointment.starts),
            visits: [try visit(of: agent, facts.appointment, on: connection)])
        return (facts, madeUp)
    }

    private static func visit(
        of agent: Agent, _ appointment: Appointment, on connection: any SQLConnection
    ) throws -> DaySheet.Visit {
        let operation = try connection.query(
            "SELECT reference, fields FROM operations WHERE agent_id = $1 ORDER BY id LIMIT 1", agent.id
        ).first
        let known = try operation.map { try FieldValues(json: try $0("fields")).known }
        return DaySheet.Visit(
            appointment: appointment, agent: agent.name,
            reference: try operation.map { try $0("reference") } ?? "", telephone: known?.telephone,
            office: known?.office, equipment: known?.equipment, service: agent.service)
    }

    private static func technician(
        of agent: Agent, on connection: any SQLConnection
    ) throws -> Technician? {
        try connection.query(
            """
            SELECT technicians.* FROM technicians JOIN operations ON operations.technician_id = technicians.id
            WHERE operations.agent_id = $1 ORDER BY operations.id LIMIT 1
            """, agent.id
        ).first.map(TechnicianStore.technician)
    }

    private static func row(
        _ message: Message, to agent: Agent, _ language: Language, in campaign: Campaign, now: Instant,
        on connection: any SQLConnection
    ) throws -> OutboxRow {
        let manager = try agent.manager.flatMap { try ManagerStore.load($0, on: connection) }
        let kind = message.kind
        let technician = kind == .daySheet ? try technician(of: agent, on: connection) : nil
        let recipient =
            switch kind {
            case .teamInvitation, .teamDigest, .teamAnswer, .alert: manager?.email ?? agent.email
            case .lateness, .bounces: campaign.coordinator ?? agent.email
            case .daySheet: technician?.email ?? agent.email
            default: agent.email
            }
        let isForAgent = kind.bearsLink && !kind.isForManagers && kind != .daySheet
        let grant: LinkGrant? =
            if let manager, kind.isForManagers || kind == .alert {
                LinkGrant(
                    purpose: .team, subject: manager.id.text, epoch: manager.linkEpoch,
                    expires: campaign.linksExpireAt)
            } else if kind == .daySheet {
                // Nobody's, where nobody visits this agent yet.
                LinkGrant(
                    purpose: .field, subject: technician?.id.text ?? Technician.ID().text,
                    epoch: technician?.linkEpoch ?? 0, expires: campaign.linksExpireAt)
            } else if kind.bearsLink {
                LinkGrant(
                    purpose: .agent, subject: agent.id.text, epoch: agent.linkEpoch,
                    expires: campaign.linksExpireAt)
            } else {
                nil
            }
        let snapshot = MessageSnapshot(
            recipient: recipient, name: isForAgent ? agent.name : "", language: language,
            campaign: campaign.facts, link: grant, message: message)
        return OutboxRow(
            id: .init(at: now), campaign: campaign.id, kind: kind, recipient: recipient, snapshot: snapshot,
            agent: nil, manager: nil, replyHandle: RandomToken.base32(bytes: 10),
            messageLocalPart: "apercu." + RandomToken.base32(bytes: 15), state: .pending, attempts: 0,
            createdAt: now, error: nil)
    }
}

extension Message.Kind {
    /// Which of the facts that may be made up a kind tells.
    fileprivate var tells: Set<String> {
        switch self {
        case .invitation, .answerReminder, .placeOffer: ["slots"]
        case .teamInvitation, .teamDigest: ["team"]
        case .teamAnswer, .freshLink: []
        case .alert, .daySheet, .confirmation, .change, .reminder: ["appointment"]
        case .lateness: ["late"]
        case .bounces: ["bounces"]
        case .proposal, .verification, .cancellation, .clarification, .refusal, .missed, .postponement:
            ["appointment", "slots"]
        }
    }
}
