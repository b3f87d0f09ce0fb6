import Core
import Foundation
import Logging
import TestSupport
import Testing

@testable import MailGateway

/// Ten thousand mails that are broken at random: none ends the process, takes two seconds, or stays without an outcome.
@Suite(.serialized)
struct MutationTests {
    private let mutants: Mutants
    private let keys: SigningKeys

    init() throws {
        keys = try Samples.keys()
        let mails = try MailReaderTests.goldens.map { try Fixture.bytes("mail/\($0).eml") }
        // A long run looks where none has looked before; a short one where it is known to be well.
        mutants = Mutants(of: mails, seed: Effort.isLong ? .random(in: 0 ... .max) : 20_260_203)
    }

    @Test("A mail broken at random is read, soon and without harm")
    func reading() throws {
        let reader = MailReader(keys: keys, authservID: "mx.ops.example")
        let last = FileManager.default.temporaryDirectory.appending(
            path: "opstracker-mutant-\(mutants.seed).eml")

        for number in 0..<Effort.count(600, full: 10_000) {
            let mutant = mutants[number]
            // Where the process ends here, this is why.
            try Data(mutant).write(to: last)
            let started = ContinuousClock.now
            let text = try JSON.text(MailClassification(reader.read(mutant)))
            let elapsed = ContinuousClock.now - started
            #expect(elapsed < .seconds(2), "seed \(mutants.seed), mutant \(number)")
            #expect(text.contains(#""kind":"#), "seed \(mutants.seed), mutant \(number)")
        }
        try FileManager.default.removeItem(at: last)
    }

    @Test("A mail broken at random that comes in has an outcome, and is kept")
    func ingesting() async throws {
        try await withDatabase(.sqlite) { database in
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let inbox = InboxService(
                database, keys: keys, reader: MailReader(keys: keys, authservID: "mx.ops.example"),
                logger: logger)
            let mails = (0..<Effort.count(100, full: 1_000)).map { mutants[$0] }

            let reports = try await inbox.ingest(mails, source: "test", now: SampleCampaign.now)

            let kept = try await database.read { try Inbox.list(on: $0) }
            #expect(reports.count == mails.count, "seed \(mutants.seed)")
            #expect(kept.count == Set(mails).count, "seed \(mutants.seed)")
            #expect(kept.allSatisfy { $0.outcome != nil }, "seed \(mutants.seed)")
        }
    }
}
