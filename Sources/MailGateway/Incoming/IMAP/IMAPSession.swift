// The commands that a mailbox is emptied with, over a connection that is signed in.

/// A mailbox opened on a server. Confined to its owner, whose thread it blocks; of no use after it threw `broken`.
final class IMAPSession {
    /// What UIDs are worth: they name the same messages as long as this stays the same (RFC 3501 §2.3.1.1).
    private(set) var validity: UInt32 = 0
    private let stream: IMAPStream
    private var reader = IMAPReader(longestLiteral: IncomingBatch.mostBytes + MailReader.maximumSize)
    /// Commands sent.
    private(set) var commands = 0
    private var mark = Mark.seen

    /// How a message is told apart from those that are still to come.
    private enum Mark {
        /// A keyword of ours: a person who reads the mailbox hides nothing from us.
        case keyword
        /// Where the server keeps no keywords: \Seen, which a person may set as well.
        case seen
        case move(MailboxName)
        /// Where the server has no MOVE (RFC 6851).
        case copy(MailboxName, expunging: Bool)
    }

    static let keyword = "$OpsTracker"

    /// Connects, signs in and opens the mailbox; makes the folder for what is done with where it is missing.
    init(_ address: IMAPAddress, secret: String, brake: Brake) throws(IMAPFault) {
        stream = try IMAPStream(address, secret: secret, brake: brake)
        var capabilities: Set<Substring> = []
        try run("CAPABILITY") { response in
            if response.isData("CAPABILITY") {
                capabilities.formUnion(
                    String(decoding: response.text, as: UTF8.self).uppercased().split(separator: " "))
            }
        }
        let flags = try select(address.mailbox)
        switch address.processed {
        case .flagged:
            let keeps = flags.split(separator: " ").contains { $0 == "\\*" || $0 == Self.keyword }
            mark = keeps ? .keyword : .seen
        case .moved(let folder):
            try make(folder)
            mark =
                capabilities.contains("MOVE")
                ? .move(folder) : .copy(folder, expunging: capabilities.contains("UIDPLUS"))
        }
    }

    /// Messages that wait, oldest first.
    func waiting() throws(IMAPFault) -> [UID] {
        // A search sees what the last command ended with: this one lets the server tell what is new.
        try run("NOOP")
        let criteria =
            switch mark {
            case .keyword: "UNKEYWORD \(Self.keyword) UNDELETED"
            case .seen: "UNSEEN UNDELETED"
            case .move, .copy: "UNDELETED"
            }
        var found: [UID] = []
        try run("UID SEARCH \(criteria)") { found += $0.found ?? [] }
        return found.sorted()
    }

    /// The sizes of messages, in bytes, as the server believes them; those that are gone have none.
    func sizes(of uids: [UID]) throws(IMAPFault) -> [UID: Int] {
        var sizes: [UID: Int] = [:]
        try run("UID FETCH \(UIDSet.text(uids)) (UID RFC822.SIZE)") { response in
            guard let message = IMAPFetched(response), let uid = message.uid else { return }
            sizes[uid] = message.size
        }
        return sizes
    }

    /// The bytes of messages, which the server does not mark as read; those that are gone have none.
    func fetch(_ step: FetchPlan.Step) throws(IMAPFault) -> [UID: [UInt8]] {
        let (uids, part) =
            switch step {
            case .whole(let uids): (uids, "BODY.PEEK[]")
            case .beginning(let uid): ([uid], "BODY.PEEK[]<0.\(LargeMail.beginning)>")
            }
        let asked = Set(uids)
        var mails: [UID: [UInt8]] = [:]
        try run("UID FETCH \(UIDSet.text(uids)) (UID \(part))") { response in
            guard let message = IMAPFetched(response), let uid = message.uid, asked.contains(uid) else {
                return
            }
            mails[uid] = message.body
        }
        return mails
    }

    /// Marks or moves messages that are safe here, so that they are not found again.
    func settle(_ uids: [UID]) throws(IMAPFault) {
        guard !uids.isEmpty else { return }
        let set = UIDSet.text(uids)
        switch mark {
        case .keyword: try run("UID STORE \(set) +FLAGS.SILENT (\\Seen \(Self.keyword))")
        case .seen: try run("UID STORE \(set) +FLAGS.SILENT (\\Seen)")
        case .move(let folder): try run("UID MOVE \(set) \(folder.quoted)")
        case .copy(let folder, let expunging):
            try run("UID COPY \(set) \(folder.quoted)")
            try run("UID STORE \(set) +FLAGS.SILENT (\\Seen \\Deleted)")
            // Without UIDPLUS an EXPUNGE would also remove what others have deleted: it is left to them.
            if expunging { try run("UID EXPUNGE \(set)") }
        }
    }

    /// Takes leave; nothing depends on it.
    func end() { _ = try? run("LOGOUT") }

    /// Opens a mailbox, and gives the flags that it keeps (PERMANENTFLAGS).
    private func select(_ mailbox: MailboxName) throws(IMAPFault) -> String {
        var flags = ""
        var validity: UInt32 = 0
        let end = try run("SELECT \(mailbox.quoted)") { response in
            if let number = response.code("UIDVALIDITY") { validity = UInt32(number) ?? 0 }
            if let list = response.code("PERMANENTFLAGS") {
                flags = list.filter { $0 != "(" && $0 != ")" }
            }
        }
        guard end.code("READ-ONLY") == nil else {
            throw .broken(
                "the mailbox \(mailbox.text) can only be read, so that nothing could be marked as done")
        }
        self.validity = validity
        return flags
    }

    private func make(_ folder: MailboxName) throws(IMAPFault) {
        var exists = false
        try run("LIST \"\" \(folder.quoted)") { response in
            if response.isData("LIST") { exists = true }
        }
        if !exists { try run("CREATE \(folder.quoted)") }
    }

    /// Runs one command to its end, and gives the response that ended it. Throws `refused` for NO and BAD.
    @discardableResult
    private func run(
        _ command: String, _ heard: (IMAPResponse) -> Void = { _ in }
    ) throws(IMAPFault) -> IMAPResponse {
        commands += 1
        let tag = "T\(commands)"
        try stream.send("\(tag) \(command)\r\n")
        while true {
            let response = try next()
            if response.tag == tag {
                switch response.status?.status {
                case .ok: return response
                case .no, .bad: throw .refused(response.line)
                default: throw .broken("the server answered \(response.line)")
                }
            }
            if response.status?.status == .bye, command != "LOGOUT" {
                throw .broken("the server took leave: \(response.line)")
            }
            if validity != 0, let number = response.code("UIDVALIDITY"), number != "\(validity)" {
                throw .broken("the mailbox was made anew: \(response.line)")
            }
            heard(response)
        }
    }

    private func next() throws(IMAPFault) -> IMAPResponse {
        while true {
            do {
                if let response = try reader.next() { return response }
            } catch {
                throw .broken("the server sends what is no IMAP, or more than was asked for: \(error)")
            }
            var bytes: [UInt8] = []
            try stream.receive { bytes = Array($0) }
            reader.feed(bytes)
        }
    }
}
