// Links to the shared dashboard: read-only, expiring, revocable (RG-041).

/// A link that shows a campaign's figures to whoever holds it, and does nothing else.
package struct Share: Sendable, Hashable {
    package typealias ID = Identifier<Share>

    package let id: ID
    package let campaign: Campaign.ID
    /// For whom it was made, in the maker's words; may be empty.
    package let label: String
    package let linkEpoch: Int
    package let expires: Instant
    package let created: Instant
    package let revoked: Instant?

    /// Whether it opens anything at `now`.
    package func stands(at now: Instant) -> Bool { revoked == nil && now < expires }

    package var grant: LinkGrant {
        LinkGrant(purpose: .share, subject: id.text, epoch: linkEpoch, expires: expires)
    }
}

/// Why nothing is shared.
package enum ShareRefusal: Error, Sendable, Hashable {
    case unknownCampaign
    /// The day is past, or more than ten years away.
    case expiry
    /// More than 200 characters.
    case label
}

/// The use cases of shared links, each one transaction.
package struct ShareDesk: Sendable {
    package let database: any SQLDatabase

    package init(_ database: any SQLDatabase) { self.database = database }

    /// The link of a label, made where none stands until the same time. `lastDay` is the last on which it opens; without
    /// one, it lasts as long as the campaign's other links. Throws `ShareRefusal`.
    package func share(
        _ campaign: Campaign.ID, label: String, until lastDay: Day?, by actor: Actor, now: Instant
    ) async throws -> Share {
        guard label.count <= 200 else { throw ShareRefusal.label }
        return try await database.transaction { connection in
            guard let known = try CampaignStore.load(campaign, on: connection) else {
                throw ShareRefusal.unknownCampaign
            }
            let expires =
                lastDay.map { known.clock.start(of: $0.adding(days: 1)) } ?? known.linksExpireAt
            guard now < expires, expires < now + .minutes(10 * 366 * 1440) else { throw ShareRefusal.expiry }
            let standing = try ShareStore.list(of: campaign, on: connection)
                .first { $0.label == label && $0.expires == expires && $0.stands(at: now) }
            if let standing { return standing }
            let share = Share(
                id: Share.ID(at: now), campaign: campaign, label: label, linkEpoch: 0, expires: expires,
                created: now, revoked: nil)
            try ShareStore.insert(share, on: connection)
            try Journal.append(
                "dashboard shared", subject: share.id.text, campaign: campaign, by: actor, after: label,
                now: now, on: connection)
            return share
        }
    }

    /// Every link of a campaign, the newest first, ended ones included. Throws `ShareRefusal`.
    package func list(of campaign: Campaign.ID) async throws -> [Share] {
        try await database.read { connection in
            guard try CampaignStore.load(campaign, on: connection) != nil else {
                throw ShareRefusal.unknownCampaign
            }
            return try ShareStore.list(of: campaign, on: connection)
        }
    }

    /// Ends one link, or all of a campaign's, for good. Returns how many stood.
    package func revoke(
        _ campaign: Campaign.ID, only share: Share.ID? = nil, by actor: Actor, now: Instant
    ) async throws -> Int {
        try await database.transaction { connection in
            let count = try ShareStore.revoke(campaign, only: share, now: now, on: connection)
            if count > 0 {
                try Journal.append(
                    "links revoked", subject: share?.text ?? campaign.text, campaign: campaign, by: actor,
                    after: "\(count)", now: now, on: connection)
            }
            return count
        }
    }

    /// A link by its identifier, ended ones included; nil where there is none.
    package func load(_ id: Share.ID) async throws -> Share? {
        try await database.read { try ShareStore.load(id, on: $0) }
    }
}
