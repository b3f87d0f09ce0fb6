// What a manager's mail came to, line by line, as a plain snapshot.

/// The answer to a manager who placed people by mail.
package struct TeamAnswer: Sendable, Hashable, Codable {
    /// In the order in which they were written; empty where no line was understood.
    package let lines: [Line]
    /// What was not understood as lines; empty where all was.
    package let quoted: String
    /// Names of those who are still not placed.
    package let unplaced: [String]
    /// Slots under numbers, for another reply.
    package let options: [SlotOption]
    /// RG-127: the day on which too much of the team is away; nil where there is none.
    package let peak: Peak?

    package init(lines: [Line], quoted: String, unplaced: [String], options: [SlotOption], peak: Peak?) {
        self.lines = lines
        self.quoted = quoted
        self.unplaced = unplaced
        self.options = options
        self.peak = peak
    }

    package struct Line: Sendable, Hashable, Codable {
        /// The name as the manager wrote it.
        package let written: String
        package let outcome: Outcome

        package init(written: String, _ outcome: Outcome) {
            self.written = String(written.prefix(100))
            self.outcome = outcome
        }
    }

    /// What became of a line; the texts are names of people.
    package enum Outcome: Sendable, Hashable, Codable {
        case placed(String, When)
        case moved(String, When)
        case cancelled(String, When)
        case refused(String, RefusalReason)
        /// Nobody of the team has that name (RG-124).
        case unknown
        /// Several do: their names with their addresses, which name them for sure.
        case ambiguous([String])
        /// Two lines say different things of one person.
        case contradictory(String)
        case noSuchOption(String, Int)
        /// The day and hour fit several slots.
        case severalSlots(String, [When])
        /// Something was written that cannot be read.
        case unclear
        /// The mail came from another address than the manager's.
        case unproven

        package var isDone: Bool {
            switch self {
            case .placed, .moved, .cancelled: true
            case .refused, .unknown, .ambiguous, .contradictory, .noSuchOption, .severalSlots, .unclear,
                .unproven:
                false
            }
        }
    }

    package struct When: Sendable, Hashable, Codable {
        package let starts: Instant
        package let ends: Instant
        package let place: String

        package init(starts: Instant, ends: Instant, place: String) {
            self.starts = starts
            self.ends = ends
            self.place = place
        }
    }

    package struct Peak: Sendable, Hashable, Codable {
        package let day: Day
        package let count: Int
        package let percent: Int

        package init(day: Day, count: Int, percent: Int) {
            self.day = day
            self.count = count
            self.percent = percent
        }
    }
}
