// Documents: which are accepted (RG-050), whose they are (RG-051), and what technicians say of them (RG-052).

import Foundation
import TestSupport
import Testing

@testable import Core

@Suite("Documents")
struct DocumentTests {
    /// A file of each kind by its content, made by hand.
    static let pdf = Array("%PDF-1.7\n%âãÏÓ\n".utf8)
    static let exe: [UInt8] = {
        var bytes = [UInt8](repeating: 0, count: 128)
        bytes.replaceSubrange(0..<2, with: Array("MZ".utf8))
        bytes[0x3C] = 64
        bytes.replaceSubrange(64..<68, with: [0x50, 0x45, 0, 0])
        return bytes
    }()

    /// A ZIP of empty files of these names.
    static func zip(_ names: [String]) -> [UInt8] {
        var files: [UInt8] = []
        var directory: [UInt8] = []
        func le(_ number: Int, _ width: Int) -> [UInt8] {
            (0..<width).map { UInt8(number >> (8 * $0) & 255) }
        }
        for name in names {
            let offset = files.count
            let length = le(name.utf8.count, 2)
            files +=
                [0x50, 0x4B, 3, 4] + [UInt8](repeating: 0, count: 22) + length + [0, 0] + Array(name.utf8)
            directory += [0x50, 0x4B, 1, 2] + [UInt8](repeating: 0, count: 24) + length
            directory += [UInt8](repeating: 0, count: 12) + le(offset, 4) + Array(name.utf8)
        }
        let count = le(names.count, 2)
        return files + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + count + count + le(directory.count, 4)
            + le(files.count, 4) + [0, 0]
    }

    static let docx = zip(["[Content_Types].xml", "word/document.xml"])
    static let macro = zip(["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"])

    static let contents: [(String, [UInt8], Set<DocumentKind>)] = [
        ("pdf", pdf, [.pdf]), ("exe", exe, [.exe]), ("docx", docx, [.docx, .zip]),
        ("zip", zip(["a.txt"]), [.zip]), ("document with macros", macro, [.zip]),
        ("text", Array("# Été\r\n".utf8), [.md, .txt, .ps1, .bat]),
        ("Windows text", [0xC9, 0x74, 0xE9, 0x0A], [.md, .txt, .ps1, .bat]),
        ("UTF-16", [0xFF, 0xFE, 0x41, 0], [.md, .txt, .ps1, .bat]),
        ("binary", [1, 2, 0, 3], []), ("broken zip", Array(docx.prefix(40)), []),
        ("broken exe", Array(exe.prefix(63)), []),
    ]

    // RG-050
    @Test("a kind is known by its content, not by its name", arguments: contents)
    func kinds(_ name: String, _ bytes: [UInt8], _ kinds: Set<DocumentKind>) {
        #expect(Set(DocumentKind.allCases.filter { $0.fits(bytes) }) == kinds)
    }

    @Test("a broken archive, wherever it is cut or changed, is read to an end")
    func brokenArchives() {
        for length in Self.docx.indices {
            #expect(!DocumentKind.docx.fits(Array(Self.docx.prefix(length))))
        }
        for index in Self.docx.indices {
            var changed = Self.docx
            changed[index] ^= 0xFF
            _ = DocumentKind.docx.fits(changed)
        }
    }

    @Test("documents are added, listed, read and removed", arguments: Engine.available)
    func desk(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let field = try await Field(database)
            let desk = DocumentDesk(database)
            let (id, now) = (field.sample.id, SampleCampaign.now)
            // Large, and with every byte: what a driver would spoil.
            let large = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
            let bytes = Self.pdf + large

            let added = try await desk.add(
                bytes, fileName: "Procédure.PDF", to: id, by: .console, now: now)
            _ = try await desk.add(
                Self.exe, fileName: "outil.exe", name: "Outil", to: id, by: .console, now: now)

            #expect(
                added.name == "Procédure" && added.fileName == "Procédure.pdf" && !added.kind.isExecutable)
            #expect(try await desk.list(of: id).map(\.document.kind) == [.exe, .pdf])
            #expect(try await desk.find("PROCEDURE", in: id).bytes == bytes)
            #expect(try await desk.find("procédure.pdf", in: id).document.document == added)
            let step = try await field.intervention().checklist?.phases[1].steps[0]
            #expect(step?.document?.document == added && step?.help == "Depuis la clé.")
            try await desk.remove("procedure", from: id, by: .console, now: now)
            await #expect(throws: DocumentRefusal.unknown("Procédure")) {
                try await desk.find("Procédure", in: id)
            }
            let without = try await field.intervention().checklist?.phases[1].steps[0]
            #expect(without?.document == nil && without?.documentName == "Procédure")
        }
    }

    static let refusals: [(String, [UInt8], String?, DocumentRefusal)] = [
        ("a.docm", docx, nil, .unknownKind), ("sans", pdf, nil, .unknownKind),
        ("a.pdf", [], nil, .empty), ("a.pdf", exe, nil, .otherContent(.pdf)),
        ("a.txt", exe, nil, .otherContent(.txt)), ("a.docx", macro, nil, .otherContent(.docx)),
        (".pdf", pdf, nil, .unusableName), ("a.pdf", pdf, "../b", .unusableName),
        ("a.pdf", pdf, "b\u{7}", .unusableName), ("Pris.pdf", pdf, nil, .nameTaken("Pris")),
    ]

    @Test("what is not accepted is refused, with what is wrong", arguments: refusals)
    func refused(_ file: String, _ bytes: [UInt8], _ name: String?, _ refusal: DocumentRefusal) async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database)
            let desk = DocumentDesk(database)
            _ = try await desk.add(
                Self.pdf, fileName: "pris.pdf", to: sample.id, by: .console, now: SampleCampaign.now)

            await #expect(throws: refusal) {
                try await desk.add(
                    bytes, fileName: file, name: name, to: sample.id, by: .console, now: SampleCampaign.now)
            }
            #expect(try await desk.list(of: sample.id).count == 1)
        }
    }

    @Test("a document that is too large, and an archived campaign, are refused")
    func limits() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database)
            let desk = DocumentDesk(database)
            let large = Self.pdf + [UInt8](repeating: 0x20, count: DocumentDesk.largest)

            await #expect(throws: DocumentRefusal.tooLarge) {
                try await desk.add(
                    large, fileName: "a.pdf", to: sample.id, by: .console, now: SampleCampaign.now)
            }
            try await CampaignDesk(database).archive(sample.id, by: .console, now: SampleCampaign.now)
            await #expect(throws: DocumentRefusal.archived) {
                try await desk.add(
                    Self.pdf, fileName: "a.pdf", to: sample.id, by: .console, now: SampleCampaign.now)
            }
        }
    }

    // RG-051, RG-052
    @Test(
        "technicians see their campaign's documents, counted, and say once each whether they helped",
        arguments: Engine.available)
    func opinions(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let field = try await Field(database)
            let other = try await SampleCampaign(on: database)
            let now = SampleCampaign.now
            let (own, foreign) = (
                try await DocumentDesk(database).add(
                    Self.pdf, fileName: "a.pdf", to: field.sample.id, by: .console, now: now),
                try await DocumentDesk(database).add(
                    Self.pdf, fileName: "b.pdf", to: other.id, by: .console, now: now)
            )
            _ = try await Assigning(database).assign(
                .person(try #require(EmailAddress("agent.0@agents.example"))), of: field.sample.id,
                to: try #require(EmailAddress("nadia@agents.example")), name: "", by: .console, now: now)
            let campaign = field.sample.id
            let nadia = try #require(
                try await database.read {
                    try TechnicianStore.find("nadia@agents.example", in: campaign, on: $0)
                }
            ).id

            for use in [DocumentUse.view, .view, .download, .keep] {
                let read = try await field.desk.document(own.id, of: field.karim, use: use)
                #expect(read?.bytes == Self.pdf)
            }
            _ = try await field.desk.rate(own.id, useful: false, by: field.karim, now: now)
            _ = try await field.desk.rate(own.id, useful: true, by: field.karim, now: now)
            let rated = try await field.desk.rate(own.id, useful: false, by: nadia, now: now)

            #expect(rated?.usefulPercent == 50 && rated?.own == false)
            #expect(rated?.views == 2 && rated?.downloads == 1)
            let list = try await field.desk.documents(of: field.karim)
            #expect(list.map(\.document.id) == [own.id] && list[0].own == true)
            #expect(try await field.desk.document(foreign.id, of: field.karim, use: .view) == nil)
            #expect(try await field.desk.rate(foreign.id, useful: true, by: field.karim, now: now) == nil)
            let untouched = try await DocumentDesk(database).list(of: other.id)
            #expect(untouched[0].views == 0 && untouched[0].usefulPercent == nil)
        }
    }
}
