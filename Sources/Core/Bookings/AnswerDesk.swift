// What an answer by mail does: the same use cases as the web, under the trust that a mail deserves.

/// Settles one incoming answer inside a caller's transaction, so that the act and its outcome are kept together.
package enum AnswerDesk {
    /// Decides and does what an answer asks for. Throws `SQLError` only: an answer that cannot be honoured is told so.
    ///
    /// Nothing here answers a bounce, an automatic answer, a list or our own mail.
    package static func settle(
        _ answer: IncomingAnswer, keys: SigningKeys, now: Instant, on connection: any SQLConnection
    ) throws -> Settlement {
        if case .nothing(let why) = answer.content { return Settlement(.ignored, why) }
        if case .fail(let words) = answer.authentication {
            return Settlement(.quarantined, "the sender may not be who they claim to be: \(words)")
        }
        let mail = try AnsweredMail.find(answer.clues, keys: keys, on: connection)
        var settlement = try settle(answer, mail, now: now, on: connection)
        settlement.answers = mail?.id.text
        return settlement
    }

    private static func settle(
        _ answer: IncomingAnswer, _ mail: AnsweredMail?, now: Instant, on connection: any SQLConnection
    ) throws -> Settlement {
        switch answer.content {
        case .nothing(let why):
            return Settlement(.ignored, why)
        case .bounces(let bounces):
            return try BounceDesk.settle(bounces, of: mail, now: now, on: connection)
        case .calendar(let calendar):
            return try CalendarAnswerDesk.settle(calendar, answer, mail: mail, now: now, on: connection)
        case .automatic(let text, let returns):
            guard let id = mail?.agent, let agent = try AgentStore.load(id, on: connection) else {
                return Settlement(.absent, "an automatic answer, from nobody we know")
            }
            try Absences.keep(of: agent, until: returns, note: text, now: now, on: connection)
            return Settlement(
                .absent, returns.map { "an automatic answer: away until \($0)" } ?? "an automatic answer",
                agent: agent.id.text)
        case .text(let text, let intent):
            guard let mail else {
                return Settlement(.ignored, "no reply key or reference of ours: it cannot be tied to anybody")
            }
            return try words(text, intent, answer, mail, now: now, on: connection)
        }
    }

    /// What a person wrote: an agent, somebody for them, or a manager about their team.
    private static func words(
        _ text: String, _ intent: Intent, _ answer: IncomingAnswer, _ mail: AnsweredMail, now: Instant,
        on connection: any SQLConnection
    ) throws -> Settlement {
        if let manager = mail.manager {
            let desk = try TeamDesk(manager, answer, mail, now: now, on: connection)
            return try desk?.act(on: intent, text: text)
                ?? Settlement(.ignored, "the manager is no longer known")
        }
        guard let id = mail.agent, let state = try Placing.load(id, on: connection) else {
            return Settlement(.ignored, "an answer to a mail that asks for none")
        }
        guard try !isRepeated(answer, of: id, on: connection) else {
            return Settlement(
                .duplicate, "the same message has come before, by another way", agent: id.text)
        }
        let writer = try Writer(state, answer, now: now, on: connection)
        if case .manager(let manager) = writer.speaker, intent != .accept,
            let desk = try TeamDesk(manager.id, answer, mail, now: now, on: connection)
        {
            return try desk.act(on: intent, about: state.agent, text: text)
        }
        return try AgentWords(writer: writer, mail: mail).act(on: intent, text: text)
    }

    /// A message that reached us twice, by two servers or under two addresses, has other bytes and the same Message-ID.
    private static func isRepeated(
        _ answer: IncomingAnswer, of agent: Agent.ID, on connection: any SQLConnection
    ) throws -> Bool {
        guard let messageID = answer.messageID else { return false }
        return try !connection.query(repeatedSQL, messageID, agent).isEmpty
    }

    private static let repeatedSQL = """
        SELECT id FROM inbox WHERE message_id = $1 AND agent_id = $2 AND state = 'done' LIMIT 1
        """
}
