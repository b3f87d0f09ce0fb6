import Core
import TestSupport
import Testing

@Suite("What a campaign decides about its mail")
struct CampaignMailTests {
    @Test(
        "a kind that is off is left for nobody, and what waits of it is cancelled",
        arguments: Engine.available)
    func off(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database)
            let clock = Clock(database: database)
            _ = try await sample.slot()
            try await sample.invite()

            let cancelled = try await CampaignMail(database).set(
                .invitation, isOn: false, delay: nil, in: sample.id, by: .console, now: SampleCampaign.now)
            _ = try await CampaignMail(database).set(
                .answerReminder, isOn: false, delay: nil, in: sample.id, by: .console, now: SampleCampaign.now
            )
            let silent = try await clock.tick(-7, "09:00")
            let queued = try await Launch(database).invite(
                sample.id, .unanswered, by: .console, now: Clock.at(-6, "10:00"))
            _ = try await CampaignMail(database).set(
                .answerReminder, isOn: true, delay: nil, in: sample.id, by: .console, now: SampleCampaign.now)
            let told = try await clock.tick(-5, "09:00")

            #expect(cancelled == 4 && queued == 0)
            #expect([silent, told].map(\.answerReminders) == [0, 4])
            #expect(Set(try await sample.messages(.invitation).map(\.state)) == [.cancelled])
            let entries = try await sample.count(
                "SELECT count(*) AS n FROM journal WHERE action = 'mail setting changed'")
            #expect(entries == 3)  // RG-070
        }
    }

    @Test("a delay moves when a message may leave, in its own campaign alone", arguments: Engine.available)
    func delay(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database)
            let other = try await SampleCampaign(on: database)
            let now = SampleCampaign.now
            _ = try await CampaignMail(database).set(
                .confirmation, isOn: nil, delay: 15, in: sample.id, by: .console, now: now)

            for campaign in [sample, other] {
                let agent = campaign.agents[0]
                _ = try await campaign.desk.place(
                    agent, on: try await campaign.slot(), by: campaign.actor(agent), now: now)
            }

            func due(_ instant: Instant) async throws -> [CampaignID] {
                try await database.transaction { connection in
                    try Outbox.claim(limit: 10, now: instant, until: instant, on: connection).rows.map {
                        try $0.row().campaign
                    }
                }
            }
            let atOnce = try await due(now)
            let early = try await due(now + .minutes(14))
            let late = try await due(now + .minutes(15))
            #expect(atOnce == [other.id])
            #expect(early == [other.id])
            #expect(Set(late) == [sample.id, other.id])
        }
    }

    @Test("what keeps a calendar true, asks the question or answers somebody is never switched off")
    func necessary() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database)
            let necessary = Message.Kind.allCases.filter { $0.necessity != nil }

            #expect(
                Set(necessary) == [
                    .confirmation, .change, .cancellation, .proposal, .clarification, .refusal, .verification,
                    .teamAnswer, .missed, .postponement, .placeOffer, .freshLink,
                ])
            for kind in necessary {
                let necessity = try #require(kind.necessity)
                await #expect(throws: CampaignMailRefusal.necessary(necessity)) {
                    try await CampaignMail(database).set(
                        kind, isOn: false, delay: nil, in: sample.id, by: .console, now: SampleCampaign.now)
                }
            }
        }
    }

    @Test("an answer is not delayed, a delay is a day at most, and an archived campaign decides nothing")
    func refusals() async throws {  // RG-016
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database)
            let archived = try await SampleCampaign(on: database, state: .archived)
            let mail = CampaignMail(database)
            let cases: [(Message.Kind, Int, Campaign.ID, CampaignMailRefusal)] = [
                (.clarification, 1, sample.id, .neverDelayed),
                (.reminder, 1_441, sample.id, .delayOutOfRange),
                (.reminder, -1, sample.id, .delayOutOfRange), (.reminder, 1, archived.id, .archived),
                (.reminder, 1, Campaign.ID(), .unknownCampaign),
            ]
            for (kind, delay, campaign, refusal) in cases {
                await #expect(throws: refusal) {
                    try await mail.set(
                        kind, isOn: nil, delay: delay, in: campaign, by: .console, now: SampleCampaign.now)
                }
            }
            let wording = Wording(
                campaign: archived.id, kind: .reminder, language: .french, part: .text, body: "{{link}}")
            await #expect(throws: CampaignMailRefusal.archived) {
                try await mail.reword(wording, by: .console, now: SampleCampaign.now)
            }
        }
    }

    @Test(
        "every kind is listed as it stands; words come and go with the journal", arguments: Engine.available)
    func lists(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database)
            let mail = CampaignMail(database)
            let now = SampleCampaign.now
            _ = try await mail.set(.reminder, isOn: false, delay: 30, in: sample.id, by: .console, now: now)
            let wording = Wording(
                campaign: sample.id, kind: .reminder, language: .english, part: .subject, body: "Soon")
            try await mail.reword(wording, by: .console, now: now)

            let settings = try await mail.settings(of: sample.id)
            #expect(settings.map(\.kind) == Message.Kind.allCases)
            #expect(settings.filter { !$0.isOn || $0.delay > 0 }.map(\.kind) == [.reminder])
            #expect(try await mail.wordings(of: sample.id) == [wording])
            let first = try await mail.reset(
                .reminder, .english, .subject, in: sample.id, by: .console, now: now)
            let second = try await mail.reset(
                .reminder, .english, .subject, in: sample.id, by: .console, now: now)
            #expect([first, second] == [true, false])
            #expect(try await mail.wordings(of: sample.id) == [])
            let entries = try await sample.count(
                "SELECT count(*) AS n FROM journal WHERE action IN ('mail reworded', 'mail wording reset')")
            #expect(entries == 2)
        }
    }
}
