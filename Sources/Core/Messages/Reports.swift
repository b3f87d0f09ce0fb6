// What messages to managers, technicians and coordinators tell, as plain snapshots.

/// A manager's team as it stands.
package struct TeamDigest: Sendable, Hashable, Codable {
    /// Placed, by time.
    package let placed: [Placed]
    /// Names of those without a slot, by name.
    package let unplaced: [String]
    package let absent: [Absent]
    package let total: Int
    /// By when the team should be placed.
    package let answerBy: Day
    /// Slots under numbers, for a reply with a line a person; empty where nobody is left to place.
    package let options: [SlotOption]

    package init(
        placed: [Placed], unplaced: [String], absent: [Absent], total: Int, answerBy: Day,
        options: [SlotOption]
    ) {
        self.placed = placed
        self.unplaced = unplaced
        self.absent = absent
        self.total = total
        self.answerBy = answerBy
        self.options = options
    }

    package struct Placed: Sendable, Hashable, Codable {
        package let name: String
        package let starts: Instant
        package let ends: Instant
        package let place: String
        package let isConfirmed: Bool

        package init(name: String, starts: Instant, ends: Instant, place: String, isConfirmed: Bool) {
            self.name = name
            self.starts = starts
            self.ends = ends
            self.place = place
            self.isConfirmed = isConfirmed
        }
    }

    package struct Absent: Sendable, Hashable, Codable {
        package let name: String
        /// The day of return, where it is known.
        package let until: Day?

        package init(name: String, until: Day?) {
            self.name = name
            self.until = until
        }
    }
}

/// What an agent's answer did not settle by itself, for a manager or a coordinator to know.
package struct Alert: Sendable, Hashable, Codable {
    package enum Reason: String, Sendable, Hashable, Codable, CaseIterable {
        /// Declined when it was too late to free the slot (RG-123).
        case declinedWhenLocked
        /// The agent passed the appointment on to somebody else.
        case delegated
        /// The agent is away.
        case absent
        /// Not at the appointment (RG-302), where somebody else places agents: to be placed again.
        case missed
        /// Postponed by the technician, likewise; the note is the reason.
        case postponed
        /// The campaign has answered too many mails within an hour, and answers no more for now: about nobody, and the
        /// note is how many.
        case answersStopped
    }

    package let reason: Reason
    /// The agent's name.
    package let agent: String
    package let email: EmailAddress
    package let appointment: Appointment?
    /// The day of return, where it is known.
    package let until: Day?
    /// To whom the appointment was passed on.
    package let delegate: EmailAddress?
    /// What the agent wrote; may be empty.
    package let note: String

    package init(
        _ reason: Reason, agent: String, email: EmailAddress, appointment: Appointment?, until: Day? = nil,
        delegate: EmailAddress? = nil, note: String = ""
    ) {
        self.reason = reason
        self.agent = agent
        self.email = email
        self.appointment = appointment
        self.until = until
        self.delegate = delegate
        self.note = note
    }
}

/// A technician's day.
package struct DaySheet: Sendable, Hashable, Codable {
    package let day: Day
    /// By time.
    package let visits: [Visit]

    package init(day: Day, visits: [Visit]) {
        self.day = day
        self.visits = visits
    }

    package struct Visit: Sendable, Hashable, Codable {
        package let appointment: Appointment
        /// Who is expected.
        package let agent: String
        /// What is treated: the operation's reference.
        package let reference: String
        /// From the fields of the campaign; nil where it has none, or in sheets that were left before they were told.
        package let telephone: String?
        package let office: String?
        package let equipment: String?
        package let service: String?

        package init(
            appointment: Appointment, agent: String, reference: String, telephone: String? = nil,
            office: String? = nil, equipment: String? = nil, service: String? = nil
        ) {
            self.appointment = appointment
            self.agent = agent
            self.reference = reference
            self.telephone = telephone
            self.office = office
            self.equipment = equipment
            self.service = service
        }
    }
}

/// How a campaign's answers stand against its deadline.
package struct LatenessReport: Sendable, Hashable, Codable {
    package let answerBy: Day
    package let total: Int
    package let booked: Int
    /// Names of those who have not answered, a few dozen at most.
    package let unanswered: [String]
    package let unansweredTotal: Int

    package init(
        answerBy: Day, total: Int, booked: Int, unanswered: [String], unansweredTotal: Int
    ) {
        self.answerBy = answerBy
        self.total = total
        self.booked = booked
        self.unanswered = unanswered
        self.unansweredTotal = unansweredTotal
    }
}

/// Addresses that fail, those not told before first.
package struct BounceReport: Sendable, Hashable, Codable {
    package let addresses: [Failing]

    package init(addresses: [Failing]) { self.addresses = addresses }

    package struct Failing: Sendable, Hashable, Codable {
        package let name: String
        package let email: EmailAddress
        package let reason: String

        package init(name: String, email: EmailAddress, reason: String) {
            self.name = name
            self.email = email
            self.reason = reason
        }
    }
}
