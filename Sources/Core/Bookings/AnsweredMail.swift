// The mail that an answer answers, found by what only its reader can have seen.

/// A mail of ours that somebody answers: to whom it went, without its words.
struct AnsweredMail {
    let id: OutboxRow.ID
    let campaign: Campaign.ID
    let agent: Agent.ID?
    let manager: Manager.ID?
    let createdAt: Instant

    /// By its reply key, else by our Message-ID in the references; nil where neither names a mail of ours.
    ///
    /// Both hold 80 unguessable bits or more, so either proves that the sender saw the mail; a key of an epoch that was
    /// revoked proves nothing.
    static func find(
        _ clues: AnswerClues, keys: SigningKeys, on connection: any SQLConnection
    ) throws -> AnsweredMail? {
        for key in clues.replyKeys.prefix(10) {
            guard let handle = ReplyKey.handle(of: key),
                let row = try connection.query(byHandle, handle).first,
                let epoch = try row.optional("epoch", as: Int.self),
                ReplyKey.verify(key, epoch: epoch, keys: keys)
            else { continue }
            return try AnsweredMail(row)
        }
        for reference in clues.references.prefix(30) {
            guard let row = try connection.query(byMessageID, String(reference.prefix { $0 != "@" })).first,
                let epoch = try row.optional("epoch", as: Int.self),
                try row.optional("told_epoch", as: String.self) == String(epoch)
            else { continue }
            return try AnsweredMail(row)
        }
        return nil
    }

    private init(_ row: SQLRow) throws {
        id = try row("id")
        campaign = try row("campaign_id")
        agent = try row.optional("agent_id")
        manager = try row.optional("manager_id")
        createdAt = try row("created_at")
    }

    /// What it told: read only where an answer's meaning hangs on it, since it is the dear part.
    func message(on connection: any SQLConnection) throws -> Message {
        struct Told: Decodable {
            let message: Message
        }
        guard let row = try connection.query("SELECT snapshot FROM outbox WHERE id = $1", id).first else {
            throw SQLError.other("an answered mail is not there")
        }
        return try JSON.value(Told.self, from: try row("snapshot")).message
    }

    private static let columns = """
        SELECT outbox.id, outbox.campaign_id, outbox.agent_id, outbox.manager_id, outbox.created_at,
            COALESCE(agents.link_epoch, managers.link_epoch) AS epoch
        """

    private static let people = """
        FROM outbox LEFT JOIN agents ON agents.id = outbox.agent_id
        LEFT JOIN managers ON managers.id = outbox.manager_id
        """

    private static let byHandle = "\(columns) \(people) WHERE outbox.reply_handle = $1"

    private static let byMessageID = """
        \(columns), CAST(outbox.snapshot->'link'->>'epoch' AS TEXT) AS told_epoch
        \(people) WHERE outbox.message_id = $1
        """
}

extension Message {
    /// The appointment that it is about; nil where it is about none.
    var appointment: Appointment? {
        switch self {
        case .confirmation(let told, _), .change(_, let told, _), .cancellation(let told, _, _, _),
            .reminder(let told, _, _), .proposal(let told, _, _, _), .missed(let told, _, _),
            .postponement(let told, _, _, _):
            told
        case .clarification(_, _, let current), .refusal(_, _, let current, _),
            .verification(_, _, let current):
            current
        case .invitation, .answerReminder, .teamInvitation, .teamDigest, .teamAnswer, .alert, .daySheet,
            .lateness, .bounces, .placeOffer, .freshLink:
            nil
        }
    }
}
