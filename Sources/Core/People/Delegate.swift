// Delegates: people who place the agents of services entrusted to them, without being their managers (RG-114).

/// A delegate of a campaign: one e-mail address within it, without an account.
package struct Delegate: Sendable, Hashable {
    package typealias ID = DelegateID

    package let id: ID
    package let campaign: CampaignID
    package let email: EmailAddress
    /// How mails greet them; may be empty.
    package let name: String
    package let linkEpoch: Int
}
