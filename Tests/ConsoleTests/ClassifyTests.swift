import Foundation
import TestSupport
import Testing

struct ClassifyTests {
    @Test(
        "mail classify prints what was read and nothing else, and says who vouches only where that server is believed"
    )
    func classify() async throws {
        try await withTemporaryFolder { folder in
            let settings = [
                "OPSTRACKER_DATABASE": "sqlite:\(folder)/o.db", "OPSTRACKER_SECRETS": folder + "/secrets",
            ]
            let mails = ["tnef-garbage", "tnef-proposal", "calendar-delegated"].map {
                Fixture.path("mail/\($0).eml")
            }
            let forged = folder + "/forged.eml"
            let raw = "Authentication-Results: mx.ops.example; dmarc=fail\nFrom: a@b.example\n\noui\n"
            try Data(raw.utf8).write(to: URL(filePath: forged))

            let plain = try await Program(settings).run(["mail", "classify", "--json"] + mails + [forged])
            let believing = try await Program(
                settings.merging(["OPSTRACKER_AUTHSERV_ID": "MX.ops.example"]) { $1 }
            )
            .run(["mail", "classify", "--json", forged])

            #expect(plain.status == 0, "\(plain.errors)")
            let lines = try plain.objects()
            #expect(
                lines.map { $0["kind"] as? String }
                    == ["unreadable", "calendar-counter", "calendar-reply", "human"])
            let calendar = lines[2]["calendar"] as? [String: Any]
            #expect(calendar?["delegate"] as? String == "paul.durand@mairie.example")
            #expect(lines.allSatisfy { $0["authentication"] == nil })
            #expect(try believing.objects().map { $0["authentication"] as? String } == ["fail"])
        }
    }
}
