// What is made of forms that our pages did not make.

import Core
import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing

@testable import Booking

@Suite struct FormTests {
    @Test(
        "A well-formed body is read",
        arguments: [
            ("", "slot", nil), ("slot=a", "slot", "a"), ("slot=", "slot", ""),
            ("a=1&slot=b+c%C3%A9", "slot", "b cé"),
            ("slot=a%3Db=c", "slot", "a=b=c"), ("&slot=a&", "slot", "a"), ("sl%6Ft=a", "slot", "a"),
        ] as [(String, String, String?)])
    func reads(_ body: String, _ name: String, _ value: String?) throws {
        #expect(try #require(Form(Array(body.utf8)))[name] == value)
    }

    @Test(
        "A body that is not quite a form is no form",
        arguments: [
            "slot", "=a", "slot=a&slot=b", "slot=a&sl%6Ft=b", "slot=%", "slot=%4", "slot=%G1", "slot=%FF",
            "slot=%00",
            "slot=a%0Ab", (0...20).map { "f\($0)=1" }.joined(separator: "&"),
        ])
    func refuses(_ body: String) {
        #expect(Form(Array(body.utf8)) == nil)
    }

    @Test("A form that was not posted from our page changes nothing")
    func forgery() async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let (marie, paul) = (try await town.agent(), try await town.agent("Paul Durand"))
            let slot = try await town.slot(3)
            let fields: KeyValuePairs = ["slot": slot.text, "action": "book"]
            let site = try #require(HTTPField.Name("Sec-Fetch-Site"))
            try await town.visit { visitor in
                let path = town.path(marie)
                let others = town.keys.formToken(for: town.token(.agent, paul.text))
                for csrf in ["", "x", others] {
                    let answer = try await visitor.post(path, fields, csrf: csrf)
                    #expect(answer.status == .forbidden)
                    #expect(answer.text.contains("Rouvrez la page"))
                    #expect(answer.text.contains("href=\"\(path)\""))
                }
                for headers in [
                    [site: "cross-site"], [site: "same-site"], [.origin: "https://evil.example"],
                    [site: "same-origin", .origin: "https://evil.example"],
                ] as [HTTPFields] {
                    #expect(try await visitor.post(path, fields, headers: headers).status == .forbidden)
                }
                for body in ["slot=\(slot)&slot=\(slot)&action=book", "action=%"] {
                    #expect(try await visitor.post(path, body: body).status == .badRequest)
                }
                let plain = try await visitor.post(path, fields, headers: [.contentType: "text/plain"])
                #expect(plain.status == .badRequest)
                let endless = try await visitor.post(path, body: "a=" + String(repeating: "x", count: 9_000))
                #expect(endless.status == .badRequest)
                #expect(try await visitor.post(path, ["slot": slot.text]).status == .badRequest)
            }
            let bookings = try await database.read { try $0.query("SELECT id FROM bookings") }
            #expect(bookings.isEmpty)
        }
    }

    @Test(
        "What browsers say of our own forms is believed",
        arguments: [
            ["Sec-Fetch-Site": "same-origin", "Origin": "null"], ["Origin": "https://rdv.ville.example"],
            ["Origin": "http://localhost"], [:],
        ])
    func honest(_ headers: [String: String]) async throws {
        try await withDatabase(.sqlite) { database in
            let town = try await Town(database)
            let marie = try await town.agent()
            let slot = try await town.slot(3)
            var fields = HTTPFields()
            for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
            let sent = fields
            try await town.visit { visitor in
                let answer = try await visitor.post(
                    town.path(marie), ["slot": slot.text, "action": "book"], headers: sent)
                #expect(answer.status == .seeOther)
            }
        }
    }
}
