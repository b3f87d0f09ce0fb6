import Core
import TestSupport
import Testing

@Suite("Shared links")
struct ShareTests {
    let now = SampleCampaign.now

    // RG-041
    @Test(
        "a link is made once a label and end, ends with the campaign's by default, and is revoked",
        arguments: Engine.available)
    func life(_ engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sample = try await SampleCampaign(on: database)
            let desk = ShareDesk(database)
            let first = try await desk.share(sample.id, label: "DG", until: nil, by: .console, now: now)
            let again = try await desk.share(sample.id, label: "DG", until: nil, by: .console, now: now)
            let other = try await desk.share(
                sample.id, label: "", until: WallClock.paris.day(now), by: .console, now: now)
            #expect(first == again)
            #expect(first.id != other.id)
            #expect(first.expires == WallClock.paris.start(of: SampleCampaign.monday.adding(days: 60)))
            #expect(other.stands(at: now) && !other.stands(at: now + .days(1)))

            #expect(try await desk.revoke(sample.id, only: first.id, by: .console, now: now) == 1)

            let link = SignedLink(first.grant)
            let standing = try await database.read { [now] in try LinkStanding.load(link, now: now, on: $0) }
            #expect(standing == nil)
            #expect(try await desk.load(first.id)?.stands(at: now) == false)
            #expect(try await desk.load(other.id)?.stands(at: now) == true)
            #expect(try await desk.revoke(sample.id, by: .console, now: now) == 1)
            #expect(try await desk.list(of: sample.id).count == 2)
        }
    }

    // RG-041
    @Test("a share that would be over, or for ever, or of no campaign, is refused")
    func refusals() async throws {
        try await withDatabase(.sqlite) { database in
            let sample = try await SampleCampaign(on: database)
            let desk = ShareDesk(database)
            for day in ["2027-02-27", "2040-01-01"] {
                await #expect(throws: ShareRefusal.expiry) {
                    try await desk.share(sample.id, label: "", until: Day(day), by: .console, now: now)
                }
            }
            await #expect(throws: ShareRefusal.label) {
                try await desk.share(
                    sample.id, label: String(repeating: "x", count: 201), until: nil, by: .console, now: now)
            }
            await #expect(throws: ShareRefusal.unknownCampaign) {
                try await desk.share(Campaign.ID(), label: "", until: nil, by: .console, now: now)
            }
        }
    }
}
