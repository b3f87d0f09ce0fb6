// What leaves, read back from the bytes.

import Foundation
import TestSupport
import Testing

@testable import Core
@testable import MailGateway

@Suite struct ComposerTests {
    @Test("A message without an appointment is plain text beside HTML", arguments: Language.allCases)
    func plainShape(language: Language) throws {
        let mail = try Samples.sent(
            Samples.snapshot(.invitation(options: Samples.options(2), again: false), in: language))

        #expect(mail.type == "multipart/alternative")
        #expect(mail.parts.map(\.type) == ["text/plain", "text/html"])
        #expect(mail.parts.allSatisfy { $0.typeParameter("charset") == "UTF-8" })
    }

    @Test("A message with an appointment has the shape that calendars take", arguments: Language.allCases)
    func appointmentShape(language: Language) throws {
        let mail = try Samples.sent(
            Samples.snapshot(.confirmation(Samples.appointment(), placed: false), in: language))

        #expect(mail.type == "multipart/mixed")
        #expect(mail.parts.map(\.type) == ["multipart/alternative", "application/ics"])
        #expect(mail.parts.first?.parts.map(\.type) == ["text/plain", "text/html", "text/calendar"])
        let calendar = try #require(mail.part("text/calendar"))
        #expect(calendar["content-transfer-encoding"] == "base64")
        #expect(calendar["content-disposition"] == nil)
        let file = try #require(mail.part("application/ics"))
        #expect(file.typeParameter("name") == "rendez-vous.ics")
        #expect(file["content-disposition"]?.hasPrefix("attachment") == true)
        #expect(file.content == calendar.content)
    }

    @Test(
        "The METHOD of the header is the METHOD of the body",
        arguments: [
            (Message.confirmation(Samples.appointment(), placed: true), "REQUEST"),
            (.reminder(Samples.appointment(), changeableUntil: nil, placed: false), "REQUEST"),
            (
                .change(from: Samples.appointment(), to: Samples.appointment(sequence: 1), placed: true),
                "REQUEST"
            ),
            // RG-143
            (.cancellation(Samples.appointment(sequence: 2), byAgent: true, options: []), "CANCEL"),
            // RG-301
            (
                .proposal(
                    Samples.appointment(), answerBy: Samples.tuesday, silenceKeeps: true, options: []),
                "REQUEST"
            ),
            (
                .refusal(.full, options: [], current: Samples.appointment(), declinesCounter: true),
                "DECLINECOUNTER"
            ),
        ])
    func method(message: Message, method: String) throws {
        let calendar = try #require(try Samples.sent(Samples.snapshot(message)).part("text/calendar"))

        #expect(calendar.typeParameter("method") == method)
        #expect(calendar.text.contains("\r\nMETHOD:\(method)\r\n"))
    }

    @Test("A moved appointment keeps its UID, raises its SEQUENCE and tells its time in UTC")  // RG-142
    func sequence() throws {
        let summer = WallClock.paris.instant(try #require(Day("2026-03-30")), TimeOfDay(clamped: 540))
        let change = Message.change(
            from: Samples.appointment(), to: Samples.appointment(summer, sequence: 1), placed: true)

        let mail = try Samples.sent(Samples.snapshot(change))

        let calendar = try #require(mail.part("text/calendar")).text
        #expect(calendar.contains("\r\nUID:u7k2m9@ops.example\r\n"))
        #expect(calendar.contains("\r\nSEQUENCE:1\r\n"))
        // 9:00 is 8:00 UTC in winter and 7:00 after the last Sunday of March: the wall shows the same.
        #expect(calendar.contains("\r\nDTSTART:20260330T070000Z\r\n"))
        let text = try #require(mail.part("text/plain")).text
        #expect(text.contains("lundi 30 mars 2026 de 9h00 à 10h30"))
        #expect(text.contains("mardi 3 février 2026 de 9h00 à 10h30"))
    }

    @Test("The organizer is the gateway's bare address, and the answer is asked of whom somebody else placed")
    func parties() throws {
        for (placed, partstat) in [(true, "NEEDS-ACTION"), (false, "ACCEPTED")] {
            let mail = try Samples.sent(
                Samples.snapshot(.confirmation(Samples.appointment(), placed: placed)))

            let calendar = try #require(mail.part("text/calendar")).text
                .replacingOccurrences(of: "\r\n ", with: "")
            #expect(calendar.contains("ORGANIZER;CN=Équipe postes:mailto:rdv@ops.example\r\n"))
            #expect(
                calendar.contains("PARTSTAT=\(partstat);RSVP=TRUE:mailto:marie.dupont@mairie.example\r\n"))
            #expect(mail["from"]?.hasSuffix("<rdv@ops.example>") == true)
        }
    }

    @Test("Headers tell machines that a machine wrote it, and people whom to answer")
    func headers() throws {
        let mail = try Samples.sent(Samples.snapshot(.confirmation(Samples.appointment(), placed: false)))

        #expect(mail.words("from") == "Équipe postes <rdv@ops.example>")
        #expect(mail.words("to") == "Marie Dupont <marie.dupont@mairie.example>")
        #expect(mail.words("subject").hasPrefix("Migration W11 – vague 1"))
        #expect(mail["date"] == "Sun, 25 Jan 2026 08:00:00 +0000")
        #expect(mail["message-id"] == "<ops.qwertyuiop@ops.example>")
        #expect(mail["auto-submitted"] == "auto-generated")
        #expect(mail["x-auto-response-suppress"] == "All")
        #expect(mail["in-reply-to"] == nil)
        #expect(LoopHeader.isOurs(try #require(mail["x-opstracker-loop"]), try Samples.keys()))
    }

    @Test("The reply address bears a key that names the row and proves that the mail was seen")
    func replyKey() throws {
        let row = Samples.row(try Samples.snapshot(.invitation(options: [], again: false)))
        let mail = try Samples.composer().mail(for: row, now: Samples.tuesday)

        let key = try #require(mail.sender.local.split(separator: "+").last)
        #expect(ReplyKey.handle(of: key) == row.replyHandle)
        #expect(ReplyKey.verify(key, epoch: 1, keys: try Samples.keys()))
        #expect(SentMail(mail.bytes)["reply-to"]?.contains(mail.sender.text) == true)
        #expect(mail.sender.domain == "ops.example")
    }

    @Test("An answer to a mail says so, and what it answers")
    func conversation() throws {
        let message = Message.clarification(quoted: "quand ?", options: [], current: nil)

        let mail = try Samples.sent(Samples.snapshot(message, inReplyTo: "abc@mairie.example"))
        let hostile = try Samples.sent(Samples.snapshot(message, inReplyTo: "a@b>\r\nBcc: x@y.example"))

        #expect(mail["auto-submitted"] == "auto-replied")
        #expect(mail["in-reply-to"] == "<abc@mairie.example>")
        #expect(mail["references"] == "<abc@mairie.example>")
        #expect(hostile["bcc"] == nil)
        #expect(hostile["in-reply-to"] == nil)
    }

    @Test(
        "Every message to somebody who has a page shows one signed link, the same in text and HTML",
        arguments: Samples.messages.filter(\.kind.bearsLink))
    func links(message: Message) throws {
        for language in Language.allCases {
            let mail = try Samples.sent(Samples.snapshot(message, in: language))
            let purpose: LinkPurpose = message.kind.isForManagers ? .team : .agent
            let text = try #require(mail.part("text/plain")).text
            let words = text.split(whereSeparator: \.isWhitespace)
            let link = try #require(words.first { $0.hasPrefix("https://") })

            let html = try #require(mail.part("text/html")).text
            #expect(html.contains("href=\"\(link)\""))
            #expect(link.hasPrefix("https://rdv.ops.example/\(purpose == .team ? "t" : "b")/"))
            let token = try #require(link.split(separator: "/").last?.prefix { $0 != "?" })
            #expect(throws: Never.self) {
                try SignedLink.verify(token, for: purpose, keys: Samples.keys(), now: Samples.tuesday)
            }
        }
    }

    @Test(
        "HTML asks for nothing from elsewhere, names its language and lays out by tables that say so",
        arguments: Samples.messages)
    func html(message: Message) throws {
        for language in Language.allCases {
            let mail = try Samples.sent(Samples.snapshot(message, in: language))
            let html = try #require(mail.part("text/html")).text

            #expect(html.contains("<html lang=\"\(language.rawValue)\">"))
            #expect(!html.contains("<img") && !html.contains("src=") && !html.contains("url("))
            let tables = html.components(separatedBy: "<table").dropFirst()
            #expect(tables.allSatisfy { $0.hasPrefix(" role=\"presentation\"") })
            #expect(!html.contains("{{") && !html.contains("Optional("))
        }
    }

    @Test("Lines end in CRLF, hold 7 bits and at most 998 octets", arguments: Samples.messages)
    func bytes(message: Message) throws {
        let bytes = try Samples.composer().mail(
            for: Samples.row(Samples.snapshot(message)), now: Samples.tuesday
        ).bytes

        #expect(bytes.allSatisfy { $0 < 0x80 })
        let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
        #expect(lines.allSatisfy { !$0.contains("\n") && !$0.contains("\r") && $0.utf8.count <= 998 })
    }

    @Test("What people typed is shown as they typed it, in text, HTML and headers")
    func escaping() throws {
        let name = "Zoé <b>\"O'Brien\"</b> & Cie\r\nBcc: x@y.example"
        let mail = try Samples.sent(
            Samples.snapshot(.confirmation(Samples.appointment(), placed: true), campaign: name, name: name))

        #expect(mail["bcc"] == nil)
        #expect(mail.words("subject").contains("Zoé <b>\"O'Brien\"</b> & Cie"))
        let text = try #require(mail.part("text/plain")).text
        #expect(text.contains("<b>\"O'Brien\"</b> & Cie"))
        let html = try #require(mail.part("text/html")).text
        #expect(!html.contains("<b>"))
        #expect(html.contains("&lt;b&gt;"))
        let calendar = try #require(mail.part("text/calendar")).text
        #expect(!calendar.contains("\r\nBcc:"))
    }

    @Test("A confirmation tells when, where, what will happen, how to prepare and whom to ask")  // RG-140
    func confirmation() throws {
        let mail = try Samples.sent(Samples.snapshot(.confirmation(Samples.appointment(), placed: false)))

        for part in ["text/plain", "text/html"] {
            let text = try #require(mail.part(part)).text
            #expect(text.contains("mardi 3 février 2026 de 9h00 à 10h30"))
            #expect(text.contains("Bâtiment A, salle 12"))
            #expect(text.contains("Un technicien installe Windows 11"))
            #expect(text.contains("Apportez votre chargeur."))
            #expect(text.contains("Support informatique, 01 23 45 67 89"))
        }
    }

    @Test("A reminder tells until when the appointment can be changed, or that it no longer can")  // RG-141
    func reminder() throws {
        let midnight = WallClock.paris.start(of: try #require(Day("2026-02-02")))
        let open = Message.reminder(Samples.appointment(), changeableUntil: midnight, placed: false)
        let locked = Message.reminder(Samples.appointment(), changeableUntil: nil, placed: false)

        let openText = try #require(try Samples.sent(Samples.snapshot(open)).part("text/plain")).text
        let lockedText = try #require(
            try Samples.sent(Samples.snapshot(locked, in: .english)).part("text/plain")
        ).text

        #expect(openText.contains("jusqu’au dimanche 1er février 2026 inclus"))
        #expect(lockedText.contains("can no longer be changed online"))
    }

    @Test("Offered slots bear the numbers that answer for them, in both parts", arguments: Language.allCases)
    func numbers(language: Language) throws {
        let mail = try Samples.sent(
            Samples.snapshot(.invitation(options: Samples.options(3), again: false), in: language))

        let text = try #require(mail.part("text/plain")).text
        let html = try #require(mail.part("text/html")).text
        let days =
            language == .french
            ? ["3 février", "4 février", "5 février"] : ["3 February", "4 February", "5 February"]
        for (index, day) in days.enumerated() {
            let line = text.split(whereSeparator: \.isNewline).first { $0.hasPrefix("  \(index + 1). ") }
            #expect(line?.contains(day) == true)
            #expect(html.contains(">\(index + 1)</div>"))
            #expect(html.contains(day))
        }
    }

    @Test("Plain text has no empty lines beyond one between paragraphs", arguments: Samples.messages)
    func paragraphs(message: Message) throws {
        for language in Language.allCases {
            for preparation in ["", "Apportez votre chargeur."] {
                let mail = try Samples.sent(Samples.snapshot(message, in: language, preparation: preparation))
                let text = try #require(mail.part("text/plain")).text

                #expect(!text.contains("\r\n\r\n\r\n"), "\(text)")
            }
        }
    }

    @Test("A message to somebody who has no page shows no link, and says that answers are not read")
    func noLink() throws {
        for message in Samples.messages where !message.kind.bearsLink {
            let mail = try Samples.sent(Samples.snapshot(message))
            let text = try #require(mail.part("text/plain")).text
            let html = try #require(mail.part("text/html")).text

            #expect(!text.contains("://") && !html.contains("href"))
            #expect(text.contains("Les réponses à ce message ne sont pas lues."))
            #expect(html.contains("Les réponses à ce message ne sont pas lues."))
            #expect(mail["auto-submitted"] == "auto-generated")
        }
    }

    @Test("An alert to a manager shows the team's page, one to a coordinator none")
    func alerts() throws {
        let message = Message.alert(SampleAlert.declined)
        let link = LinkGrant(
            purpose: .team, subject: ManagerID(at: Samples.tuesday).text, epoch: 0,
            expires: Samples.tuesday + .days(60))
        let plain = try Samples.snapshot(message)
        let toManager = MessageSnapshot(
            recipient: plain.recipient, name: "", language: .french, campaign: plain.campaign, link: link,
            message: message)

        let manager = try #require(try Samples.sent(toManager).part("text/plain")).text
        let coordinator = try #require(try Samples.sent(plain).part("text/plain")).text

        #expect(manager.contains("https://rdv.ops.example/t/"))
        #expect(!coordinator.contains("https://"))
        #expect(coordinator.contains("Je suis en formation ce jour-là."))
    }

    // RG-301
    @Test(
        "A proposal says when, until when, what silence means, and asks the calendar",
        arguments: [true, false])
    func proposal(keeps: Bool) throws {
        let limit = WallClock.paris.start(of: try #require(Day("2026-02-01")))
        let mail = try Samples.sent(
            Samples.snapshot(
                .proposal(
                    Samples.appointment(), answerBy: limit, silenceKeeps: keeps, options: Samples.options(3)))
        )

        let calendar = try #require(mail.part("text/calendar")).text.replacingOccurrences(
            of: "\r\n ", with: "")
        #expect(calendar.contains("PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:marie.dupont@mairie.example"))
        for part in ["text/plain", "text/html"] {
            let text = try #require(mail.part(part)).text
            #expect(text.contains("mardi 3 février 2026 de 9h00 à 10h30"))
            #expect(text.contains("jusqu’au samedi 31 janvier 2026 inclus"))
            #expect(text.contains("le créneau vous reste réservé") == keeps)
            #expect(text.contains("la place sera libérée") == !keeps)
            #expect(text.contains("jeudi 5 février 2026 de 9h00 à 9h45"))
        }
    }

    @Test("A refused proposal of another time is told to the calendar with the appointment as it stands")
    func declinedCounter() throws {  // RFC 5546 §3.2.8
        let mail = try Samples.sent(
            Samples.snapshot(
                .refusal(
                    .full, options: Samples.options(2), current: Samples.appointment(sequence: 3),
                    declinesCounter: true)))
        let plain = try Samples.sent(
            Samples.snapshot(.refusal(.full, options: Samples.options(2), current: Samples.appointment())))

        let calendar = try #require(mail.part("text/calendar")).text
        #expect(calendar.contains("\r\nUID:u7k2m9@ops.example\r\n"))
        #expect(calendar.contains("\r\nSEQUENCE:3\r\n"))
        #expect(!calendar.contains("VALARM"))
        #expect(plain.part("text/calendar") == nil)
    }

    @Test("Who asks whether it was you shows the choice on the page, and makes none")
    func verification() throws {
        let option = Samples.options(1)[0]
        let asked: [(Message.Asked, String)] = [
            (.choose(option), "?slot=\(option.slot)"), (.cancel, "?cancel=1"),
        ]
        for (asked, query) in asked {
            let mail = try Samples.sent(
                Samples.snapshot(
                    .verification(
                        asked: asked, from: try #require(EmailAddress("autre@perso.example")),
                        current: Samples.appointment())))

            for part in ["text/plain", "text/html"] {
                let text = try #require(mail.part(part)).text
                #expect(text.contains(query))
                #expect(text.contains("autre@perso.example"))
            }
        }
    }

    @Test("A technician's sheet carries the day as a published calendar file")
    func daySheet() throws {
        let sheet = SampleFacts.made.sheet
        let mail = try Samples.sent(Samples.snapshot(.daySheet(sheet)))

        #expect(mail.type == "multipart/mixed")
        #expect(mail.parts.map(\.type) == ["multipart/alternative", "text/calendar"])
        let file = try #require(mail.parts.last)
        #expect(file.typeParameter("method") == "PUBLISH")
        #expect(file["content-disposition"]?.hasPrefix("attachment") == true)
        #expect(file.typeParameter("name") == "interventions-\(sheet.day).ics")
        #expect(file.text.contains("\r\nMETHOD:PUBLISH\r\n"))
        #expect(file.text.components(separatedBy: "BEGIN:VEVENT").count == sheet.visits.count + 1)
        #expect(!file.text.contains("ATTENDEE"))
    }

    @Test("A report of bounces carries a sheet to correct, which runs no formula")
    func bounces() throws {
        let email = try #require(EmailAddress("+a@b.example"))
        let report = BounceReport(addresses: [
            .init(name: "=cmd|' /C calc'!A0", email: email, reason: "550 \"no; such\"\r\nuser"),
            .init(name: "Zoé Lefèvre", email: try #require(Samples.marie), reason: "-5.1.1"),
        ])
        let mail = try Samples.sent(Samples.snapshot(.bounces(report)))

        #expect(mail.parts.map(\.type) == ["multipart/alternative", "text/csv"])
        let file = try #require(mail.part("text/csv"))
        #expect(file.typeParameter("name") == "adresses-a-corriger.csv")
        #expect(Array(file.content.prefix(3)) == [0xEF, 0xBB, 0xBF])
        #expect(
            String(decoding: file.content.dropFirst(3), as: UTF8.self) == """
                nom;adresse;raison;nouvelle adresse\r
                '=cmd|' /C calc'!A0;'+a@b.example;"550 ""no; such"" user";\r
                Zoé Lefèvre;marie.dupont@mairie.example;'-5.1.1;\r\n
                """)
    }

    @Test(
        "The sheet that was sent, filled in, is one that corrections are read from",
        arguments: Language.allCases)
    func corrections(language: Language) throws {
        let mail = try Samples.sent(Samples.snapshot(.bounces(SampleFacts.made.bounces), in: language))
        let sheet = try #require(mail.part("text/csv")).text
        let filled = sheet.replacing("User unknown;\r\n", with: "User unknown;marie@mairie.example\r\n")

        let read = try CorrectionFile.read(Array(filled.utf8)).get()

        #expect(read.map(\.old) == ["marie.dupont@exemple.fr"])
        #expect(read.map(\.new) == ["marie@mairie.example"])
    }

    @Test("A digest tells who is placed, who is not, who is away, and how to answer")
    func digest() throws {
        let mail = try Samples.sent(Samples.snapshot(.teamDigest(SampleFacts.made.team)))

        for part in ["text/plain", "text/html"] {
            let text = try #require(mail.part(part)).text.replacing("\u{A0}", with: " ")
            #expect(text.contains("(3 sur 5)"))
            #expect(text.contains("Zoé Lefèvre, jusqu’au "))
            #expect(text.contains("Karim Haddad : mercredi 3 mars 2027"))
            #expect(text.contains("pas encore accepté"))
            #expect(text.contains("NOM Prénom : numéro"))
            #expect(text.contains("Zoé Lefèvre : 2"))
        }
    }

    @Test("A long list is cut, and says how much it leaves out")
    func longLists() throws {
        let names = (1...45).map { "Personne \($0)" }
        let mail = try Samples.sent(
            Samples.snapshot(.teamInvitation(unplaced: names, total: 60, options: [])))

        let text = try #require(mail.part("text/plain")).text
        #expect(text.contains("- Personne 30\r\n") && !text.contains("Personne 31"))
        #expect(text.contains("… et 15 de plus"))
        #expect(text.contains("(45 sur 60)"))
    }
}

private enum SampleAlert {
    static let declined = Alert(
        .declinedWhenLocked, agent: SampleFacts.made.agent, email: SampleFacts.made.email,
        appointment: Samples.appointment(), note: "Je suis en formation ce jour-là.")
}
