// What an agent's answer did not settle by itself: told to the manager, to the coordinator, or to both.

extension Correspondence {
    enum Watcher {
        case manager, coordinator
    }

    /// Leaves an alert, once for each reason and state of the booking, or for each absence.
    func alert(
        _ reason: Alert.Reason, about agent: Agent, _ current: (booking: Booking, slot: Slot)?,
        to watchers: [Watcher], until day: Day? = nil, delegate: EmailAddress? = nil, note: String,
        now: Instant
    ) throws {
        let alert = Alert(
            reason, agent: agent.name, email: agent.email,
            appointment: current.map { $0.booking.appointment(on: $0.slot) }, until: day, delegate: delegate,
            note: note)
        let version =
            reason == .absent
            ? day?.description ?? campaign.clock.day(now).description
            : current.map { "\($0.booking.id):\($0.booking.sequence)" } ?? ""
        let purpose = "alert:\(reason.rawValue):\(agent.id):\(version):"
        for watcher in watchers {
            switch watcher {
            case .manager:
                guard let id = agent.manager, let manager = try ManagerStore.load(id, on: connection) else {
                    continue
                }
                try tell(manager, .alert(alert), purpose: purpose + "manager", now: now)
            case .coordinator:
                try tellCoordinator(.alert(alert), purpose: purpose + "coordinator", now: now)
            }
        }
    }

    /// The campaign's automatic answers have reached their limit for the hour: said in the journal and to the coordinator,
    /// and returned in words for the log.
    func raiseAlarm(limit: Int, now: Instant) throws -> String {
        let words = "automatic answers of the campaign stopped at \(limit) within an hour"
        try Journal.append(
            "automatic answers stopped", subject: campaign.id.text, campaign: campaign.id,
            by: Actor(.system, by: .mail), after: "\(limit)", now: now, on: connection)
        if let coordinator = campaign.coordinator {
            try tellCoordinator(
                .alert(
                    Alert(
                        .answersStopped, agent: "", email: coordinator, appointment: nil, note: "\(limit)")),
                purpose: "alert:answersStopped:\(campaign.id):\(now.milliseconds)", now: now)
        }
        return words + ": \(campaign.name)"
    }
}
