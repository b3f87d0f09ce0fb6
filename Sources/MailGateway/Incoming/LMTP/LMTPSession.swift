// One LMTP conversation: bytes in, replies and effects out. It knows no socket, no clock and no database.

internal import Core

/// The server's side of RFC 2033.
///
/// States: greeted → identified → mail → recipients → content → storing → identified. While a message is being stored
/// nothing is read; what the client sent ahead waits in `receive`'s buffer, at most what one read brought.
struct LMTPSession {
    struct Settings: Sendable {
        /// What we call ourselves.
        var host = "localhost"
        /// Bytes of a message.
        var size = MailReader.maximumSize
        var recipients = 1_000
        /// Bytes of a command line; RFC 5321 §4.5.3.1.4 asks for 512 and more for parameters.
        var commandLine = 2_048
        /// Refusals after which a client is sent away.
        var errors = 20
    }

    enum Effect: Sendable, Hashable {
        case reply(LMTPReply)
        /// To be stored; `stored` or `failed` tells how it went, and nothing is received before.
        case store(LMTPMail)
        case close
    }

    private enum State {
        case greeted, identified
        case mail(String?)
        case content(String?, DotReader)
        case storing
        case closed
    }

    private let settings: Settings
    private let accepts: @Sendable (EmailAddress) -> Bool
    private var state = State.greeted
    private var recipients: [EmailAddress] = []
    private var pending: ArraySlice<UInt8> = []
    private var errors = 0
    private var isClosing = false
    /// Whether the rest of a line that was too long is being thrown away.
    private var isSkipping = false

    init(_ settings: Settings = Settings(), accepts: @escaping @Sendable (EmailAddress) -> Bool) {
        self.settings = settings
        self.accepts = accepts
    }

    /// Bytes of a message held in memory.
    var held: Int { if case .content(_, let reader) = state { reader.content.count } else { 0 } }

    /// What is said before the client says anything.
    var greeting: LMTPReply { .greeting(settings.host) }

    /// Takes what a read brought, and tells what to do, in order.
    mutating func receive(_ bytes: some Collection<UInt8>) -> [Effect] {
        pending.append(contentsOf: bytes)
        return proceed()
    }

    /// The message of the last `store` is safe, or not: one reply for each recipient (RFC 2033 §4.2).
    mutating func stored(_ isSafe: Bool) -> [Effect] {
        guard case .storing = state else { return [] }
        let replies = recipients.map { Effect.reply(isSafe ? .stored($0.text) : .notStored) }
        reset()
        return replies + (isClosing ? close(.closing) : proceed())
    }

    /// Gives up the message that is coming in: there is no room for it.
    mutating func refuseContent() {
        guard case .content(let sender, var reader) = state else { return }
        reader.refuse()
        state = .content(sender, reader)
    }

    /// Takes leave with 421, now or as soon as the message in hand has its answer.
    mutating func end(_ reply: LMTPReply) -> [Effect] {
        switch state {
        case .closed: return []
        case .storing:
            isClosing = true
            return []
        default: return close(reply)
        }
    }

    private mutating func proceed() -> [Effect] {
        // An empty slice would keep all that was read.
        defer { if pending.isEmpty { pending = [] } }
        var effects: [Effect] = []
        while !pending.isEmpty {
            switch state {
            case .storing, .closed: return effects
            case .content(let sender, var reader):
                // Taken out and put back, so that its bytes are never copied.
                state = .storing
                let isWhole = reader.read(&pending)
                guard isWhole else {
                    state = .content(sender, reader)
                    return effects
                }
                effects += finish(sender, reader)
            default:
                guard let line = nextLine(&effects) else { return effects }
                effects += answer(line)
            }
        }
        return effects
    }

    private mutating func finish(_ sender: String?, _ reader: DotReader) -> [Effect] {
        let refusal: LMTPReply? = reader.isTooLarge ? .tooLarge : reader.isRefused ? .noRoom : nil
        if let refusal {
            let replies = recipients.map { _ in Effect.reply(refusal) }
            reset()
            return replies
        }
        return [.store(LMTPMail(sender: sender, recipients: recipients, content: reader.content))]
    }

    /// The next command line that is whole, without its CRLF.
    private mutating func nextLine(_ effects: inout [Effect]) -> String? {
        while let feed = pending.firstIndex(of: 0x0A) {
            let line = pending[..<feed]
            pending = pending[(feed + 1)...]
            if isSkipping {
                isSkipping = false
                continue
            }
            guard line.last == 0x0D else {
                // Whoever ends lines so may hold a second conversation in this one.
                effects += [.reply(.bareLineFeed)] + close(nil)
                return nil
            }
            guard line.count <= settings.commandLine else {
                effects += refuse(.tooLong)
                continue
            }
            return String(decoding: line.dropLast(), as: UTF8.self)
        }
        if pending.count > settings.commandLine {
            pending = []
            if !isSkipping { effects += refuse(.tooLong) }
            isSkipping = true
        }
        return nil
    }

    private mutating func answer(_ line: String) -> [Effect] {
        let command: LMTPCommand
        do { command = try LMTPCommand(line) } catch {
            switch error {
            case .badArguments: return refuse(.badArguments)
            case .badAddress: return refuse(.badAddress)
            case .unknownParameter: return refuse(.unknownParameter)
            }
        }
        switch command {
        case .lhlo:
            reset()
            return [.reply(.capabilities(settings.host, size: settings.size))]
        case .mail(let sender, let size): return begin(sender, size: size)
        case .rcpt(let address): return add(address)
        case .data: return startContent()
        case .rset:
            if case .greeted = state {} else { reset() }
            return [.reply(.fine)]
        case .noop: return [.reply(.fine)]
        case .vrfy: return [.reply(.maybe)]
        case .help: return [.reply(.help)]
        case .quit: return close(.goodbye)
        case .smtpGreeting: return refuse(.lhloNeeded)
        case .unknown: return refuse(.notACommand)
        }
    }

    private mutating func begin(_ sender: String?, size: Int?) -> [Effect] {
        guard case .identified = state else { return [.reply(.badSequence)] }
        guard size ?? 0 <= settings.size else { return [.reply(.tooLarge)] }
        state = .mail(sender)
        return [.reply(.fine)]
    }

    private mutating func add(_ recipient: EmailAddress) -> [Effect] {
        guard case .mail = state else { return [.reply(.badSequence)] }
        guard recipients.count < settings.recipients else { return [.reply(.tooManyRecipients)] }
        guard accepts(recipient) else { return [.reply(.unknownRecipient)] }
        recipients.append(recipient)
        return [.reply(.fine)]
    }

    private mutating func startContent() -> [Effect] {
        guard case .mail(let sender) = state else { return [.reply(.badSequence)] }
        guard !recipients.isEmpty else { return [.reply(.noRecipients)] }
        state = .content(sender, DotReader(limit: settings.size))
        return [.reply(.goOn)]
    }

    /// Refuses what no MTA sends; a refused recipient, or what is pipelined behind a refusal, is no fault of theirs.
    private mutating func refuse(_ reply: LMTPReply) -> [Effect] {
        errors += 1
        return [.reply(reply)] + (errors < settings.errors ? [] : close(.tooManyErrors))
    }

    private mutating func close(_ reply: LMTPReply?) -> [Effect] {
        state = .closed
        pending = []
        recipients = []
        return (reply.map { [.reply($0)] } ?? []) + [.close]
    }

    private mutating func reset() {
        state = .identified
        recipients = []
    }
}
