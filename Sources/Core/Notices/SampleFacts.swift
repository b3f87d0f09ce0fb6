// What a message that is only looked at tells of: a real person's facts, or made-up ones.

package struct SampleFacts: Sendable, Hashable {
    package var agent: String
    package var email: EmailAddress
    package var appointment: Appointment
    /// The same appointment at another time.
    package var moved: Appointment
    /// Until when a change is still possible.
    package var limit: Instant
    /// Until when a proposal may be answered.
    package var answerLimit: Instant
    package var options: [SlotOption]
    package var team: TeamDigest
    package var sheet: DaySheet
    package var lateness: LatenessReport
    package var bounces: BounceReport
    /// Somebody else's address.
    package var colleague: EmailAddress

    /// Facts made up around a morning to come.
    package init(
        agent: String, email: EmailAddress, colleague: EmailAddress, on morning: Instant, clock: WallClock,
        place: String = "Bâtiment A, salle 12"
    ) {
        let names = ["Zoé Lefèvre", "Paul Martin", "Inès Benali"]
        let appointment = Appointment(
            uid: "apercu@opstracker", sequence: 0, starts: morning, ends: morning + .minutes(90), place: place
        )
        self.agent = agent
        self.email = email
        self.colleague = colleague
        self.appointment = appointment
        moved = Appointment(
            uid: appointment.uid, sequence: 1, starts: morning + .days(1), ends: appointment.ends + .days(1),
            place: place)
        limit = clock.start(of: clock.day(morning).adding(days: -1))
        answerLimit = clock.start(of: clock.day(morning).adding(days: -2))
        let options = (1...4).map { number in
            let starts = morning + .days(number)
            return SlotOption(
                number: number, slot: SlotID(at: starts).text, starts: starts, ends: starts + .minutes(90),
                place: number == 3 ? "" : place)
        }
        self.options = options
        let deadline = clock.day(morning).adding(days: -7)
        team = TeamDigest(
            placed: [
                .init(
                    name: agent, starts: morning, ends: appointment.ends, place: place, isConfirmed: true),
                .init(
                    name: "Karim Haddad", starts: morning + .days(1), ends: appointment.ends + .days(1),
                    place: place, isConfirmed: false),
            ], unplaced: names, absent: [.init(name: names[0], until: deadline)], total: 5,
            answerBy: deadline, options: options)
        sheet = DaySheet(
            day: clock.day(morning),
            visits: [
                .init(
                    appointment: appointment, agent: agent, reference: "PC-0142", telephone: "01 23 45 67 89",
                    office: "201", equipment: "Latitude 7440", service: "Comptabilité"),
                .init(
                    appointment: Appointment(
                        uid: "apercu2@opstracker", sequence: 0, starts: morning + .hours(5),
                        ends: morning + .minutes(390), place: ""), agent: names[1], reference: ""),
            ])
        lateness = LatenessReport(
            answerBy: deadline, total: 120, booked: 80, unanswered: names, unansweredTotal: 40)
        bounces = BounceReport(addresses: [
            .init(name: agent, email: email, reason: "5.1.1 User unknown"),
            .init(name: names[1], email: colleague, reason: "5.2.1 Mailbox disabled"),
        ])
    }

    /// Nobody's: Tuesday 2 March 2027, 9:00 in Paris.
    package static let made = SampleFacts(
        agent: "Marie Dupont", email: .sample, colleague: .sampleColleague,
        on: WallClock.paris.instant(Day(ordinal: 20_879), TimeOfDay(clamped: 540)), clock: .paris)
}

extension SampleFacts {
    func alert(_ reason: Alert.Reason) -> Alert {
        switch reason {
        case .declinedWhenLocked:
            Alert(
                reason, agent: agent, email: email, appointment: appointment,
                note: "Je suis en formation ce jour-là.")
        case .delegated:
            Alert(reason, agent: agent, email: email, appointment: appointment, delegate: colleague)
        case .absent: Alert(reason, agent: agent, email: email, appointment: nil, until: team.answerBy)
        case .missed: Alert(reason, agent: agent, email: email, appointment: appointment)
        case .postponed:
            Alert(
                reason, agent: agent, email: email, appointment: appointment,
                note: "Le matériel n’est pas encore arrivé.")
        case .answersStopped: Alert(reason, agent: "", email: email, appointment: nil, note: "500")
        }
    }

    /// A manager's lines, each with another outcome.
    var teamAnswer: TeamAnswer {
        let when = TeamAnswer.When(
            starts: appointment.starts, ends: appointment.ends, place: appointment.place)
        let other = TeamAnswer.When(starts: moved.starts, ends: moved.ends, place: "")
        return TeamAnswer(
            lines: [
                .init(written: agent, .placed(agent, when)),
                .init(written: "Haddad", .moved("Karim Haddad", other)),
                .init(written: "Martin", .ambiguous(["Paul Martin", "Jean Martin"])),
                .init(written: "Durand", .unknown),
                .init(written: "Benali", .refused("Inès Benali", .full)),
                .init(written: "Lefèvre", .noSuchOption("Zoé Lefèvre", 9)),
            ], quoted: "", unplaced: team.unplaced, options: options,
            peak: TeamAnswer.Peak(day: sheet.day, count: 4, percent: 60))
    }
}

extension EmailAddress {
    fileprivate static let sample = EmailAddress(example: "marie.dupont@exemple.fr")
    fileprivate static let sampleColleague = EmailAddress(example: "karim.haddad@exemple.fr")
}
