// What a link may open, before anybody has signed it: messages carry it, and links are made of it.

/// What is needed to sign the message's link when it is rendered: no token is ever stored.
package struct LinkGrant: Sendable, Hashable, Codable {
    package let purpose: LinkPurpose
    /// Text of the identifier of whom or what it is for.
    package let subject: String
    package let epoch: Int
    package let expires: Instant

    package init(purpose: LinkPurpose, subject: String, epoch: Int, expires: Instant) {
        self.purpose = purpose
        self.subject = subject
        self.epoch = epoch
        self.expires = expires
    }
}

/// What a link opens, and nothing else.
package enum LinkPurpose: String, Sendable, Hashable, Codable, CaseIterable {
    /// The agent's page, `/b/TOKEN`.
    case agent
    /// The manager's team, `/t/TOKEN`.
    case team
    /// The technician's day, `/f/TOKEN`.
    case field
    /// The shared dashboard, `/s/TOKEN`: read-only (RG-041).
    case share
    /// A calendar that programs subscribe to, `/calendar/TOKEN.ics`: shows appointments, and changes nothing.
    case calendar

    /// What stands before the token in an address.
    package var path: String {
        switch self {
        case .agent: "/b/"
        case .team: "/t/"
        case .field: "/f/"
        case .share: "/s/"
        case .calendar: "/calendar/"
        }
    }
}
