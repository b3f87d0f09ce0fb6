// The LMTP conversation, without a socket: lines in, replies and messages out.

import Core
import Testing

@testable import MailGateway

struct LMTPSessionTests {
    @Test("A message for two recipients is stored once and answered twice")
    func whole() {
        var talk = Talk()

        #expect(talk.say("LHLO mx.example") == [250])
        #expect(talk.last.contains("250-PIPELINING\r\n"))
        #expect(talk.last.contains("250-8BITMIME\r\n"))
        #expect(talk.last.contains("250-ENHANCEDSTATUSCODES\r\n"))
        #expect(talk.last.hasSuffix("250 SIZE 1000\r\n"))
        #expect(talk.say("MAIL FROM:<a@b.example> BODY=8BITMIME SIZE=20") == [250])
        #expect(talk.say("RCPT TO:<rdv@ops.example>") == [250])
        #expect(talk.say("RCPT TO:<nobody@ops.example>") == [550])
        #expect(talk.say("RCPT TO:<RDV+abc@OPS.example>") == [250])
        #expect(talk.say("DATA") == [354])
        #expect(talk.say("Subject: x", "", "..dots", ".") == [])
        #expect(talk.mails.map(\.content) == [Array("Subject: x\r\n\r\n.dots\r\n".utf8)])
        #expect(talk.mails[0].recipients.map(\.text) == ["rdv@ops.example", "rdv+abc@ops.example"])
        #expect(talk.isStored(true) == [250, 250])
        #expect(talk.say("QUIT") == [221])
        #expect(talk.isClosed)
    }

    @Test("Where it could not be stored the MTA is told to keep it, for each recipient")
    func notStored() {
        var talk = Talk()
        talk.open(recipients: 2)
        talk.say("DATA", "x", ".")

        #expect(talk.isStored(false) == [451, 451])
        #expect(talk.say("MAIL FROM:<>") == [250])
    }

    @Test("A whole conversation may come in one packet, and the next while a message is stored")
    func pipelining() {
        var talk = Talk()
        let lines = [
            "LHLO mx", "MAIL FROM:<a@b.example>", "RCPT TO:<rdv@ops.example>", "DATA", "one", ".",
            "MAIL FROM:<a@b.example>", "RCPT TO:<rdv@ops.example>", "DATA", "two", ".", "QUIT",
        ]

        #expect(talk.say(lines) == [250, 250, 250, 354])
        #expect(talk.mails.count == 1)
        #expect(talk.isStored(true) == [250, 250, 250, 354])
        #expect(talk.mails.map(\.content) == ["one\r\n", "two\r\n"].map { Array($0.utf8) })
        #expect(talk.isStored(true) == [250, 221])
        #expect(talk.isClosed)
    }

    @Test("It is the same however the stream is cut")
    func cuts() {
        let stream = Array(
            "LHLO m\r\nMAIL FROM:<>\r\nRCPT TO:<rdv@ops.example>\r\nDATA\r\n..a\r\n.\r\rb\r\n.\r\nQUIT\r\n"
                .utf8)
        for cut in 0...stream.count {
            var talk = Talk()
            var codes = talk.receive(stream[..<cut])
            if !talk.mails.isEmpty { codes += talk.isStored(true) }
            let isEarly = !talk.mails.isEmpty
            codes += talk.receive(stream[cut...])
            if !isEarly { codes += talk.isStored(true) }

            #expect(codes == [250, 250, 250, 354, 250, 221])
            #expect(talk.mails.map(\.content) == [Array(".a\r\n\r\rb\r\n".utf8)])
        }
    }

    @Test(
        "Nothing but CR LF . CR LF ends a message: none can hold another",
        arguments: [
            "a\n.\nb", "a\n.\r\nMAIL FROM:<x@y.example>", "a\r\n.\nb", "a\r.\rb", "a\r\n.\rb", "a\n.\n.\r\nb",
            "a\r\n.\r.\r\nb",
        ])
    func smuggling(text: String) {
        var talk = Talk()
        talk.open()
        talk.say("DATA")

        #expect(talk.receive(Array("\(text)\r\n".utf8)) == [])
        #expect(talk.mails.isEmpty)
        talk.receive(Array(".\r\n".utf8))
        #expect(talk.mails.count == 1)
    }

    @Test(
        "What is out of order or not understood is refused, and the conversation goes on",
        arguments: [
            (["MAIL FROM:<a@b.example>"], [503]), (["RCPT TO:<rdv@ops.example>"], [503]), (["DATA"], [503]),
            (["HELO mx"], [500]), (["EHLO mx"], [500]), (["LHLO"], [501]), (["FOO bar"], [500]),
            ([""], [500]),
            (["LHLO m", "MAIL FROM:a@b.example"], [250, 501]),
            (["LHLO m", "MAIL <a@b.example>"], [250, 501]),
            (["LHLO m", "MAIL FROM:<a@b.example> SMTPUTF8"], [250, 555]),
            (["LHLO m", "MAIL FROM:<a@b.example> SIZE=-1"], [250, 501]),
            (["LHLO m", "MAIL FROM:<a@b.example> SIZE=1001"], [250, 552]),
            (["LHLO m", "MAIL FROM:<>", "MAIL FROM:<>"], [250, 250, 503]),
            (["LHLO m", "MAIL FROM:<>", "DATA"], [250, 250, 503]),
            (["LHLO m", "MAIL FROM:<>", "RCPT TO:<no@ops.example>", "DATA"], [250, 250, 550, 503]),
            (["LHLO m", "MAIL FROM:<>", "RCPT TO:<>"], [250, 250, 553]),
            (["LHLO m", "MAIL FROM:<>", "RCPT TO:<rdv@ops.example> NOTIFY=NEVER"], [250, 250, 555]),
            (["LHLO m", "MAIL FROM:<>", "RCPT TO:<@relay.example:rdv@ops.example>"], [250, 250, 250]),
            (
                ["LHLO m", "mail from: <\"odd one\"@b.example>", "rcpt to:<rdv@ops.example>"],
                [250, 250, 250]
            ),
            (["LHLO m", "MAIL FROM:<>", "RSET", "MAIL FROM:<>"], [250, 250, 250, 250]),
            (["NOOP", "RSET", "VRFY rdv", "HELP", "QUIT"], [250, 250, 252, 214, 221]),
        ])
    func refusals(lines: [String], codes: [Int]) {
        var talk = Talk()

        #expect(talk.say(lines) == codes)
        #expect(talk.isClosed == (codes.last == 221))
    }

    @Test("A message larger than was said is refused for each recipient, and the next one taken")
    func tooLarge() {
        var talk = Talk()
        talk.open(recipients: 2)
        talk.say("DATA")

        #expect(talk.say(String(repeating: "x", count: 2_000), ".") == [552, 552])
        #expect(talk.mails.isEmpty)
        #expect(talk.held == 0)
        talk.open()
        talk.say("DATA", "x", ".")
        #expect(talk.mails.count == 1)
    }

    @Test("A message there is no room for is to come again later")
    func crowded() {
        var talk = Talk()
        talk.open()
        talk.say("DATA", "x")
        talk.session.refuseContent()

        #expect(talk.held == 0)
        #expect(talk.say("y", ".") == [452])
    }

    @Test("Lines without end, garbage and bare line feeds cost nothing and end nothing")
    func garbage() {
        var talk = Talk()
        #expect(talk.receive([UInt8](repeating: 0x41, count: 5_000)) == [500])
        #expect(talk.receive([UInt8](repeating: 0x41, count: 5_000)) == [])
        #expect(talk.receive(Array("A\r\nNOOP\r\n".utf8)) == [250])

        var bare = Talk()
        #expect(bare.receive(Array("LHLO x\nMAIL FROM:<>\n".utf8)) == [500])
        #expect(bare.isClosed)

        var random = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            var wild = Talk()
            for _ in 0..<20 {
                var bytes = (0..<Int.random(in: 0..<60, using: &random)).map { _ in
                    UInt8.random(in: 0...255, using: &random)
                }
                if Bool.random(using: &random) { bytes = Array("MAIL FROM:<".utf8) + bytes + [13, 10] }
                wild.receive(bytes)
                if !wild.mails.isEmpty { _ = wild.isStored(true) }
            }
            #expect(wild.held <= 1_000)
        }
    }

    @Test("Who makes too many errors is sent away")
    func errors() {
        var talk = Talk()

        #expect(talk.say(Array(repeating: "WHAT", count: 30)) == Array(repeating: 500, count: 20) + [421])
        #expect(talk.isClosed)
    }

    @Test("More recipients than fit are to come in another transaction")
    func manyRecipients() {
        var talk = Talk()
        talk.say("LHLO m", "MAIL FROM:<>")

        #expect(
            talk.say(Array(repeating: "RCPT TO:<rdv@ops.example>", count: 12))
                == Array(repeating: 250, count: 10) + [452, 452])
    }

    @Test("Leaving says so: at once, or when the message in hand has its answer")
    func leaving() {
        var idle = Talk()
        #expect(idle.end() == [421])
        #expect(idle.isClosed)

        var busy = Talk()
        busy.open()
        busy.say("DATA", "x", ".")
        #expect(busy.end() == [])
        #expect(!busy.isClosed)
        #expect(busy.isStored(true) == [250, 421])
        #expect(busy.isClosed)
        #expect(busy.say("NOOP") == [])
    }
}
