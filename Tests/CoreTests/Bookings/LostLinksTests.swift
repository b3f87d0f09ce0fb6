import Core
import TestSupport
import Testing

@Suite("Links that ended")
struct LostLinksTests {
    let now = SampleCampaign.now

    private func link(_ purpose: LinkPurpose, _ subject: String) -> SignedLink {
        SignedLink(purpose: purpose, subject: subject, epoch: 0, expires: now - .days(1))
    }

    @Test(
        "a new link goes to the address that we know, once an hour, for whoever had one",
        arguments: Engine.available)
    func renews(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database)
            try await sample.change("UPDATE agents SET link_epoch = 3")
            let lost = LostLinks(database)
            let technician = try await database.transaction {
                try TechnicianStore.add(
                    EmailAddress("karim@agents.example").unsafelyUnwrapped, name: "Karim", to: sample.id,
                    now: SampleCampaign.now, on: $0)
            }

            for minutes in [0, 10, 61] {
                try await lost.renew(link(.agent, sample.agents[0].text), now: now + .minutes(minutes))
            }
            try await lost.renew(link(.team, sample.managers[0].text), now: now)
            try await lost.renew(link(.field, technician.id.text), now: now)
            try await lost.renew(link(.agent, Agent.ID().text), now: now)
            try await lost.renew(link(.share, sample.id.text), now: now)

            let rows = try await sample.messages(.freshLink)
            #expect(
                rows.map(\.recipient.text).sorted() == [
                    "agent.0@agents.example", "agent.0@agents.example", "chef.0@agents.example",
                    "karim@agents.example",
                ])
            let grant = rows.first { $0.agent != nil }?.snapshot.link
            #expect(grant?.epoch == 3 && grant?.subject == sample.agents[0].text)
            #expect(rows.allSatisfy { ($0.snapshot.link?.expires ?? now) > now })
        }
    }

    @Test("a campaign that is over gives no new link", arguments: Engine.available)
    func over(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database, state: .finished)
            let lost = LostLinks(database)
            let link = link(.agent, sample.agents[0].text)

            try await lost.renew(link, now: now)

            #expect(try await sample.outbox().isEmpty)
            #expect(try await lost.standing(of: link)?.isOver == true)
        }
    }

    @Test("an expired link tells whom it was for, and opens nothing")
    func recognises() throws {
        let keys = try SigningKeys([1: [UInt8](repeating: 7, count: 32)])
        let link = link(.agent, Agent.ID().text)
        let token = try #require(link.token(signedBy: keys))

        #expect(try SignedLink.recognise(token, keys: keys).subject == link.subject)
        #expect(throws: SignedLink.Fault.expired) {
            try SignedLink.verify(token, for: .agent, keys: keys, now: now)
        }
        #expect(throws: SignedLink.Fault.forged) {
            try SignedLink.recognise("Z" + token.dropFirst(), keys: keys)
        }
    }
}
