import Core
import Foundation
import TestSupport
import Testing

@testable import MailGateway

struct HostileMailTests {
    private let reader: MailReader

    init() throws { reader = MailReader(keys: try SigningKeys([1: Array(repeating: 7, count: 32)])) }

    @Test(
        "What is no mail is unreadable, with its reason",
        arguments: ["", "\n\n\n", "hello\nworld\n", "From \n", "\u{0}"])
    func noMail(text: String) {
        #expect(reader.read(Array(text.utf8)).kind == .unreadable)
    }

    @Test("A mail of 30 MB is not read")
    func enormous() {
        let raw = Array("From: a@b.example\n\n".utf8) + [UInt8](repeating: 0x41, count: 30 << 20)

        #expect(reader.read(raw).kind == .unreadable)
    }

    // Not a measurement: whatever grew with the square of four megabytes would not end within the limit.
    @Test(
        "A body without end costs no more than its beginning", .timeLimit(.minutes(10)),
        arguments: ["<", "&", "<div>", "> ", "-", "\n", "Le ", "é", "A", "<!--", "2 ", "\u{300}"])
    func long(filler: String) {
        let head = "From: a@b.example\nContent-Type: text/html; charset=utf-8\n\n<p>oui</p>"
        let raw = Array((head + String(repeating: filler, count: (4 << 20) / filler.utf8.count)).utf8)

        #expect(reader.read(raw).kind == .human)
    }

    @Test("Parts nested beyond reason are cut, and what comes before them is read")
    func nested() {
        var text = "From: a@b.example\nContent-Type: multipart/mixed; boundary=b0\n\n"
        text += "--b0\nContent-Type: text/plain\n\noui\n"
        for depth in 0..<3_000 {
            text += "--b\(depth)\nContent-Type: multipart/mixed; boundary=b\(depth + 1)\n\n"
        }

        let facts = reader.read(Array(text.utf8))

        #expect(facts.answer.content == .text("oui", .accept))
    }

    @Test(
        "What costs a parser the square of its length, or its weight in memory many times over, is cut before it",
        arguments: [
            "From: " + String(repeating: "a,", count: 400_000) + "\n\noui\n",
            "From: a@b.example\nTO \t: " + String(repeating: "a b,\n ", count: 200_000) + "c\n\noui\n",
            String(repeating: "From: " + String(repeating: "a,", count: 8_000) + "\n", count: 500)
                + "\n\noui\n",
            "From: a@b.example\nContent-Type: message/rfc822\n\nFrom: "
                + String(repeating: "a,", count: 400_000) + "\n\noui\n",
            String(repeating: "X: y\n", count: 2_000_000) + "\noui\n",
            "From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n"
                + String(repeating: "--b\n\n", count: 2_000_000),
            "Subject: " + String(repeating: "=?utf-8?Q?a?= ", count: 500_000) + "\n\noui\n",
            "From: a@b.example\nContent-Type: text/plain" + String(repeating: "; x*0*=a", count: 500_000)
                + "\n\noui\n",
        ])
    func costly(text: String) {
        let raw = Array(text.utf8)
        let started = ContinuousClock.now

        let facts = reader.read(raw)

        // Half a second where nothing else runs; with quadratic costs it would be minutes.
        #expect(ContinuousClock.now - started < .seconds(10))
        #expect(facts.kind != .unreadable)
    }

    @Test("What stands behind a great document in a mail is read")
    func document() {
        let line = String(repeating: "QUJD", count: 19) + "\r\n"
        let head = "From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        let picture =
            "--b\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + String(repeating: line, count: 250_000)
        let text = "--b\r\nContent-Type: text/plain\r\n\r\noui, le 2\r\n--b--\r\n"

        let facts = reader.read(Array((head + picture + text).utf8))

        #expect(facts.answer.content == .text("oui, le 2", .choose(option: 2)))
    }

    @Test("NUL bytes are no text")
    func nulBytes() {
        let raw = Array("From: a@b.example\nContent-Type: text/plain\n\nou\u{0}i\u{0}\n".utf8)

        #expect(reader.read(raw).answer.content == .text("oui", .accept))
    }

    @Test("A calendar object of any size and any nonsense is refused or read, soon")
    func calendars() {
        let objects = [
            "BEGIN:VCALENDAR", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n",
            String(repeating: "BEGIN:VEVENT\n", count: 20_000),
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=\(String(repeating: ":", count: 100_000)):20260101T000000\n",
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=../../etc/passwd:20260101T000000\nEND:VEVENT\nEND:VCALENDAR",
            "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nDTSTART:99999999T999999Z\nSEQUENCE:-99999999999999\n"
                + "ATTENDEE;PARTSTAT=:x\nRRULE:FREQ=;COUNT=99999999\nEND:VEVENT\nEND:VCALENDAR",
            String(repeating: "BEGIN:VCALENDAR\n", count: 8_000),
            "BEGIN:VCALENDAR\n" + String(repeating: "A;", count: 60_000),
        ]
        for object in objects {
            let started = ContinuousClock.now
            _ = reader.read(
                Array("From: a@b.example\nContent-Type: text/calendar; method=REPLY\n\n\(object)".utf8))
            #expect(ContinuousClock.now - started < .seconds(10), "\(object.prefix(60))")
        }
    }

    @Test("Bytes that are no text at all are read without harm")
    func noise() {
        var random = SeededRandom(seed: 20_260_203)
        for _ in 0..<1_000 {
            let raw = (0..<Int.random(in: 0...400, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            _ = reader.read(raw)
        }
    }
}
