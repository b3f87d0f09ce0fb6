// What an answer by mail does: the same use cases as the web, under the trust that a mail deserves.

/// Settles one incoming answer inside a caller's transaction, so that the act and its outcome are kept together.
package enum AnswerDesk {
    /// Decides and does what an answer asks for. Throws `SQLError` only: an answer that cannot be honoured is told so.
    package static func settle(
        _ answer: IncomingAnswer, keys: SigningKeys, now: Instant, on connection: any SQLConnection
    ) throws -> Settlement {
        if case .nothing(let why) = answer.content { return Settlement(.ignored, why) }
        let row = try answeredRow(answer.clues, keys: keys, on: connection)
        switch answer.content {
        case .nothing(let why):
            return Settlement(.ignored, why)
        case .bounces(let bounces):
            return try BounceDesk.settle(bounces, row: row, now: now, on: connection)
        case .calendar(let calendar):
            return try CalendarAnswerDesk.settle(calendar, answer, row: row, now: now, on: connection)
        case .automatic(let text, let returns):
            return try absence(text, until: returns, row: row, now: now, on: connection)
        case .text(let text, let intent):
            guard let row else {
                return Settlement(.ignored, "no reply key or reference of ours: it cannot be tied to anybody")
            }
            guard let agent = row.agent else {
                return try tellManager(row, quoting: text, answer, now: now, on: connection)
            }
            guard let state = try Placing.load(agent, on: connection) else {
                return Settlement(.ignored, "the agent is no longer known")
            }
            let writer = Writer(
                state: state, options: row.snapshot.message.options, answer: answer, now: now,
                connection: connection)
            return try writer.act(on: intent, text: text)
        }
    }

    /// The message that is answered: by its reply key, else by our Message-ID in the references.
    ///
    /// Both hold 80 unguessable bits or more, so either proves that the sender saw the mail; a key of an epoch that was
    /// revoked proves nothing.
    private static func answeredRow(
        _ clues: AnswerClues, keys: SigningKeys, on connection: any SQLConnection
    ) throws -> OutboxRow? {
        for key in clues.replyKeys.prefix(10) {
            guard let handle = ReplyKey.handle(of: key),
                let row = try Outbox.find(replyHandle: handle, on: connection),
                ReplyKey.verify(key, epoch: try epoch(of: row, on: connection), keys: keys)
            else { continue }
            return row
        }
        for reference in clues.references.prefix(30) {
            let local = reference.prefix { $0 != "@" }
            guard let row = try Outbox.find(messageLocalPart: String(local), on: connection),
                try epoch(of: row, on: connection) == row.snapshot.link?.epoch
            else { continue }
            return row
        }
        return nil
    }

    private static func epoch(of row: OutboxRow, on connection: any SQLConnection) throws -> Int {
        if let agent = row.agent { return try AgentStore.load(agent, on: connection)?.linkEpoch ?? -1 }
        if let manager = row.manager {
            return try ManagerStore.load(manager, on: connection)?.linkEpoch ?? -1
        }
        return -1
    }

    /// An absence changes nothing; it is kept for the manager to see.
    private static func absence(
        _ text: String, until returns: Day?, row: OutboxRow?, now: Instant, on connection: any SQLConnection
    ) throws -> Settlement {
        guard let agent = row?.agent else {
            return Settlement(.absent, "an automatic answer, from nobody we know")
        }
        try AgentStore.noteAbsence(
            of: agent, note: returns.map { "until \($0)" } ?? String(text.prefix(200)), now: now,
            on: connection)
        return Settlement(
            .absent, returns.map { "an automatic answer: away until \($0)" } ?? "an automatic answer",
            agent: agent.text)
    }

    /// A manager's own words are answered with the link to the team.
    private static func tellManager(
        _ row: OutboxRow, quoting text: String, _ answer: IncomingAnswer, now: Instant,
        on connection: any SQLConnection
    ) throws -> Settlement {
        guard let id = row.manager, let manager = try ManagerStore.load(id, on: connection),
            let campaign = try CampaignStore.load(manager.campaign, on: connection)
        else { return Settlement(.ignored, "the manager is no longer known") }
        guard answer.mayBeAnswered,
            try AutomaticAnswers.allow(.clarification, to: manager.email, now: now, on: connection)
        else { return Settlement(.ignored, "not understood, and answered enough for now") }
        try Correspondence(campaign, on: connection).tell(
            manager, .clarification(quoted: String(text.prefix(500)), options: [], current: nil),
            purpose: "clarification:\(answer.messageID ?? RandomToken.base32(bytes: 10)):\(manager.id)",
            inReplyTo: answer.messageID, now: now)
        return Settlement(.clarified, "a manager's words: answered with the link to the team")
    }
}

/// How often one address is answered automatically: enough to help, too little to feed a loop.
enum AutomaticAnswers {
    /// Counts an answer of a kind to an address, if one may be sent now: five an hour in all, one "not understood" a
    /// day.
    static func allow(
        _ kind: Message.Kind, to recipient: EmailAddress, now: Instant, on connection: any SQLConnection
    ) throws -> Bool {
        let counts = try connection.query(
            countSQL, recipient, now - .hours(1), Message.Kind.clarification, now - .days(1))[0]
        let lastHour = try counts("hour", as: Int.self)
        let clarifiedToday = try counts("day", as: Int.self)
        guard lastHour < 5, kind != .clarification || clarifiedToday == 0 else { return false }
        try connection.execute(
            "INSERT INTO automatic_answers (recipient, kind, sent_at) VALUES ($1, $2, $3)", recipient, kind,
            now)
        return true
    }

    private static let countSQL = """
        SELECT count(*) FILTER (WHERE sent_at > $2) AS hour, count(*) FILTER (WHERE kind = $3) AS day
        FROM automatic_answers WHERE recipient = $1 AND sent_at > $4
        """
}
