// What every answer of the site has in common.

import Core
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing

@testable import Booking

@Suite struct SiteTests {
    @Test("Every answer, errors too, keeps the page to itself")
    func headers() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let marie = try await town.agent()
            try await town.visit { visitor in
                for path in [town.path(marie), "/b/x", "/nowhere", "/healthz"] {
                    let headers = try await visitor.get(path).headers
                    for (name, value) in [
                        ("Referrer-Policy", "no-referrer"), ("Cache-Control", "no-store"),
                        ("X-Content-Type-Options", "nosniff"),
                        ("Strict-Transport-Security", "max-age=31536000"),
                    ] {
                        let field = try #require(HTTPField.Name(name))
                        #expect(headers[field] == value, "\(path) \(name)")
                    }
                    let policy = headers[.contentSecurityPolicy] ?? ""
                    for part in ["default-src 'none'", "form-action 'self'", "frame-ancestors 'none'"] {
                        #expect(policy.contains(part))
                    }
                    #expect(!policy.contains("unsafe"))
                    #expect(headers[.setCookie] == nil)
                }
                let page = try await visitor.get(town.path(marie))
                #expect(
                    !page.text.contains("<script") && !page.text.contains(" style=")
                        && !page.text.contains("<style"))
            }
        }
    }

    @Test("Monitors are told whether the site lives, and whether it is ready", arguments: Engine.available)
    func monitors(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await Town(database).visit { visitor in
                let robots = try await visitor.get("/robots.txt")
                #expect(robots.text.contains("Disallow: /"))
                #expect(try await visitor.get("/healthz").status == .ok)
                #expect(try await visitor.get("/readyz").status == .ok)
                await database.close()
                #expect(try await visitor.get("/readyz").status == .serviceUnavailable)
                #expect(try await visitor.get("/healthz").status == .ok)
            }
        }
    }

    @Test(
        "Templates whose languages differ are refused when the program starts",
        arguments: [
            (#""hello": "Hello {name},""#, #""hello": "Hello {who},""#, "different {placeholders}"),
            (#""hello": "Hello {name},""#, #""hallo": "Hello {name},""#, "texts/fr lacks “hallo”"),
            (#""skip": "Skip to content","#, "", "texts/en lacks “skip”"),
        ])
    func templates(_ old: String, _ new: String, _ fault: String) async throws {
        try await withTemporaryFolder { folder in
            let copy = folder + "/web"
            try FileManager.default.copyItem(atPath: Town.templates, toPath: copy)
            let file = URL(filePath: copy + "/texts/en/\(old.contains("skip") ? "common" : "agent").json")
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(text.contains(old))
            try text.replacingOccurrences(of: old, with: new).write(
                to: file, atomically: true, encoding: .utf8)
            let error = try #require(throws: WebTemplates.Fault.self) { try WebTemplates(folder: copy) }
            #expect(error.description.contains(fault))
        }
    }

    @Test("What is asked for stays, what is not is forgotten, and nothing grows without end")
    func recentValues() {
        var values = RecentValues<Int, String>(limit: 10)
        for number in 0..<1_000 {
            values[number] = "\(number)"
            #expect(values[0] == "0")
            #expect(values.count <= 20)
        }
        #expect(values[999] == "999")
        #expect(values[5] == nil)
    }

    @Test("A throttle gives its burst, then one try an interval, to each key on its own")
    func throttle() {
        let throttle = Throttle(burst: 3, every: .seconds(10))
        let start = Town.monday
        for _ in 1...3 { #expect(throttle.take("a", now: start) == nil) }
        #expect(throttle.take("a", now: start) == .seconds(10))
        #expect(throttle.take("b", now: start) == nil)
        #expect(throttle.take("a", now: start + .seconds(9)) == .seconds(1))
        #expect(throttle.take("a", now: start + .seconds(10)) == nil)
        #expect(throttle.take("a", now: start + .seconds(10)) == .seconds(10))
    }
}
