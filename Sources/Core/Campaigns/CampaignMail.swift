// What a campaign decides about its mail: kinds switched off, delayed, worded its own way.

/// Why a decision about a campaign's mail is not taken.
package enum CampaignMailRefusal: Error, Sendable, Hashable {
    case unknownCampaign
    /// RG-016.
    case archived
    /// This kind is never switched off, and why.
    case necessary(Message.Kind.Necessity)
    /// Answers to what people write leave at once.
    case neverDelayed
    /// A delay is 0 to 1440 minutes.
    case delayOutOfRange
}

/// The use cases of a campaign's mail, each one transaction with its entry in the journal (RG-070).
package struct CampaignMail: Sendable {
    package let database: any SQLDatabase

    package init(_ database: any SQLDatabase) { self.database = database }

    /// Every kind as it stands. Throws `CampaignMailRefusal`.
    package func settings(of campaign: Campaign.ID) async throws -> [MailSetting] {
        try await database.read { connection in
            guard try CampaignStore.load(campaign, on: connection) != nil else {
                throw CampaignMailRefusal.unknownCampaign
            }
            return try MailSettings.list(of: campaign, on: connection)
        }
    }

    /// Switches a kind on or off, or delays it; what is nil stays. Switching off cancels what waits in the outbox; returns
    /// how many messages that were. Throws `CampaignMailRefusal`.
    package func set(
        _ kind: Message.Kind, isOn: Bool?, delay: Int?, in campaign: Campaign.ID, by actor: Actor,
        now: Instant
    ) async throws -> Int {
        if isOn == false, let necessity = kind.necessity { throw CampaignMailRefusal.necessary(necessity) }
        if let delay {
            guard (0...MailSetting.longestDelay).contains(delay) else {
                throw CampaignMailRefusal.delayOutOfRange
            }
            guard delay == 0 || kind.necessity != .answer else { throw CampaignMailRefusal.neverDelayed }
        }
        return try await database.transaction { connection in
            try Self.checkOpen(campaign, on: connection)
            let all = try MailSettings.list(of: campaign, on: connection)
            let old = all.first { $0.kind == kind } ?? MailSetting(kind: kind, isOn: true, delay: 0)
            let new = MailSetting(kind: kind, isOn: isOn ?? old.isOn, delay: delay ?? old.delay)
            guard new != old else { return 0 }
            try MailSettings.set(new, in: campaign, now: now, on: connection)
            try Journal.append(
                "mail setting changed", subject: kind.rawValue, campaign: campaign, by: actor,
                before: old.told, after: new.told, now: now, on: connection)
            return new.isOn ? 0 : try Outbox.cancel(kind, of: campaign, now: now, on: connection)
        }
    }

    /// The campaign's own words. Throws `CampaignMailRefusal`.
    package func wordings(of campaign: Campaign.ID) async throws -> [Wording] {
        try await database.read { connection in
            guard try CampaignStore.load(campaign, on: connection) != nil else {
                throw CampaignMailRefusal.unknownCampaign
            }
            return try WordingStore.list(of: campaign, on: connection)
        }
    }

    /// Keeps a wording that has been found without fault: whoever renders it checks it. Throws `CampaignMailRefusal`.
    package func reword(_ wording: Wording, by actor: Actor, now: Instant) async throws {
        try await database.transaction { connection in
            try Self.checkOpen(wording.campaign, on: connection)
            try WordingStore.set(wording, on: connection)
            try Journal.append(
                "mail reworded", subject: Self.subject(wording.kind, wording.language, wording.part),
                campaign: wording.campaign, by: actor, after: String(wording.body.prefix(200)), now: now,
                on: connection)
        }
    }

    /// Goes back to the template's words; false where the campaign had none of its own. Throws `CampaignMailRefusal`.
    package func reset(
        _ kind: Message.Kind, _ language: Language, _ part: MessagePart, in campaign: Campaign.ID,
        by actor: Actor, now: Instant
    ) async throws -> Bool {
        try await database.transaction { connection in
            try Self.checkOpen(campaign, on: connection)
            guard try WordingStore.reset(kind, language, part, in: campaign, on: connection) else {
                return false
            }
            try Journal.append(
                "mail wording reset", subject: Self.subject(kind, language, part), campaign: campaign,
                by: actor, now: now, on: connection)
            return true
        }
    }

    private static func checkOpen(_ id: Campaign.ID, on connection: any SQLConnection) throws {
        guard let campaign = try CampaignStore.load(id, on: connection) else {
            throw CampaignMailRefusal.unknownCampaign
        }
        guard campaign.state != .archived else { throw CampaignMailRefusal.archived }  // RG-016
    }

    private static func subject(_ kind: Message.Kind, _ language: Language, _ part: MessagePart) -> String {
        "\(language.rawValue)/\(kind.rawValue)/\(part.rawValue)"
    }
}

extension MailSetting {
    /// The setting in a line of the journal.
    fileprivate var told: String { (isOn ? "on" : "off") + (delay > 0 ? ", after \(delay) minutes" : "") }
}
