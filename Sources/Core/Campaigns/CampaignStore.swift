// Campaigns in the database.

package enum CampaignStore {
    package static func insert(
        _ campaign: Campaign, now: Instant, on connection: any SQLConnection
    ) throws {
        try connection.execute(
            insertSQL, campaign.id, campaign.name, campaign.type, campaign.description, campaign.preparation,
            campaign.contact, campaign.startsOn, campaign.endsOn, campaign.clock.name, campaign.language,
            campaign.mode, campaign.state, campaign.lockDays, campaign.reminderDays, campaign.durationMinutes,
            campaign.concentrationPercent, campaign.revision, now, campaign.answerBy,
            campaign.answerReminderDays,
            campaign.proposalDays, campaign.silence, campaign.coordinator)
    }

    /// Nil where there is no such campaign.
    package static func load(_ id: Campaign.ID, on connection: any SQLConnection) throws -> Campaign? {
        try connection.query("SELECT * FROM campaigns WHERE id = $1", id).first.map(campaign)
    }

    /// What `touch` raises; nil where there is no such campaign. One indexed row: cheap to ask for again and again.
    package static func revision(of id: Campaign.ID, on connection: any SQLConnection) throws -> Int? {
        try connection.query("SELECT revision FROM campaigns WHERE id = $1", id).first.map {
            try $0("revision")
        }
    }

    /// Every campaign, the newest first.
    package static func list(on connection: any SQLConnection) throws -> [Campaign] {
        try connection.query("SELECT * FROM campaigns ORDER BY created_at DESC, id DESC").map(campaign)
    }

    /// Raises the revision, by which pages know that what they show has changed. The last statement of a transaction,
    /// so that the row, which all bookings of a campaign share, is held for as short as can be.
    package static func touch(_ id: Campaign.ID, on connection: any SQLConnection) throws {
        try connection.execute("UPDATE campaigns SET revision = revision + 1 WHERE id = $1", id)
    }

    /// Moves a campaign from one state to another; false where it was not in the first.
    static func move(
        _ id: Campaign.ID, from: Campaign.State, to: Campaign.State, on connection: any SQLConnection
    ) throws -> Bool {
        let archivedFrom = to == .archived ? from : nil
        return try connection.execute(moveSQL, id, from, to, archivedFrom) > 0
    }

    /// Notes that people have been asked to choose or to place; the first time is what counts.
    static func noteLaunch(_ id: Campaign.ID, now: Instant, on connection: any SQLConnection) throws {
        try connection.execute(
            "UPDATE campaigns SET launched_at = $2 WHERE id = $1 AND launched_at IS NULL", id, now)
    }

    /// Whether invitations were asked for before an instant, whatever kinds of mail are switched off.
    static func wasLaunched(
        _ id: Campaign.ID, before instant: Instant, on connection: any SQLConnection
    ) throws -> Bool {
        try !connection.query("SELECT 1 FROM campaigns WHERE id = $1 AND launched_at < $2", id, instant)
            .isEmpty
    }

    /// The state that an archived campaign was in before.
    static func stateBeforeArchive(
        _ id: Campaign.ID, on connection: any SQLConnection
    ) throws -> Campaign.State? {
        try connection.query("SELECT archived_from FROM campaigns WHERE id = $1", id).first?
            .optional("archived_from")
    }

    static func campaign(_ row: SQLRow) throws -> Campaign {
        Campaign(
            id: try row("id"), name: try row("name"), type: try row("type"),
            description: try row("description"),
            preparation: try row("preparation"), contact: try row("contact"), startsOn: try row("starts_on"),
            endsOn: try row("ends_on"), clock: WallClock(name: try row("time_zone")) ?? .paris,
            language: try row("language"), mode: try row("mode"), state: try row("state"),
            lockDays: try row("lock_days"), reminderDays: try row("reminder_days"),
            answerBy: try row("answer_by"), answerReminderDays: try row("answer_reminder_days"),
            proposalDays: try row("proposal_days"), silence: try row("silence"),
            coordinator: try row.optional("coordinator_email"),
            durationMinutes: try row("duration_minutes"),
            concentrationPercent: try row("concentration_percent"),
            revision: try row("revision"))
    }

    private static let insertSQL = """
        INSERT INTO campaigns (id, name, type, description, preparation, contact, starts_on, ends_on, time_zone,
            language, mode, state, lock_days, reminder_days, duration_minutes, concentration_percent, revision,
            created_at, answer_by, answer_reminder_days, proposal_days, silence, coordinator_email)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
        """

    private static let moveSQL = """
        UPDATE campaigns SET state = $3, archived_from = $4, revision = revision + 1 WHERE id = $1 AND state = $2
        """
}
