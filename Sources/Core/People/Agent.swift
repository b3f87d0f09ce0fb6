// The people of a campaign: those whose workstation is treated, and their managers.

/// A member of staff who is invited; one e-mail address within one campaign (RG-113).
package struct Agent: Sendable, Hashable {
    package typealias ID = AgentID

    package let id: ID
    package let campaign: CampaignID
    package let email: EmailAddress
    package let givenName: String
    package let familyName: String
    package let service: String
    package let manager: Manager.ID?
    package let segment: SegmentID?
    /// The language that they chose; nil means the campaign's.
    package let language: Language?
    /// Raising it revokes every link and reply key sent before.
    package let linkEpoch: Int
    /// Since when mail to the address is known to fail; nil while it works.
    package let bouncedAt: Instant?

    /// "Marie Dupont".
    package var name: String { Self.name(givenName, familyName) }

    /// The same from a row that has the two apart.
    static func name(_ given: String, _ family: String) -> String {
        given.isEmpty ? family : "\(given) \(family)"
    }
}

/// An agent's line manager: one e-mail address within one campaign, without an account.
package struct Manager: Sendable, Hashable {
    package typealias ID = ManagerID

    package let id: ID
    package let campaign: CampaignID
    package let email: EmailAddress
    package let linkEpoch: Int
}

/// What somebody last said of their absence.
package struct Absence: Sendable, Hashable {
    /// The day of return, where they gave one.
    package let until: Day?
    package let notedAt: Instant

    /// Whether it lasts: until a day to come, or, where none was given, for two weeks from when it was said.
    package func lasts(on today: Day, at now: Instant) -> Bool {
        until.map { $0 > today } ?? (notedAt > now - .days(14))
    }
}
