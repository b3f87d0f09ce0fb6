// The figures as `dashboard ID --json` prints them: keys that scripts rely on.

extension Dashboard: Encodable {
    private enum CodingKeys: String, CodingKey {
        case total, byStatus, booked, confirmed, unanswered, bounced, segments, teams
        case percentages, progress, technicians, days, velocity, estimatedEnd, presence, answers, latest,
            revision
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        let percentages = figures.states.percentages
        try container.encode(figures.states.total, forKey: .total)
        try container.encode(ByStatus { figures.states[$0] }, forKey: .byStatus)
        try container.encode(ByStatus { percentages[$0] ?? 0 }, forKey: .percentages)
        try container.encode(figures.states.progress, forKey: .progress)
        try container.encode(booked, forKey: .booked)
        try container.encode(confirmed, forKey: .confirmed)
        try container.encode(unanswered, forKey: .unanswered)
        try container.encode(bounced, forKey: .bounced)
        try container.encode(segments, forKey: .segments)
        try container.encode(teams, forKey: .teams)
        try container.encode(figures.technicians.map(Line.init), forKey: .technicians)
        try container.encode(figures.days.map(DayLine.init), forKey: .days)
        // Absent parts are absent, not null.
        try container.encodeIfPresent(figures.pace.map { Double($0.tenthsADay) / 10 }, forKey: .velocity)
        try container.encodeIfPresent(figures.pace?.end, forKey: .estimatedEnd)
        try container.encode(PresenceLine(figures.presence), forKey: .presence)
        try container.encode(AnswersLine(figures.answers), forKey: .answers)
        try container.encode(figures.latest.map { DeedLine($0, figures.campaign.clock) }, forKey: .latest)
        try container.encode(figures.revision, forKey: .revision)
    }

    /// One number a state (RG-017).
    private struct ByStatus: Encodable {
        let toPlan: Int
        let planned: Int
        let inProgress: Int
        let done: Int
        let postponed: Int
        let toRemediate: Int

        init(_ number: (Operation.State) -> Int) {
            toPlan = number(.toPlan)
            planned = number(.planned)
            inProgress = number(.inProgress)
            done = number(.done)
            postponed = number(.postponed)
            toRemediate = number(.toRemediate)
        }
    }

    private struct Line: Encodable {
        let name: String?
        let total: Int
        let done: Int

        init(_ group: Figures.Group) {
            (name, total, done) = (group.name, group.states.total, group.states[.done])
        }
    }

    private struct DayLine: Encodable {
        let day: Day
        let done: Int
        let total: Int

        init(_ count: DayCount) { (day, done, total) = (count.day, count.done, count.total) }
    }

    private struct PresenceLine: Encodable {
        let present: Int
        let missed: Int
        let percent: Int?

        init(_ presence: Figures.Presence) {
            (present, missed, percent) = (presence.present, presence.missed, presence.percent)
        }
    }

    private struct AnswersLine: Encodable {
        let link: Int
        let calendar: Int
        let reply: Int
        let manager: Int
        let waiting: Int

        init(_ answers: Figures.Answers) {
            link = answers.byWay[.link] ?? 0
            calendar = answers.byWay[.calendar] ?? 0
            reply = answers.byWay[.reply] ?? 0
            manager = answers.byWay[.manager] ?? 0
            waiting = answers.waiting
        }
    }

    private struct DeedLine: Encodable {
        let at: String
        let action: String
        let by: String

        init(_ deed: Deed, _ clock: WallClock) {
            (at, action, by) = (clock.iso8601(deed.at), deed.kind.rawValue, deed.actor.rawValue)
        }
    }
}
