// What is written to those who have no page of their own: coordinators and technicians.

extension Correspondence {
    /// Leaves a message to the campaign's coordinator; nobody is told where there is none. True where it was left now.
    @discardableResult
    func tellCoordinator(_ message: Message, purpose: String, now: Instant) throws -> Bool {
        guard let coordinator = campaign.coordinator else { return false }
        return try Outbox.enqueue(
            snapshot(of: message, to: coordinator, name: ""), purpose: purpose, campaign: campaign.id,
            now: now, on: connection) != nil
    }

    /// Leaves a message to a technician. True where it was left now.
    @discardableResult
    func tell(_ technician: Technician, _ message: Message, purpose: String, now: Instant) throws -> Bool {
        try Outbox.enqueue(
            snapshot(of: message, to: technician.email, name: technician.name), purpose: purpose,
            campaign: campaign.id, technician: technician.id, now: now, on: connection) != nil
    }

    private func snapshot(of message: Message, to recipient: EmailAddress, name: String) -> MessageSnapshot {
        MessageSnapshot(
            recipient: recipient, name: name, language: campaign.language, campaign: campaign.facts,
            link: nil,
            message: message)
    }
}
