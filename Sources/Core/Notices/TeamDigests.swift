// Telling managers who of their team is not placed.

enum TeamDigests {
    /// Managers a transaction.
    static let batch = 200

    /// Leaves a digest to the next managers who have somebody left to place, once invitations were asked for: on the
    /// morning of the answer reminder, and each Monday until the campaign ends. Returns how many were left, `batch` at most.
    static func leave(for campaign: Campaign, now: Instant, on connection: any SQLConnection) throws -> Int {
        let mornings = Mornings(campaign)
        let day = mornings.lastDigest(at: now)
        guard campaign.mode.managersPlace, day <= campaign.endsOn,
            try MailSettings.isOn(.teamDigest, in: campaign.id, on: connection),
            try CampaignStore.wasLaunched(campaign.id, before: mornings.nine(on: day), on: connection)
        else { return 0 }
        let managers = try connection.query(
            waiting, campaign.id, day, batch
        ).map { try $0("id", as: Manager.ID.self) }
        let letters = Correspondence(campaign, on: connection)
        for manager in managers {
            guard let manager = try ManagerStore.load(manager, on: connection),
                let team = try TeamView.load(.manager(manager), now: now, on: connection)
            else { continue }
            try letters.tell(
                manager, .teamDigest(digest(of: team, now: now)),
                purpose: "team-digest:\(manager.id):\(day)", now: now)
        }
        return managers.count
    }

    /// A team as it stands.
    static func digest(of team: TeamView, now: Instant) -> TeamDigest {
        let placed = team.members.compactMap { member in
            member.current.map { current in
                TeamDigest.Placed(
                    name: member.agent.name, starts: current.slot.starts, ends: current.slot.ends,
                    place: current.slot.place, isConfirmed: current.booking.state != .placed)
            }
        }
        let unplaced = team.members.filter { $0.current == nil }.map(\.agent.name)
        let absent = team.members.compactMap { member in
            member.absence.map { TeamDigest.Absent(name: member.agent.name, until: $0.until) }
        }
        return TeamDigest(
            placed: placed.sorted { ($0.starts, $0.name) < ($1.starts, $1.name) }, unplaced: unplaced,
            absent: absent, total: team.members.count, answerBy: team.campaign.answerBy,
            options: unplaced.isEmpty ? [] : SlotOffer.numbered(team.offer(now: now)))
    }

    private static let waiting = """
        SELECT id FROM managers
        WHERE campaign_id = $1
            AND EXISTS (
                SELECT 1 FROM agents WHERE agents.manager_id = managers.id AND NOT EXISTS (
                    SELECT 1 FROM bookings WHERE bookings.agent_id = agents.id AND bookings.state <> 'cancelled'))
            AND NOT EXISTS (SELECT 1 FROM outbox WHERE purpose = 'team-digest:' || managers.id || ':' || $2)
        ORDER BY id LIMIT $3
        """
}
