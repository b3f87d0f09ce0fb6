// A campaign: a mass IT operation with its dates, its rules and its words.

/// A mass IT operation (RG-010, RG-011).
package struct Campaign: Sendable, Hashable {
    package typealias ID = CampaignID

    package let id: ID
    package var name: String
    /// What kind of operation agents are invited to, in words that they read ("Migration Windows 11").
    package var type: String
    /// What will happen, told in the invitation and on the page; may be empty.
    package var description: String
    /// How to prepare, told in the confirmation (RG-140); may be empty.
    package var preparation: String
    /// Whom to call, told wherever something is refused (RG-123); may be empty.
    package var contact: String
    package var startsOn: Day
    /// Not before `startsOn` (RG-011).
    package var endsOn: Day
    package var clock: WallClock
    package var language: Language
    package var mode: BookingMode
    package var state: State
    /// Slots lock at the end of the day that lies this many days before them (RG-123).
    package var lockDays: Int
    /// Reminders leave at 9:00 this many days before (RG-141).
    package var reminderDays: Int
    /// By the end of which day agents should have answered; lateness is counted from there.
    package var answerBy: Day
    /// Those who have not answered are asked again at 9:00 this many days before `answerBy`, and managers are told.
    package var answerReminderDays: Int
    /// Until the end of the day that lies this many days before a proposed slot, its agent may answer (RG-301).
    package var proposalDays: Int
    /// What silence about a proposed slot means then (RG-301).
    package var silence: Silence
    /// Who is told of lateness and of addresses that fail; nil where nobody is.
    package var coordinator: EmailAddress?
    /// How long one operation usually takes, from its type (RG-132); 1 or more.
    package var durationMinutes: Int
    /// Above this share of a team on one day, a warning (RG-127).
    package var concentrationPercent: Int
    /// Rises with every change that a page of the campaign could show.
    package let revision: Int

    /// RG-010.
    package enum State: String, Sendable, Codable, CaseIterable, SQLBindable, SQLReadable {
        case preparation, upcoming, inProgress, finished, archived
    }

    /// Whether places of it can be taken now (RG-010, RG-016).
    package var isOpen: Bool { state == .upcoming || state == .inProgress }

    /// RG-016.
    package var isOver: Bool { state == .finished || state == .archived }

    /// The last day on which its links work, so that late readers still find a page that explains.
    package var linksExpireOn: Day { endsOn.adding(days: 30) }
    package var linksExpireAt: Instant { clock.start(of: linksExpireOn) }
}

/// What becomes of a proposed slot when its agent says nothing (RG-301).
package enum Silence: String, Sendable, Codable, CaseIterable, SQLBindable, SQLReadable {
    /// The place is the agent's.
    case keep
    /// The place is free again, and the agent is invited to choose.
    case free
}

/// Who chooses the slots (RG-110).
package enum BookingMode: String, Sendable, Codable, CaseIterable, SQLBindable, SQLReadable {
    case agent, manager, list, mixed

    /// Whether agents choose for themselves.
    package var agentsChoose: Bool { self == .agent || self == .mixed }
    /// Whether managers place their team.
    package var managersPlace: Bool { self == .manager || self == .mixed }
    /// Whether people who are named for it place the services entrusted to them (RG-114).
    package var delegatesPlace: Bool { self != .agent }
}

/// A group of operations: a building, a site (RG-093).
package struct Segment: Sendable, Hashable {
    package typealias ID = SegmentID

    package let id: ID
    package let name: String
    /// `#rrggbb`.
    package let colour: String
}
