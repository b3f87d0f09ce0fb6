// What a manager writes to place a team by mail.

/// One line of a manager's answer: "DUPONT Marie : 2".
package struct PlacementLine: Sendable, Hashable {
    package enum Choice: Sendable, Hashable {
        /// The slot with this number in the mail that is answered.
        case option(Int)
        case time(WrittenMoment)
        /// The person's booking is to be cancelled.
        case cancel
    }

    /// As written, in either order and with or without accents.
    package let name: String
    package let choice: Choice

    package init(name: String, choice: Choice) {
        self.name = name
        self.choice = choice
    }
}
