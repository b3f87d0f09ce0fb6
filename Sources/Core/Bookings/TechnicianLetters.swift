// What is written to technicians, with the link of their day.

extension Correspondence {
    /// Leaves a message to a technician. True where it was left now.
    @discardableResult
    func tell(_ technician: Technician, _ message: Message, purpose: String, now: Instant) throws -> Bool {
        let snapshot = MessageSnapshot(
            recipient: technician.email, name: technician.name, language: campaign.language,
            campaign: campaign.facts,
            link: LinkGrant(
                purpose: .field, subject: technician.id.text, epoch: technician.linkEpoch,
                expires: campaign.linksExpireAt),
            message: message)
        return try Outbox.enqueue(
            snapshot, purpose: purpose, campaign: campaign.id, technician: technician.id, now: now,
            on: connection)
            != nil
    }
}
