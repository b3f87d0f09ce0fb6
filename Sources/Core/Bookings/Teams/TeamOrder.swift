// What whoever leads a team wants done for one of its people.

package struct TeamOrder: Sendable, Hashable {
    package enum Wish: Sendable, Hashable {
        /// Puts them on a slot, from another where they hold one.
        case place(Slot.ID)
        case cancel
    }

    package let agent: Agent.ID
    package let wish: Wish

    package init(_ agent: Agent.ID, _ wish: Wish) {
        self.agent = agent
        self.wish = wish
    }
}

/// What became of one order.
package struct TeamOrderResult: Sendable, Hashable {
    package let order: TeamOrder
    package let result: BookingResult

    package init(_ order: TeamOrder, _ result: BookingResult) {
        self.order = order
        self.result = result
    }

    /// Why it was not carried out; nil where it was, or nothing was left to do.
    package var refusal: Refusal? {
        // A second click on the same button: there is nothing left to cancel, which is what was wanted.
        if case .refused(let refusal) = result, refusal.reason != .nothingBooked { refusal } else { nil }
    }
}
