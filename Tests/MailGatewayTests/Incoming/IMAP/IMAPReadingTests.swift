// How an IMAP server's bytes, names and settings are read: values in, values out.

import Core
import Testing

@testable import MailGateway

struct IMAPReadingTests {
    @Test("Responses are the same however the stream is cut")
    func cuts() throws {
        let stream = Array(
            "* 1 FETCH (UID 5 BODY[] {9}\r\na\r\n{3}\r\nb FLAGS (\\Seen))\r\n* SEARCH 1 2\r\nT1 OK done {x}\r\n"
                .utf8)
        for cut in 0...stream.count {
            var reader = IMAPReader(longestLiteral: 100)
            var responses: [IMAPResponse] = []
            for part in [stream[..<cut], stream[cut...]] {
                reader.feed(part)
                while let response = try reader.next() { responses.append(response) }
            }

            #expect(responses.count == 3)
            #expect(responses[0].literals == [Array("a\r\n{3}\r\nb".utf8)])
            #expect(IMAPFetched(responses[0])?.body == responses[0].literals[0])
            #expect(responses[1].found == [1, 2])
            #expect(responses[2].status?.status == .ok)
        }
    }

    @Test("A server that sends more than was asked for is left, not believed")
    func limits() throws {
        var reader = IMAPReader(longestLiteral: 10)
        reader.feed(Array("* 1 FETCH (BODY[] {11}\r\n".utf8))
        #expect(throws: IMAPReader.Fault.literalTooLong(11)) { try reader.next() }

        var endless = IMAPReader(longestLiteral: 10)
        endless.feed([UInt8](repeating: 0x41, count: IMAPReader.longestLine + 1))
        #expect(throws: IMAPReader.Fault.lineTooLong) { try endless.next() }
    }

    @Test(
        "What a server tells about a message is found in any order and any form",
        arguments: [
            ("* 3 FETCH (UID 7 RFC822.SIZE 120)", 7, 120, nil),
            ("* 3 FETCH (RFC822.SIZE 120 UID 7)", 7, 120, nil),
            ("* 3 fetch (FLAGS (\\Seen $a) uid 7 X (\"a)\" (b)) RFC822.SIZE 120)", 7, 120, nil),
            ("* 3 FETCH (UID 7 BODY[] \"a \\\"b\\\" \\\\\")", 7, nil, "a \"b\" \\"),
            ("* 3 FETCH (UID 7 BODY[] NIL)", 7, nil, nil),
            ("* 3 FETCH (UID 7 BODY[]<0> \"\")", 7, nil, ""),
            ("* 3 FETCH (UID", nil, nil, nil), ("* 3 FETCH (BODY[] (((", nil, nil, nil),
        ] as [(String, UID?, Int?, String?)])
    func fetched(line: String, uid: UID?, size: Int?, body: String?) throws {
        let message = try #require(IMAPFetched(IMAPResponse(text: Array(line.utf8), literals: [])))

        #expect(message.uid == uid)
        #expect(message.size == size)
        #expect(message.body == body.map { Array($0.utf8) })
    }

    @Test("Other responses are not taken for messages")
    func others() {
        for line in ["* 3 EXISTS", "T1 OK FETCH done", "* SEARCH 1", "", "*", "+ go on"] {
            #expect(IMAPFetched(IMAPResponse(text: Array(line.utf8), literals: [])) == nil)
        }
    }

    @Test("Codes and states of a line are read")
    func codes() {
        let line = IMAPResponse(text: Array("* OK [UIDVALIDITY 77] fine".utf8), literals: [])
        #expect(line.code("UIDVALIDITY") == "77")
        #expect(line.code("UIDNEXT") == nil)
        let flags = IMAPResponse(text: Array("* OK [PERMANENTFLAGS (\\Seen \\*)] ok".utf8), literals: [])
        #expect(flags.code("PERMANENTFLAGS") == "(\\Seen \\*)")
        let end = IMAPResponse(text: Array("T4 no [TRYCREATE] no such folder".utf8), literals: [])
        #expect(end.status?.status == .no)
        #expect(end.tag == "T4")
    }

    @Test(
        "Folder names are written in modified UTF-7",
        arguments: [
            ("Traités", "\"Trait&AOk-s\""), ("INBOX.Traités", "\"INBOX.Trait&AOk-s\""),
            ("inbox", "\"INBOX\""),
            ("R&D", "\"R&-D\""), ("a\"b\\c", "\"a\\\"b\\\\c\""), ("日本語", "\"&ZeVnLIqe-\""),
            ("é😀~", "\"&AOnYPd4A-~\""), ("Éléments traités", "\"&AMk-l&AOk-ments trait&AOk-s\""),
        ])
    func names(text: String, quoted: String) {
        #expect(MailboxName(text)?.quoted == quoted)
    }

    @Test(
        "Names that could be commands or patterns do not exist",
        arguments: ["", "a\r\nb", "a*", "50%", "a\u{0}"])
    func badNames(text: String) {
        #expect(MailboxName(text) == nil)
    }

    @Test("Sets are as short as they can be")
    func sets() {
        #expect(UIDSet.text([3, 1, 2, 9, 7, 8, 20]) == "1:3,7:9,20")
        #expect(UIDSet.text([UID.max, UID.max - 1]) == "4294967294:4294967295")
        #expect(UIDSet.text([]) == "")
    }

    @Test("What is fetched together fits into memory; a message too large is taken by its beginning")
    func plan() {
        let mega = 1 << 20
        let sizes: [UID: Int] = [1: 10 * mega, 2: 7 * mega, 3: 30 * mega, 4: 1, 5: 1, 7: 20 * mega]

        let steps = FetchPlan.steps([1, 2, 3, 4, 5, 6, 7], sizes: sizes)

        #expect(steps == [.whole([1]), .whole([2]), .beginning(3), .whole([4, 5]), .whole([7])])
    }

    @Test("A message that fails is tried alone, then left alone for longer each time")
    func worklist() {
        let now = Instant(milliseconds: 0)
        var list = IMAPWorklist()
        list.begin([1, 2, 3], validity: 1, now: now)
        #expect(list.next() == [1, 2, 3])
        list.fail([1, 2, 3], now: now)
        #expect(list.next() == [1])
        list.keep([1])
        #expect(list.next() == [2])
        list.fail([2], now: now)
        #expect(list.next() == [3])
        list.keep([3])
        #expect(list.next() == nil)

        list.begin([1, 2, 3, 4], validity: 1, now: now + .seconds(59))
        #expect(list.stored == [1, 3])
        #expect(list.next() == [4])
        #expect(list.next() == nil)

        list.begin([2], validity: 1, now: now + .minutes(1))
        #expect(list.next() == [2])
        list.fail([2], now: now + .minutes(1))
        list.begin([2], validity: 1, now: now + .seconds(179))
        #expect(list.next() == nil)
        list.begin([2], validity: 1, now: now + .minutes(3))
        #expect(list.next() == [2])

        // Another mailbox by the same name: nothing that was known is true of it.
        list.begin([1, 2], validity: 2, now: now)
        #expect(list.stored.isEmpty)
        #expect(list.next() == [1, 2])
    }

    @Test("A mailbox's address is read with its options")
    func address() throws {
        let address = try IMAPAddress(
            "imaps://rdv%40ops.example:p%40ss@mail.example/Rendez-vous?processed=Traités&interval=60&ca=/etc/ca.pem"
        )

        #expect(address.url == "imaps://mail.example:993/")
        #expect(address.user == "rdv@ops.example")
        #expect(address.credential == .password("p@ss"))
        #expect(address.mailbox.text == "Rendez-vous")
        #expect(address.processed == .moved(to: try #require(MailboxName("Traités"))))
        #expect(address.interval == 60)
        #expect(address.authorities == "/etc/ca.pem")
        #expect(try IMAPAddress("imaps://u:p@h/?processed=Trait%C3%A9s").processed == address.processed)
        #expect(try IMAPAddress("imaps://u:p@h").mailbox.text == "INBOX")
        #expect(try IMAPAddress("imaps://u:p@h?processed=flag").processed == .flagged)
        #expect(try IMAPAddress("imaps://u:t@h?auth=xoauth2").credential == .token("t"))
        #expect(try IMAPAddress("imaps://u@h?auth=xoauth2&token=/run/t").credential == .tokenFile("/run/t"))
    }

    @Test(
        "No mailbox is read in the clear, but on this machine or where told so",
        arguments: [
            ("imap://u:p@mail.example", MailServerEncryption.startTLS, 143),
            ("imap://u:p@127.0.0.1:1143", .none, 1143), ("imap://u:p@mail.example?starttls=no", .none, 143),
            ("imap://u:p@127.0.0.1?starttls=required", .startTLS, 143), ("imaps://u:p@h", .implicit, 993),
        ])
    func encryption(text: String, encryption: MailServerEncryption, port: Int) throws {
        let address = try IMAPAddress(text)

        #expect(address.encryption == encryption)
        #expect(address.port == port)
    }

    @Test(
        "What is no mailbox is refused with what is wrong, and no password is repeated",
        arguments: [
            ("", IMAPAddress.Fault.notAnAddress), ("smtp://u:secret@h", .notAnAddress),
            ("imaps://h/INBOX", .notAnAddress), ("imaps://u@h", .notAnAddress),
            ("imaps://u:secret@h?folder=x", .unknownOption("folder")),
            ("imaps://u:secret@h?interval=0", .unusableOption("interval")),
            ("imaps://u:secret@h?auth=ntlm", .unusableOption("auth")),
            ("imaps://u:secret@h?processed=INBOX", .unusableOption("processed")),
            ("imaps://u:secret@h?processed=a*", .unusableOption("processed")),
            ("imaps://u:secret@h?token=/run/t", .unusableOption("token")),
            ("imaps://u:secret@h?ca=", .unusableOption("ca")),
        ])
    func faults(text: String, fault: IMAPAddress.Fault) {
        #expect(throws: fault) { try IMAPAddress(text) }
        #expect(!"\(fault)".contains("secret"))
    }
}
