import Core
import Foundation
import TestSupport
import Testing

@testable import MailGateway

/// Machines that answer machines: every exchange ends by itself.
@Suite("Loops")
struct LoopTests {
    private let agent = "agent.0@agents.example"
    private let now = SampleCampaign.now

    private func installation(_ database: any SQLDatabase, seed: UInt8 = 7, domain: String = "ops.example")
        throws -> Correspondent
    {
        try Correspondent(
            database, keys: try SigningKeys([1: Array(repeating: seed, count: 32)]), domain: domain)
    }

    @Test(
        "an out-of-office that answers every mail ends the exchange within five messages",
        arguments: Engine.available,
        [
            // With the header that says so, and without any.
            "", "Je suis absent jusqu'au 15 mars.", "I am out of the office until 15 March.",
            "Bonjour, je suis en congé. En cas d'urgence, contactez Paul au 4040.",
            "Merci de votre message, que je lirai à mon retour le 15 mars 2027.",
            "Votre message a bien été reçu. Nous vous répondrons dans les meilleurs délais.",
            "Thank you for your email. I will reply as soon as possible.",
        ])
    func outOfOffice(_ engine: Engine, _ words: String) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database, agents: 1)
            for day in 0..<3 { _ = try await sample.slot(SampleCampaign.monday.adding(days: day)) }
            _ = try await Launch(database).invite(sample.id, by: .console, now: now)
            let office = try installation(database)

            let (sent, replies) = try await exchange(with: office) { mail in
                words.isEmpty
                    ? Reply.absence(to: mail, from: agent) : Reply.text(words, to: mail, from: agent)
            }

            #expect(sent + replies <= 5, "\(sent) of ours, \(replies) of theirs")
            #expect(try await sample.count("SELECT count(*) AS n FROM bookings") == 0)
        }
    }

    @Test(
        "a machine that says the same to everything is answered five times at most",
        arguments: ["annulez", "2", "oui", "non", "mardi 9h", "je veux déplacer mon rendez-vous", "?"])
    func parrot(_ words: String) async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database, agents: 1)
            let slot = try await sample.slot()
            for day in 1..<9 { _ = try await sample.slot(SampleCampaign.monday.adding(days: day)) }
            _ = try await sample.desk.place(sample.agents[0], on: slot, by: .console, now: now)
            let office = try installation(database)

            let (sent, _) = try await exchange(with: office) { Reply.text(words, to: $0, from: agent) }

            #expect(sent <= 5)
        }
    }

    /// Mails and the answers to them, until nobody says anything; the first mail counts too.
    private func exchange(
        with office: Correspondent, _ answer: (SentMail) -> [UInt8]
    ) async throws -> (sent: Int, replies: Int) {
        var (sent, replies) = (0, 0)
        for minute in 0..<50 {
            let time = now + .minutes(minute)
            let mails = try await office.send(now: time).filter { $0.recipient.text == agent }
            if mails.isEmpty { break }
            for mail in mails {
                sent += 1
                replies += 1
                _ = try await office.receive(answer(SentMail(mail.bytes)), now: time)
            }
        }
        return (sent, replies)
    }

    @Test(
        "two gateways that answer each other end the exchange within five messages",
        arguments: [true, false])
    func gateways(_ headersKept: Bool) async throws {
        try await withDatabase(.sqlite) { left in
            try await withDatabase(.sqlite) { right in
                let offices = [
                    try installation(left, seed: 1, domain: "left.example"),
                    try installation(right, seed: 2, domain: "right.example"),
                ]
                var flying: [(to: Int, bytes: [UInt8])] = []
                var answerTo: [String] = []
                for (index, office) in offices.enumerated() {
                    let sample = try await SampleCampaign(on: office.database, agents: 1)
                    for day in 0..<3 { _ = try await sample.slot(SampleCampaign.monday.adding(days: day)) }
                    _ = try await Launch(office.database).invite(sample.id, by: .console, now: now)
                    let invitation = try #require(try await office.send(now: now).first).bytes
                    flying.append((1 - index, invitation))
                    answerTo.append(try Self.replyAddress(invitation))
                }
                // The worst that an import can do: each one's agent is the address at which the other reads answers.
                for (index, office) in offices.enumerated() {
                    let other = answerTo[1 - index]
                    try await office.database.transaction {
                        _ = try $0.execute("UPDATE agents SET email = $1", other)
                    }
                }

                var messages = 0
                while let (to, bytes) = flying.first, messages < 50 {
                    flying.removeFirst()
                    messages += 1
                    let mail = headersKept ? bytes : try Self.retold(bytes, to: answerTo[to])
                    _ = try await offices[to].receive(mail, now: now)
                    for answer in try await offices[to].send(now: now) {
                        flying.append((1 - to, answer.bytes))
                    }
                }

                #expect(messages <= 5)
            }
        }
    }

    /// The bare address that a mail is answered to.
    private static func replyAddress(_ mail: [UInt8]) throws -> String {
        let header = try #require(SentMail(mail)["reply-to"])
        return header.filter { $0 != "<" && $0 != ">" }.split(separator: " ").last.map(String.init) ?? ""
    }

    /// The same words from a server that knows nothing of machines, addressed to where answers are read.
    private static func retold(_ mail: [UInt8], to address: String) throws -> [UInt8] {
        let sent = SentMail(mail)
        let sender = try #require(sent["from"])
        let words = try #require(sent.part("text/plain")?.text)
        return Array(
            """
            From: \(sender)\r
            To: \(address)\r
            Subject: Re: \(sent["subject"] ?? "")\r
            Message-ID: \(sent["message-id"] ?? "")\r
            MIME-Version: 1.0\r
            Content-Type: text/plain; charset=utf-8\r
            Content-Transfer-Encoding: 8bit\r
            \r
            \(words)
            """.utf8)
    }
}
