import Foundation
import TestSupport
import Testing

@Suite("The quarantine at the terminal")
struct QuarantineTests {
    @Test("A message set aside is shown without anything that a terminal would obey, and can be released")
    func hostile() async throws {
        try await withTemporaryFolder { folder in
            let program = Program([
                "OPSTRACKER_DATABASE": "sqlite:\(folder)/o.db", "OPSTRACKER_SECRETS": folder + "/secrets",
                "LANG": "en_GB.UTF-8", "LC_ALL": "",
            ])
            let mail =
                "From: x@y.example\nSubject: \u{1B}]0;owned\u{7}red\u{202E}txt\nContent-Type: text/calendar\n\n"
                + "BEGIN:NOTHING\u{1B}[2J\r\nsecond line"

            let ingest = try await program.run(["mail", "ingest", "--json"], input: Array(mail.utf8))
            let list = try await program.run(["mail", "quarantine", "--json"])
            let id = try #require(try list.objects().first?["id"] as? String)
            let shown = try await program.run(["mail", "quarantine", "--show", id])
            let released = try await program.run(["mail", "quarantine", "--release", id, "--json"])

            #expect(ingest.status == 0 && ingest.output.contains("quarantined"))
            #expect(shown.status == 0, "\(shown.errors)")
            #expect(
                shown.output.contains("BEGIN:NOTHING [2J\n") || shown.output.contains("BEGIN:NOTHING [2J \n"))
            #expect(shown.output.contains("second line"))
            #expect(shown.output.contains("text/calendar"))
            #expect(
                !shown.output.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{7}" || $0 == "\u{202E}" })
            #expect(released.status == 0 && released.output.isEmpty)
        }
    }
}
