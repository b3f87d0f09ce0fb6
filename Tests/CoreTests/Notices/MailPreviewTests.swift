import Core
import TestSupport
import Testing

@Suite("Previews")
struct MailPreviewTests {
    @Test(
        "any message of any variant can be looked at, and leaves nothing behind", arguments: Engine.available)
    func everything(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database, mode: .mixed)
            _ = try await sample.slot()
            for kind in Message.Kind.allCases {
                let usual = try await MailPreview.load(
                    kind, of: sample.id, now: SampleCampaign.now, from: database)
                #expect(usual.variant == usual.variants.first)
                for variant in usual.variants {
                    let preview = try await MailPreview.load(
                        kind, variant, in: .english, of: sample.id, now: SampleCampaign.now, from: database)
                    #expect(preview.row.kind == kind && preview.variant == variant)
                    #expect(preview.row.snapshot.language == .english)
                    #expect(!kind.bearsLink || preview.row.snapshot.link != nil)
                }
            }

            #expect(try await sample.outbox().isEmpty)
        }
    }

    @Test("the person's own appointment is shown, and what there is none of is said to be made up")
    func ownFacts() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database)
            let agent = sample.agents[2]
            let slot = try await sample.slot(place: "Chez moi")
            _ = try await sample.desk.place(agent, on: slot, by: sample.actor(agent), now: SampleCampaign.now)

            let own = try await MailPreview.load(
                .confirmation, for: "agent.2@agents.example", of: sample.id, now: SampleCampaign.now,
                from: database)
            let made = try await MailPreview.load(
                .confirmation, for: sample.agents[1].text, of: sample.id, now: SampleCampaign.now,
                from: database)

            #expect(own.madeUp == [] && made.madeUp == ["appointment"])
            guard case .confirmation(let appointment, _) = own.row.snapshot.message else { return }
            #expect(appointment.place == "Chez moi")
            #expect(own.row.snapshot.name == "Marie Dupont 2")
        }
    }

    // RG-301
    @Test("a proposal says of silence what the campaign does", arguments: [Silence.keep, .free])
    func silence(_ silence: Silence) async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database)
            try await sample.change("UPDATE campaigns SET silence = '\(silence.rawValue)'")

            let preview = try await MailPreview.load(
                .proposal, of: sample.id, now: SampleCampaign.now, from: database)

            guard case .proposal(_, _, silenceKeeps: let keeps, _) = preview.row.snapshot.message else {
                Issue.record("\(preview.row.kind)")
                return
            }
            #expect(keeps == (silence == .keep))
        }
    }

    @Test("who and what is not known is refused")
    func refusals() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database)
            let other = try await SampleCampaign(on: database)
            func load(_ variant: String?, _ person: String?, _ campaign: Campaign.ID) async throws {
                _ = try await MailPreview.load(
                    .change, variant, for: person, of: campaign, now: SampleCampaign.now, from: database)
            }

            await #expect(throws: MailPreview.Refusal.unknownCampaign) {
                try await load(nil, nil, Campaign.ID())
            }
            await #expect(throws: MailPreview.Refusal.unknownPerson) {
                try await load(nil, "nobody@agents.example", sample.id)
            }
            await #expect(throws: MailPreview.Refusal.unknownPerson) {
                try await load(nil, other.agents[0].text, sample.id)
            }
            await #expect(throws: MailPreview.Refusal.unknownVariant(["chosen", "placed"])) {
                try await load("blue", nil, sample.id)
            }
        }
    }
}
