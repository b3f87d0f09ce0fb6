// An LMTP client's side of a conversation without a socket.

import Core

@testable import MailGateway

/// A session that is talked to, with what it did.
struct Talk {
    var session: LMTPSession
    private(set) var mails: [LMTPMail] = []
    private(set) var isClosed = false
    /// The text of the last replies.
    private(set) var last = ""

    init() {
        let policy = EmailAddress("rdv@ops.example").map { RecipientPolicy(gateway: $0, acceptance: .own) }
        session = LMTPSession(.init(host: "ops.example", size: 1_000, recipients: 10)) {
            policy?.accepts($0) == true
        }
    }

    var held: Int { session.held }

    /// Sends lines in one packet; gives the codes of the replies.
    @discardableResult
    mutating func say(_ lines: String...) -> [Int] { say(lines) }

    @discardableResult
    mutating func say(_ lines: [String]) -> [Int] {
        receive(Array(lines.map { $0 + "\r\n" }.joined().utf8))
    }

    @discardableResult
    mutating func receive(_ bytes: some Collection<UInt8>) -> [Int] { note(session.receive(bytes)) }

    mutating func isStored(_ isSafe: Bool) -> [Int] { note(session.stored(isSafe)) }

    mutating func end() -> [Int] { note(session.end(.closing)) }

    /// Up to the recipients.
    mutating func open(recipients: Int = 1) {
        say(["LHLO m", "MAIL FROM:<>"] + Array(repeating: "RCPT TO:<rdv@ops.example>", count: recipients))
    }

    private mutating func note(_ effects: [LMTPSession.Effect]) -> [Int] {
        var codes: [Int] = []
        last = ""
        for effect in effects {
            switch effect {
            case .reply(let reply):
                codes.append(reply.code)
                last += reply.text
            case .store(let mail): mails.append(mail)
            case .close: isClosed = true
            }
        }
        return codes
    }
}
