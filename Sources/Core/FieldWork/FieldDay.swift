// What a technician's page shows: the visits around today, and how far each is.

/// A technician's visits from a week behind on (RG-020).
package struct FieldDay: Sendable, Hashable {
    package let technician: Technician
    package let campaign: Campaign
    /// The date that the campaign's clock shows.
    package let today: Day
    /// By time, from seven days behind on; those that were postponed stand at the hour at which they would have been.
    package let visits: [Visit]
    /// Operations of theirs that have no hour yet, or no longer.
    package let unplanned: Int

    package init(
        technician: Technician, campaign: Campaign, today: Day, visits: [Visit], unplanned: Int
    ) {
        self.technician = technician
        self.campaign = campaign
        self.today = today
        self.visits = visits
        self.unplanned = unplanned
    }

    package func visits(on day: Day) -> [Visit] { visits.filter { campaign.clock.day($0.starts) == day } }

    /// Today's, by time.
    package var todays: [Visit] { visits(on: today) }
    package var tomorrows: [Visit] { visits(on: today.adding(days: 1)) }
    /// After tomorrow, by time.
    package var later: [Visit] {
        visits.filter { campaign.clock.day($0.starts) > today.adding(days: 1) }
    }
    /// The week behind, the latest day first, each day by time.
    package var behind: [Visit] {
        visits.filter { campaign.clock.day($0.starts) < today }
            .sorted { campaign.clock.day($0.starts) > campaign.clock.day($1.starts) }
    }

    /// The visit to look at now: the one under way, else today's first that is still to be made (RG-020).
    package var next: Visit? {
        todays.first { $0.state == .inProgress } ?? todays.first { $0.state == .planned }
            ?? visits.first { $0.state == .inProgress }
    }
}

/// One operation at its hour, as lists show it.
package struct Visit: Sendable, Hashable {
    package let operation: Operation.ID
    package let state: Operation.State
    /// What is treated: the operation's reference; may be empty.
    package let reference: String
    package let starts: Instant
    package let ends: Instant
    package let person: Person
    /// The slot's place; may be empty.
    package let place: String
    /// Name of the operation's segment.
    package let segment: String?
    /// From the fields of the campaign, where one is named so.
    package let known: KnownFields
    /// Steps of the checklist; nil where the campaign has none.
    package let progress: Progress?
    /// What last went wrong.
    package let trouble: Trouble?

    /// Who is visited.
    package struct Person: Sendable, Hashable {
        package let name: String
        package let service: String
    }

    package struct Progress: Sendable, Hashable {
        package let ticked: Int
        package let total: Int
    }
}

/// What last kept an operation from being done.
package struct Trouble: Sendable, Hashable {
    package let kind: Kind
    /// The reason or the problem, as it was written; may be empty.
    package let words: String
    package let at: Instant

    package enum Kind: String, Sendable, CaseIterable, SQLBindable, SQLReadable {
        /// Reporté by the technician (RG-021).
        case postponed
        /// RG-302: the agent was not there.
        case missed
        /// À remédier.
        case problem
    }
}
