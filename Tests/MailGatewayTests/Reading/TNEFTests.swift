import CTNEF
import Core
import Foundation
import TestSupport
import Testing

@testable import MailGateway

/// The streams are made by `Tests/Fixtures/make_tnef.py`, whose mails are golden ones too.
struct TNEFTests {
    static let mails = [
        "tnef-accepted", "tnef-declined-octet-stream", "tnef-proposal", "tnef-tentative-root", "tnef-note",
    ]

    @Test("A stream that breaks off anywhere is read up to there", arguments: mails)
    func cut(name: String) throws {
        let whole = try stream(name)

        for length in 0..<whole.count {
            let answer = TNEF(Array(whole.prefix(length))).flatMap { CalendarAnswer($0, sender: nil) }
            let uid = answer?.uid ?? ""
            #expect(uid.isEmpty || uid == "ops-4qk7yd2wc3rfk3vz2m6xq4t7@ops.example", "\(length) bytes")
        }
    }

    @Test(
        "Numbers of any size in a stream cost no more than the stream", .timeLimit(.minutes(5)),
        arguments: mails)
    func numbers(name: String) throws {
        let whole = try stream(name)

        for index in 6..<(whole.count - 4) {
            for value: [UInt8] in [
                [0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0], [3, 0x10, 0, 0x80],
            ] {
                var broken = whole
                broken.replaceSubrange(index..<(index + 4), with: value)
                _ = TNEF(broken).flatMap { CalendarAnswer($0, sender: nil) }
            }
        }
    }

    @Test("An appointment of Outlook's own making has its identifier in hexadecimal for a UID")
    func ownIdentifier() throws {
        var bytes = try stream("tnef-accepted")
        let marker = Array("vCal-Uid".utf8)
        let starts = bytes.indices.filter { bytes[$0...].starts(with: marker) }
        for start in starts { bytes[start] = UInt8(ascii: "x") }

        let answer = try #require(TNEF(bytes).flatMap { CalendarAnswer($0, sender: nil) })

        #expect(starts.count == 2)
        #expect(answer.uid.hasPrefix("040000008200E00074C5B7101A82E008000000"))
    }

    @Test("Who answered is the sender, where the stream names them by Exchange's own kind of address")
    func sender() throws {
        let marie = try #require(EmailAddress("marie@mairie.example"))
        let tnef = try #require(TNEF(stream("tnef-tentative-root")))

        #expect(CalendarAnswer(tnef, sender: marie)?.attendee == marie)
    }

    // libytnef's figures are the peer's, not the product's: it prints on standard output, and gives a stream up whole where
    // its last property has several values (tnef-tentative-root).
    @Test(
        "libytnef finds the same in what is whole",
        arguments: ["tnef-accepted", "tnef-declined-octet-stream", "tnef-proposal"])
    func peer(name: String) throws {
        var bytes = try stream(name)
        let ours = try #require(TNEF(bytes))

        var theirs = TNEFStruct()
        TNEFInitialize(&theirs)
        defer { TNEFFree(&theirs) }
        #expect(TNEFParseMemory(&bytes, CLong(bytes.count), &theirs) == 0)

        let theirClass = withUnsafeBytes(of: theirs.messageClass) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        #expect(ours.messageClass.trimmingCharacters(in: ["\0"]) == theirClass)
        for (name, tag) in Self.properties {
            let found = MAPIFindUserProp(&theirs.MapiProperties, tag)
            let isFound = found.map { Int(bitPattern: $0) } ?? -1
            let theirBytes =
                isFound == -1
                ? nil
                : found.map {
                    Array(UnsafeBufferPointer(start: $0.pointee.data, count: Int($0.pointee.size)))
                }
            #expect(theirBytes == ours.properties.bytes(name), "\(tag)")
        }
    }

    private static let properties: [(MAPIProperties.Name, UInt32)] = [
        (.globalObjectID, 0x0003_0102), (.cleanGlobalObjectID, 0x0023_0102),
    ]

    private func stream(_ name: String) throws -> [UInt8] {
        let mail = try #require(MailParser.parse(Fixture.bytes("mail/\(name).eml")))
        for case .bytes(let bytes) in mail.body.flattened.map(\.content) { return bytes }
        throw NoStream()
    }

    private struct NoStream: Error {}
}
