// What the listener says.

/// A reply: a code, an enhanced status (RFC 3463) and words.
struct LMTPReply: Sendable, Hashable {
    let text: String

    init(_ code: Int, _ status: String, _ words: String) { text = "\(code) \(status) \(words)\r\n" }
    private init(text: String) { self.text = text }

    var code: Int { Int(text.prefix(3)) ?? 0 }

    static func greeting(_ host: String) -> LMTPReply { LMTPReply(text: "220 \(host) LMTP OpsTracker\r\n") }

    /// What a client may use (RFC 5321 §4.1.1.1).
    static func capabilities(_ host: String, size: Int) -> LMTPReply {
        LMTPReply(
            text:
                "250-\(host)\r\n250-8BITMIME\r\n250-ENHANCEDSTATUSCODES\r\n250-PIPELINING\r\n250 SIZE \(size)\r\n"
        )
    }

    static let help = LMTPReply(214, "2.0.0", "LHLO MAIL RCPT DATA RSET NOOP QUIT VRFY, see RFC 2033")
    static let fine = LMTPReply(250, "2.0.0", "OK")
    static let goodbye = LMTPReply(221, "2.0.0", "closing")
    static let goOn = LMTPReply(text: "354 end with a point on a line of its own\r\n")
    static let maybe = LMTPReply(252, "2.5.2", "send some mail, and see")
    static let closing = LMTPReply(421, "4.3.2", "the service is closing, try again later")
    static let idle = LMTPReply(421, "4.4.2", "nothing came for too long")
    static let crowded = LMTPReply(421, "4.7.0", "too many connections, try again later")
    static let tooManyErrors = LMTPReply(421, "4.7.0", "too many errors")
    static let notStored = LMTPReply(451, "4.3.0", "the message could not be stored, try again later")
    static let noRoom = LMTPReply(452, "4.3.1", "too much is coming in at once, try again later")
    static let tooManyRecipients = LMTPReply(452, "4.5.3", "too many recipients")
    static let notACommand = LMTPReply(500, "5.5.2", "not a command")
    static let tooLong = LMTPReply(500, "5.5.2", "the line is too long")
    static let bareLineFeed = LMTPReply(500, "5.5.2", "lines end in CR LF")
    static let lhloNeeded = LMTPReply(500, "5.5.1", "this is LMTP: say LHLO")
    static let badArguments = LMTPReply(501, "5.5.4", "the arguments cannot be understood")
    static let badSequence = LMTPReply(503, "5.5.1", "not now")
    static let noRecipients = LMTPReply(503, "5.5.1", "no valid recipients")
    static let badAddress = LMTPReply(553, "5.1.3", "the address cannot be understood")
    static let unknownRecipient = LMTPReply(550, "5.1.1", "no such address here")
    static let tooLarge = LMTPReply(552, "5.3.4", "the message is too large")
    static let unknownParameter = LMTPReply(555, "5.5.4", "the parameter is not known")

    static func stored(_ recipient: String) -> LMTPReply { LMTPReply(250, "2.0.0", "<\(recipient)> stored") }
}
