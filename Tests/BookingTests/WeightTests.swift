// What comes over the way when somebody opens their page on a telephone.

import Core
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing

@Suite struct WeightTests {
    @Test("The agent's page, a full one, comes with its style sheet and icon in 30 KB")
    func weight() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let marie = try await town.agent()
            for day in 3...14 {
                for hour in ["09:00", "10:30", "14:00", "15:30"] { try await town.slot(day, hour) }
            }
            try await town.visit { visitor in
                let page = try await visitor.get(town.path(marie))
                #expect(page.text.components(separatedBy: "type=\"radio\"").count - 1 == 48)
                var bytes = page.body.readableBytes
                for match in page.text.matches(of: /(?:href|src)="(\/assets\/[^"]+)"/) {
                    let file = try await visitor.get(String(match.1), [.acceptEncoding: "gzip, br"])
                    #expect(file.headers[.contentEncoding] == "gzip")
                    bytes += file.body.readableBytes
                }

                // Bodies as they are transferred: the page as it is, what it names compressed.
                #expect(bytes < 30_000, "\(bytes) bytes")
            }
        }
    }

    @Test(
        "An asset is compressed for whoever takes it so, and varies by that",
        arguments: [
            ("gzip, deflate, br", true), ("GZIP;q=0.5", true), ("*", true), (nil, false), ("br", false),
            ("gzip;q=0", false), ("*, gzip;q=0", false),
        ] as [(String?, Bool)])
    func negotiates(_ accepted: String?, _ zipped: Bool) async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let marie = try await town.agent()
            try await town.visit { visitor in
                let page = try await visitor.get(town.path(marie)).text
                let path = try #require(page.firstMatch(of: /"(\/assets\/site[^"]+)"/)).1
                let file = try await visitor.get(
                    String(path), accepted.map { [.acceptEncoding: $0] } ?? [:])

                #expect((file.headers[.contentEncoding] == "gzip") == zipped)
                #expect(file.headers[.vary] == "Accept-Encoding")
                #expect(
                    Array(file.body.readableBytesView.prefix(2))
                        == (zipped ? [0x1F, 0x8B] : Array(":r".utf8)))
                #expect(try await visitor.head(String(path)).status == .ok)
            }
        }
    }
}
