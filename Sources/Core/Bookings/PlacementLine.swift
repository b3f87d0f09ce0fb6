// What a manager writes to place a team by mail.

/// One line of a manager's answer: "DUPONT Marie : 2".
package struct PlacementLine: Sendable, Hashable {
    package enum Choice: Sendable, Hashable {
        /// The slot with this number in the mail that is answered.
        case option(Int)
        case time(WrittenMoment)
        /// The person's booking is to be cancelled.
        case cancel
        /// Something was written for the person, or beside the other lines, and cannot be read: nothing is done, and it
        /// is asked back.
        case unclear
    }

    /// As written, in either order and with or without accents; the whole line where no name stands out in it.
    package let name: String
    package let choice: Choice

    package init(name: String, choice: Choice) {
        self.name = name
        self.choice = choice
    }
}
