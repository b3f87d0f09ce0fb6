import Core
import TestSupport
import Testing

@Suite("Addresses that fail")
struct AddressDeskTests {
    let now = SampleCampaign.now

    private func fail(_ agent: Agent.ID, _ sample: SampleCampaign) async throws {
        _ = try await sample.database.transaction {
            try $0.execute(
                "UPDATE agents SET bounced_at = $2, bounce_reason = '5.1.1 unknown' WHERE id = $1", agent, 5)
        }
    }

    @Test(
        "A corrected address gets the invitation that it missed, and old links are dead",
        arguments: Engine.available)
    func invited(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database)
            _ = try await sample.slot()
            _ = try await Launch(database).invite(sample.id, by: .console, now: now)
            try await fail(sample.agents[0], sample)
            let desk = AddressDesk(database)
            let failing = try await desk.failing(in: sample.id)

            let refusal = try await desk.correct(
                "Agent.0@agents.example", to: "marie@agents.example", in: sample.id, by: .console, now: now)

            #expect(failing.map(\.email.text) == ["agent.0@agents.example"])
            #expect(failing.map(\.reason) == ["5.1.1 unknown"])
            #expect(refusal == nil)
            #expect(try await desk.failing(in: sample.id).isEmpty)
            let row = try #require(try await sample.outbox().last)
            #expect(row.kind == .invitation && row.recipient.text == "marie@agents.example")
            #expect(row.snapshot.link?.epoch == 1)
        }
    }

    @Test("Whoever holds a slot is told of it at the corrected address", arguments: Engine.available)
    func booked(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database)
            let slot = try await sample.slot()
            _ = try await sample.desk.place(sample.agents[0], on: slot, by: .console, now: now)
            try await fail(sample.agents[0], sample)

            // The same address again: somebody has made it work.
            _ = try await AddressDesk(database).correct(
                "agent.0@agents.example", to: "agent.0@agents.example", in: sample.id, by: .console, now: now)

            let rows = try await sample.outbox()
            #expect(rows.map(\.kind) == [.confirmation, .confirmation])
        }
    }

    @Test("What cannot be done says why, and changes nothing", arguments: Engine.available)
    func refusals(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database)
            let cases: [(old: String, new: String, refusal: AddressDesk.Refusal)] = [
                ("nobody@agents.example", "a@b.example", .unknown),
                ("agent.0@agents.example", "marie at b.example", .unusable),
                ("agent.0@agents.example", "a@b.example>\r\nRCPT TO:<x@y.example", .unusable),
                ("agent.0@agents.example", "AGENT.1@agents.example", .taken),
            ]

            for (old, new, refusal) in cases {
                let answer = try await AddressDesk(database).correct(
                    old, to: new, in: sample.id, by: .console, now: now)
                #expect(answer == refusal)
            }

            #expect(try await sample.outbox().isEmpty)
            #expect(
                try await sample.count("SELECT count(*) AS n FROM journal WHERE action = 'address corrected'")
                    == 0)
        }
    }

    @Test(
        "The list that a coordinator fills in is read as spreadsheets write it",
        arguments: [
            "\u{FEFF}nom;adresse;raison;nouvelle adresse\r\nMarie;a@b.example;5.1.1;c@d.example\r\nPaul;e@f.example;x;\r\n",
            "name,address,reason,new address\nMarie,a@b.example,5.1.1,c@d.example\nPaul,e@f.example,x,\n",
            "Adresse e-mail\tNouvelle\na@b.example\tc@d.example\ne@f.example\t\n",
        ])
    func file(_ text: String) throws {
        let corrections = try CorrectionFile.read(Array(text.utf8)).get()

        #expect(corrections == [AddressCorrection(line: 2, old: "a@b.example", new: "c@d.example")])
    }

    @Test(
        "The apostrophe that guards a would-be formula is no part of an address; one that somebody bears is")
    func guarded() throws {
        let text =
            "adresse;nouvelle adresse\n'+relais@b.example;'=c@d.example\no'brien@b.example;'t@d.example\n"

        let corrections = try CorrectionFile.read(Array(text.utf8)).get()

        #expect(corrections.map(\.old) == ["+relais@b.example", "o'brien@b.example"])
        #expect(corrections.map(\.new) == ["=c@d.example", "'t@d.example"])
    }
}
