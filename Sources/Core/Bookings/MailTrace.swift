// What happened to one message, or to all mail with one person: the answer to "I never got it" and "I did answer".

/// The trace of a message or of a person, oldest first.
package struct MailTrace: Sendable, Hashable {
    package let entries: [Entry]

    /// One message that we sent, or that came in.
    package struct Entry: Sendable, Hashable {
        package enum Direction: String, Sendable, Hashable {
            case out
            case incoming = "in"
        }

        package let direction: Direction
        /// Text of the row's identifier in the outbox or the inbox.
        package let id: String
        /// When it was left in the outbox, or came in.
        package let at: Instant
        /// When it left, failed, was cancelled or was settled; nil while it waits.
        package let finished: Instant?
        /// While it waits in the outbox: when it is tried next.
        package let due: Instant?
        /// As `OutboxRow.State` or `InboxRow.State` spells it.
        package let state: String
        /// The kind of message that we sent, or the outcome of one that came in; nil while that is open.
        package let what: String?
        /// To whom we wrote, or who wrote to us, where that could be read.
        package let address: String?
        /// Without angle brackets; of ours only what stands before the `@`.
        package let messageID: String?
        package let attempts: Int
        /// The server's words, or why the outcome is what it is.
        package let detail: String?
        /// The source that brought it, for one that came in.
        package let source: String?
    }

    /// The trace of a Message-ID, with or without angle brackets, and the messages that answer it or that it answers; or
    /// of an e-mail address: everything that was sent to that person or came from them.
    package static func find(_ text: String, on connection: any SQLConnection) throws -> MailTrace {
        let name = text.filter { $0 != "<" && $0 != ">" && !$0.isWhitespace }
        let local = String(name.prefix { $0 != "@" })
        let person = EmailAddress(name)
        var rows = try connection.query(outboxSQL, local, person) + connection.query(inboxSQL, name, person)
        let isMessage = rows.contains { $0["message_id"] == .text(local) || $0["message_id"] == .text(name) }
        if isMessage {
            for row in rows {
                let id = try row("id", as: String.self)
                if try row("direction", as: String.self) == Entry.Direction.out.rawValue {
                    rows += try connection.query(answersSQL, id)
                } else {
                    rows += try connection.query(answeredSQL, row["answers"].text)
                    rows += try connection.query(repliesSQL, row["agent_id"].text, row["message_id"].text)
                }
            }
        }
        var seen: Set<String> = []
        let entries = try rows.map(entry).filter { seen.insert($0.id).inserted }
        return MailTrace(entries: entries.sorted { ($0.at, $0.id) < ($1.at, $1.id) })
    }

    private static func entry(_ row: SQLRow) throws -> Entry {
        Entry(
            direction: try row("direction", as: String.self) == Entry.Direction.out.rawValue
                ? .out : .incoming,
            id: try row("id"), at: try row("at"), finished: try row.optional("finished_at"),
            due: try row.optional("due_at"), state: try row("state"), what: try row.optional("what"),
            address: try row.optional("address"), messageID: try row.optional("message_id"),
            attempts: try row("attempts"), detail: try row.optional("detail"),
            source: try row.optional("source"))
    }

    private static let outboxColumns = """
        SELECT 'out' AS direction, outbox.id, outbox.created_at AS at, outbox.finished_at,
            CASE WHEN state IN ('pending', 'leased') THEN outbox.due_at END AS due_at, outbox.state,
            outbox.kind AS what, outbox.recipient AS address, outbox.message_id, outbox.attempts,
            outbox.error AS detail
        FROM outbox
        """

    private static let inboxColumns = """
        SELECT 'in' AS direction, inbox.id, inbox.received_at AS at, inbox.finished_at, inbox.state,
            inbox.outcome AS what, inbox.sender AS address, inbox.message_id, inbox.attempts,
            inbox.reason AS detail, inbox.source, inbox.answers, inbox.agent_id
        FROM inbox
        """

    private static let outboxSQL = """
        \(outboxColumns) WHERE message_id = $1 OR recipient = $2
        OR agent_id IN (SELECT id FROM agents WHERE email = $2)
        """

    private static let inboxSQL = """
        \(inboxColumns) WHERE message_id = $1 OR sender = $2 OR agent_id IN (SELECT id FROM agents WHERE email = $2)
        """

    /// What came in as an answer to a message of ours.
    private static let answersSQL = "\(inboxColumns) WHERE answers = $1"

    /// The message of ours that one that came in answers.
    private static let answeredSQL = "\(outboxColumns) WHERE id = $1"

    /// What we wrote in reply to one that came in.
    private static let repliesSQL = """
        \(outboxColumns) WHERE agent_id = $1 AND CAST(snapshot->>'inReplyTo' AS TEXT) = $2
        """
}

extension SQLValue {
    fileprivate var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }
}
