// Naming the people who place services entrusted to them (RG-114).

/// The use cases of delegates, each one transaction.
package struct Delegates: Sendable {
    package let database: any SQLDatabase

    package init(_ database: any SQLDatabase) { self.database = database }

    /// A delegate and what they were entrusted with.
    package struct Entrusted: Sendable, Hashable {
        package let delegate: Delegate
        package let services: [String]
        /// How many agents that is.
        package let agents: Int
    }

    package enum Refusal: Error, Sendable, Hashable {
        case unknownCampaign
        case unknownDelegate
        /// No agent of the campaign is of that service; these are the ones there are.
        case unknownService(String, known: [String])
        case noService
    }

    /// Entrusts services to somebody, besides those that they have. Throws `Refusal`.
    package func add(
        _ email: EmailAddress, name: String, services: [String], to campaign: Campaign.ID, by actor: Actor,
        now: Instant
    ) async throws -> Entrusted {
        try await database.transaction { connection in
            guard try CampaignStore.load(campaign, on: connection) != nil else {
                throw Refusal.unknownCampaign
            }
            guard !services.isEmpty else { throw Refusal.noService }
            let known = try DelegateStore.foldServices(of: campaign, on: connection)
            let folded = Set(known.map(\.folded))
            for service in services where !folded.contains(service.folded) {
                throw Refusal.unknownService(service, known: known)
            }
            let delegate = try DelegateStore.add(email, name: name, to: campaign, now: now, on: connection)
            for service in services { try DelegateStore.entrust(service, to: delegate.id, on: connection) }
            try Journal.append(
                "delegate named", subject: delegate.id.text, campaign: campaign, by: actor,
                after: "\(email): \(services.joined(separator: ", "))", now: now, on: connection)
            return try Self.entrusted(to: delegate, on: connection)
        }
    }

    /// Takes one service from a delegate, or all, with the links that they were sent. Throws `Refusal`.
    package func remove(
        _ email: EmailAddress, service: String? = nil, from campaign: Campaign.ID, by actor: Actor,
        now: Instant
    ) async throws -> Entrusted {
        try await database.transaction { connection in
            guard let delegate = try DelegateStore.find(email.text, in: campaign, on: connection) else {
                throw Refusal.unknownDelegate
            }
            let before = try DelegateStore.services(of: delegate.id, on: connection)
            guard try DelegateStore.relieve(delegate.id, of: service, on: connection) else {
                throw Refusal.unknownService(service ?? "", known: before)
            }
            let left = try Self.entrusted(to: delegate, on: connection)
            if left.services.isEmpty { try DelegateStore.revokeLinks(of: delegate.id, on: connection) }
            try Journal.append(
                "delegate relieved", subject: delegate.id.text, campaign: campaign, by: actor,
                before: "\(email): \(before.joined(separator: ", "))",
                after: left.services.joined(separator: ", "), now: now, on: connection)
            return left
        }
    }

    /// The delegates of a campaign by address. Throws `Refusal`.
    package func list(of campaign: Campaign.ID) async throws -> [Entrusted] {
        try await database.read { connection in
            guard try CampaignStore.load(campaign, on: connection) != nil else {
                throw Refusal.unknownCampaign
            }
            return try DelegateStore.list(of: campaign, on: connection).map {
                try Self.entrusted(to: $0, on: connection)
            }
        }
    }

    private static func entrusted(
        to delegate: Delegate, on connection: any SQLConnection
    ) throws -> Entrusted {
        Entrusted(
            delegate: delegate, services: try DelegateStore.services(of: delegate.id, on: connection),
            agents: try connection.query(countSQL, delegate.id)[0]("n"))
    }

    private static let countSQL = """
        SELECT count(*) AS n FROM agents
        WHERE campaign_id = (SELECT campaign_id FROM delegates WHERE id = $1)
            AND folded_service IN (SELECT folded FROM delegate_services WHERE delegate_id = $1)
        """
}
