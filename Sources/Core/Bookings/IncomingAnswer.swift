// What the gateway hands over when somebody, or something, has answered a mail.

/// An answer read from a mail: who may have sent it, what about, and what it says. Decides nothing.
package struct IncomingAnswer: Sendable, Hashable {
    package let clues: AnswerClues
    package let content: Content
    /// The mail's own Message-ID, without angle brackets, for In-Reply-To.
    package let messageID: String?
    /// False for lists, bulk, null return paths and everything automatic: nothing may answer it.
    package let mayBeAnswered: Bool
    /// What the one server that is believed says of the sender (RFC 8601).
    package let authentication: Authentication

    package init(
        clues: AnswerClues, content: Content, messageID: String?, mayBeAnswered: Bool,
        authentication: Authentication = .unknown
    ) {
        self.clues = clues
        self.content = content
        self.messageID = messageID
        self.mayBeAnswered = mayBeAnswered
        self.authentication = authentication
    }

    /// The same answer with its sender vouched for, by a person who has looked at it.
    package var vouched: IncomingAnswer {
        IncomingAnswer(
            clues: clues, content: content, messageID: messageID, mayBeAnswered: mayBeAnswered,
            authentication: .pass)
    }

    package enum Authentication: Sendable, Hashable {
        /// Nobody whom we believe said anything.
        case unknown
        case pass
        /// The sender is not who they claim to be, in the server's words.
        case fail(String)
    }

    package enum Content: Sendable, Hashable {
        case calendar(CalendarAnswer)
        case bounces([Bounce])
        /// An automatic answer: what it said, and the day of return where it gave one.
        case automatic(text: String, returns: Day?)
        /// What a person wrote, free of quotation and signature, and what it was understood to mean.
        case text(String, Intent)
        /// Nothing to act on: our own mail, or something unreadable, and why.
        case nothing(String)
    }
}

/// The three ways in which a mail can be tied to its booking, and the sender it claims.
package struct AnswerClues: Sendable, Hashable {
    /// Reply keys found in addresses, as written.
    package let replyKeys: [String]
    /// Message-IDs of References and In-Reply-To, without angle brackets, latest first.
    package let references: [String]
    package let from: EmailAddress?

    package init(replyKeys: [String], references: [String], from: EmailAddress?) {
        self.replyKeys = replyKeys
        self.references = references
        self.from = from
    }
}

/// One recipient's failed delivery (RFC 3464).
package struct Bounce: Sendable, Hashable {
    package let address: EmailAddress?
    /// Enhanced status code (RFC 3463), `5.1.1`.
    package let status: String?
    /// SMTP reply code, `550`.
    package let code: String?
    package let permanent: Bool
    package let diagnostic: String

    package init(address: EmailAddress?, status: String?, code: String?, permanent: Bool, diagnostic: String)
    {
        self.address = address
        self.status = status
        self.code = code
        self.permanent = permanent
        self.diagnostic = diagnostic
    }
}

/// What a person's words were understood to mean.
package enum Intent: Sendable, Hashable {
    /// The slot with this number in the mail that they answer.
    case choose(option: Int)
    /// The slot at the day and hour that they wrote.
    case chooseTime(WrittenMoment)
    case accept
    case decline
    case cancel
    /// They want another time, and did not say which.
    case move
    /// They will be away; until when, where they said.
    case absent(until: Day?)
    /// A manager's lines, one a person.
    case place([PlacementLine])
    /// No clear meaning, or more than one.
    case unclear
}
