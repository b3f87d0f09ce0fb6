// A small campaign with a site in front of it: what every test of the pages begins with.

import Booking
import Core
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Synchronization
import TestSupport

/// Migration Windows 11 in February 2026, seen from Monday 26 January at 9:00 in Paris.
struct Town: Sendable {
    let database: any SQLDatabase
    let campaign: Campaign
    let clock = TestClock(Town.monday)
    let keys: SigningKeys
    let desk: BookingDesk

    static let monday = Town.at("2026-01-26T09:00:00+01:00")

    static func at(_ text: String) -> Instant { Instant(iso8601: text) ?? Instant(milliseconds: 0) }

    /// Templates as the product ships them.
    static let templates = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "templates/web").path

    init(
        _ database: any SQLDatabase, mode: BookingMode = .mixed, state: Campaign.State = .inProgress
    ) async throws {
        self.database = database
        keys = try SigningKeys([1: Array(repeating: 7, count: 32)])
        desk = BookingDesk(database)
        var campaign = try CampaignDraft(
            name: "Vague 1", startsOn: Day(ordinal: 20_485), endsOn: Day(ordinal: 20_513), mode: mode,
            type: "Migration Windows 11", description: "Votre poste sera remplacé & vos fichiers repris.",
            preparation: "Fermez <vos> logiciels.", contact: "Support, 01 23 45 67 89"
        ).campaign(now: Town.monday)
        campaign.state = state
        self.campaign = campaign
        try await database.transaction { [campaign] in
            try CampaignStore.insert(campaign, now: Town.monday, on: $0)
        }
    }

    // MARK: People and slots

    @discardableResult
    func agent(
        _ name: String = "Marie Dupont", manager: Manager.ID? = nil, language: String? = nil,
        segment: Segment.ID? = nil
    ) async throws -> Agent.ID {
        let id = Agent.ID()
        let parts = name.split(separator: " ").map(String.init)
        try await database.transaction { [campaign] in
            _ = try $0.execute(
                """
                INSERT INTO agents (id, campaign_id, email, given_name, family_name, folded_name, service, manager_id,
                                    segment_id, language, link_epoch, soft_bounces)
                VALUES ($1, $2, $3, $4, $5, $6, 'Service Comptabilité', $7, $8, $9, 1, 0)
                """, id, campaign.id, "\(id)@ville.example", parts[0], parts[1],
                "\(parts[1]) \(parts[0])".folded,
                manager, segment, language)
        }
        return id
    }

    func manager() async throws -> Manager.ID {
        let id = Manager.ID()
        try await database.transaction { [campaign] in
            _ = try $0.execute(
                "INSERT INTO managers (id, campaign_id, email, link_epoch) VALUES ($1, $2, $3, 1)", id,
                campaign.id, "\(id)@ville.example")
        }
        return id
    }

    /// A delegate to whom the agents' one service is entrusted (RG-114).
    func delegate(_ address: String = "adjointe@ville.example") async throws -> Delegate {
        try await Delegates(database).add(
            EmailAddress(address).unsafelyUnwrapped, name: "Anne Roy", services: ["service comptabilite"],
            to: campaign.id, by: .console, now: clock.now
        ).delegate
    }

    func segment(_ name: String) async throws -> Segment.ID {
        let id = Segment.ID()
        try await database.transaction { [campaign] in
            _ = try $0.execute(
                "INSERT INTO segments (id, campaign_id, name, folded, colour) VALUES ($1, $2, $3, $4, '#336699')",
                id, campaign.id, name, name.folded)
        }
        return id
    }

    /// A slot of ninety minutes on a day of February 2026.
    @discardableResult
    func slot(
        _ day: Int, _ hour: String = "09:00", capacity: Int = 4, taken: Int = 0, place: String = "Salle B12",
        segment: Segment.ID? = nil, minutes: Int = 90
    ) async throws -> Slot.ID {
        let id = Slot.ID()
        let starts = Town.at("2026-02-\(day < 10 ? "0" : "")\(day)T\(hour):00+01:00")
        try await database.transaction { [campaign] in
            _ = try $0.execute(
                """
                INSERT INTO slots (id, campaign_id, segment_id, starts_at, ends_at, place, capacity, taken)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                """, id, campaign.id, segment, starts, starts + .minutes(minutes), place, capacity, taken)
        }
        return id
    }

    func book(_ agent: Agent.ID, _ slot: Slot.ID, by manager: Manager.ID? = nil) async throws {
        let actor =
            manager.map { Actor(.manager, id: $0.text, by: .web) } ?? Actor(.agent, id: agent.text, by: .web)
        _ = try await desk.place(agent, on: slot, by: actor, now: clock.now)
    }

    func change(_ sql: String) async throws { _ = try await database.transaction { try $0.execute(sql) } }

    func raiseRevision() async throws { try await change("UPDATE campaigns SET revision = revision + 1") }

    // MARK: Links

    func token(
        _ purpose: LinkPurpose, _ subject: String, epoch: Int = 1, expires: Instant? = nil
    ) -> String {
        SignedLink(
            purpose: purpose, subject: subject, epoch: epoch, expires: expires ?? campaign.linksExpireAt
        ).token(signedBy: keys) ?? ""
    }

    func path(_ agent: Agent.ID) -> String { "/b/" + token(.agent, agent.text) }
    func path(_ manager: Manager.ID) -> String { "/t/" + token(.team, manager.text) }
    func path(_ delegate: Delegate) -> String {
        "/t/" + token(.team, delegate.id.text, epoch: delegate.linkEpoch)
    }

    // MARK: Visits

    /// The site's application, for `test(.router)` or a live server.
    func application(
        baseURL: String = "https://rdv.ville.example", port: Int = 0
    ) throws -> some ApplicationProtocol {
        let site = BookingSite(
            desk: desk, keys: keys, templates: try WebTemplates(folder: Town.templates),
            settings: BookingSite.Settings(
                baseURL: baseURL,
                organizer: .init(
                    EmailAddress("rdv@ville.example").unsafelyUnwrapped, name: "Rendez-vous informatiques")),
            clock: { [clock] in clock.now })
        return Application(
            router: site.router(), configuration: .init(address: .hostname("127.0.0.1", port: port)))
    }

    func visit<Value>(_ body: @Sendable (Visitor) async throws -> Value) async throws -> Value {
        try await application().test(.router) { try await body(Visitor(client: $0, keys: keys)) }
    }
}

/// A clock that a test sets.
final class TestClock: Sendable {
    private let instant: Mutex<Instant>

    init(_ instant: Instant) { self.instant = Mutex(instant) }

    var now: Instant { instant.withLock { $0 } }
    func set(_ text: String) { instant.withLock { $0 = Town.at(text) } }
}

/// Somebody with a browser.
struct Visitor: Sendable {
    let client: any TestClientProtocol
    let keys: SigningKeys

    func get(_ path: String, _ headers: HTTPFields = [:]) async throws -> TestResponse {
        try await client.executeRequest(uri: path, method: .get, headers: headers, body: nil)
    }

    func head(_ path: String) async throws -> TestResponse {
        try await client.executeRequest(uri: path, method: .head, headers: [:], body: nil)
    }

    /// Posts a form as a page's own form would, with its token, unless `csrf` says otherwise.
    func post(
        _ path: String, _ fields: KeyValuePairs<String, String>, csrf: String? = nil,
        headers: HTTPFields = [:]
    ) async throws -> TestResponse {
        let page = path.split(separator: "/").dropFirst().first.map { $0.prefix { $0 != "?" } } ?? ""
        let all = fields.map { "\($0)=\($1)" } + ["csrf=\(csrf ?? keys.formToken(for: String(page)))"]
        return try await post(path, body: all.joined(separator: "&"), headers: headers)
    }

    func post(_ path: String, body: String, headers: HTTPFields = [:]) async throws -> TestResponse {
        var headers = headers
        if headers[.contentType] == nil { headers[.contentType] = "application/x-www-form-urlencoded" }
        return try await client.executeRequest(
            uri: path, method: .post, headers: headers, body: ByteBuffer(string: body))
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }
}
