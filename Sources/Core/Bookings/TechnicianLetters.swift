// What is written to technicians, who have no page of their own yet.

extension Correspondence {
    /// Leaves a message to a technician. True where it was left now.
    @discardableResult
    func tell(_ technician: Technician, _ message: Message, purpose: String, now: Instant) throws -> Bool {
        let snapshot = MessageSnapshot(
            recipient: technician.email, name: technician.name, language: campaign.language,
            campaign: campaign.facts, link: nil, message: message)
        return try Outbox.enqueue(
            snapshot, purpose: purpose, campaign: campaign.id, technician: technician.id, now: now,
            on: connection)
            != nil
    }
}
