// Creating campaigns and moving them through their states (RG-010, RG-011, RG-016).

/// What somebody filled in to create a campaign, before anything is known to be right.
package struct CampaignDraft: Sendable {
    package var name: String
    package var startsOn: Day
    package var endsOn: Day
    package var mode: BookingMode
    package var type: String
    package var description: String
    package var preparation: String
    package var contact: String
    package var clock: WallClock
    package var language: Language
    package var lockDays: Int
    package var reminderDays: Int
    /// The first day of the campaign, unless said otherwise.
    package var answerBy: Day?
    package var answerReminderDays = 7
    package var proposalDays = 3
    package var silence = Silence.keep
    package var coordinator: EmailAddress?

    package init(
        name: String, startsOn: Day, endsOn: Day, mode: BookingMode, type: String? = nil,
        description: String = "",
        preparation: String = "", contact: String = "", clock: WallClock = .paris,
        language: Language = .french,
        lockDays: Int = 2, reminderDays: Int = 2
    ) {
        self.name = name
        self.startsOn = startsOn
        self.endsOn = endsOn
        self.mode = mode
        self.type = type ?? name
        self.description = description
        self.preparation = preparation
        self.contact = contact
        self.clock = clock
        self.language = language
        self.lockDays = lockDays
        self.reminderDays = reminderDays
    }

    /// What is wrong with a draft, in an order that a form would show it.
    package enum Fault: Error, Sendable, Hashable {
        case nameMissing
        case nameTooLong
        case endBeforeStart
        case daysOutOfRange
        case answerByAfterEnd
    }

    /// The campaign of the draft, in Préparation (RG-010). Throws `Fault` (RG-011).
    package func campaign(now: Instant) throws(Fault) -> Campaign {
        let name = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !name.isEmpty else { throw .nameMissing }
        guard name.count <= 200 else { throw .nameTooLong }
        guard endsOn >= startsOn else { throw .endBeforeStart }
        let days = [lockDays, reminderDays, answerReminderDays, proposalDays]
        guard days.allSatisfy((0...60).contains) else { throw .daysOutOfRange }
        let answerBy = answerBy ?? startsOn
        guard answerBy <= endsOn else { throw .answerByAfterEnd }
        return Campaign(
            id: Campaign.ID(at: now), name: name, type: type, description: description,
            preparation: preparation,
            contact: contact, startsOn: startsOn, endsOn: endsOn, clock: clock, language: language,
            mode: mode,
            state: .preparation, lockDays: lockDays, reminderDays: reminderDays, answerBy: answerBy,
            answerReminderDays: answerReminderDays, proposalDays: proposalDays, silence: silence,
            coordinator: coordinator,
            durationMinutes: OperationType(named: type).minutes, concentrationPercent: 50, revision: 0)
    }
}

/// Why a campaign does not change its state.
package enum CampaignRefusal: Error, Sendable, Hashable {
    case unknown
    /// It is in a state from which that is not possible (RG-010).
    case wrongState(Campaign.State)
    /// The set-up is not complete: there is nobody to invite, or no slot to come (RG-010).
    case nobody
    case noSlot
    /// Named people place the agents, and none is named yet (RG-110, RG-114).
    case nobodyNamed
    /// Managers place their teams: nobody proposes slots to agents.
    case modeWithoutProposals
}

/// The use cases of campaigns, each one transaction.
package struct CampaignDesk: Sendable {
    package let database: any SQLDatabase

    package init(_ database: any SQLDatabase) { self.database = database }

    /// Creates a campaign. Throws `CampaignDraft.Fault`.
    package func create(_ draft: CampaignDraft, by actor: Actor, now: Instant) async throws -> Campaign {
        let campaign = try draft.campaign(now: now)
        return try await database.transaction { connection in
            try CampaignStore.insert(campaign, now: now, on: connection)
            try Journal.append(
                "campaign created", subject: campaign.id.text, campaign: campaign.id, by: actor,
                after: campaign.name, now: now, on: connection)
            return campaign
        }
    }

    /// Ends the preparation, where the set-up is complete (RG-010). Throws `CampaignRefusal`.
    package func open(_ id: Campaign.ID, by actor: Actor, now: Instant) async throws {
        try await database.transaction { connection in
            try Self.open(id, by: actor, now: now, on: connection)
        }
    }

    /// Sets a campaign aside, read-only (RG-010, RG-016). Throws `CampaignRefusal`.
    package func archive(_ id: Campaign.ID, by actor: Actor, now: Instant) async throws {
        try await database.transaction { connection in
            let campaign = try Self.known(id, on: connection)
            guard campaign.state != .archived else { throw CampaignRefusal.wrongState(.archived) }
            try Self.move(campaign, to: .archived, by: actor, now: now, on: connection)
        }
    }

    /// Undoes an archiving (RG-010). Throws `CampaignRefusal`.
    package func restore(_ id: Campaign.ID, by actor: Actor, now: Instant) async throws {
        try await database.transaction { connection in
            let campaign = try Self.known(id, on: connection)
            guard campaign.state == .archived else { throw CampaignRefusal.wrongState(campaign.state) }
            let state = try CampaignStore.stateBeforeArchive(id, on: connection) ?? .finished
            try Self.move(campaign, to: state, by: actor, now: now, on: connection)
        }
    }

    /// Every campaign, the newest first.
    package func list() async throws -> [Campaign] {
        try await database.read { try CampaignStore.list(on: $0) }
    }

    /// Nil where there is no such campaign.
    package func load(_ id: Campaign.ID) async throws -> Campaign? {
        try await database.read { try CampaignStore.load(id, on: $0) }
    }

    static func known(_ id: Campaign.ID, on connection: any SQLConnection) throws -> Campaign {
        guard let campaign = try CampaignStore.load(id, on: connection) else { throw CampaignRefusal.unknown }
        return campaign
    }

    static func open(
        _ id: Campaign.ID, by actor: Actor, now: Instant, on connection: any SQLConnection
    ) throws {
        let campaign = try known(id, on: connection)
        guard campaign.state == .preparation else { throw CampaignRefusal.wrongState(campaign.state) }
        let counts = try connection.query(setUpSQL, id, now)[0]
        guard try counts("agents", as: Int.self) > 0 else { throw CampaignRefusal.nobody }
        guard try counts("slots", as: Int.self) > 0 else { throw CampaignRefusal.noSlot }
        try move(campaign, to: .upcoming, by: actor, now: now, on: connection)
    }

    /// Starts the campaigns whose first day has come, even if some days ago (RG-010). Returns how many.
    package static func startDue(now: Instant, on connection: any SQLConnection) throws -> Int {
        let due = try CampaignStore.list(on: connection).filter {
            $0.state == .upcoming && $0.clock.day(now) >= $0.startsOn
        }
        for campaign in due { try move(campaign, to: .inProgress, by: .scheduler, now: now, on: connection) }
        return due.count
    }

    /// Moves a campaign, with its line in the journal (RG-010, RG-070).
    static func move(
        _ campaign: Campaign, to state: Campaign.State, by actor: Actor, now: Instant,
        on connection: any SQLConnection
    ) throws {
        guard try CampaignStore.move(campaign.id, from: campaign.state, to: state, on: connection) else {
            throw SQLError.transient("the campaign changed its state meanwhile")
        }
        try Journal.append(
            "campaign state", subject: campaign.id.text, campaign: campaign.id, by: actor,
            before: campaign.state.rawValue, after: state.rawValue, now: now, on: connection)
    }

    private static let setUpSQL = """
        SELECT (SELECT count(*) FROM agents WHERE campaign_id = $1) AS agents,
            (SELECT count(*) FROM slots WHERE campaign_id = $1 AND starts_at > $2) AS slots
        """
}
