// Who does something, and by which way.

/// Who changed something and how they reached us (RG-070, RG-125).
package struct Actor: Sendable, Hashable {
    package enum Kind: String, Sendable, SQLBindable, SQLReadable {
        case agent, manager, delegate, coordinator, technician, system
    }

    package enum Way: String, Sendable, SQLBindable, SQLReadable {
        case web, mail, console, scheduler
    }

    package let kind: Kind
    /// The agent's, manager's or account's identifier, where there is one.
    package let id: String?
    package let way: Way

    package init(_ kind: Kind, id: String? = nil, by way: Way) {
        self.kind = kind
        self.id = id
        self.way = way
    }

    /// The terminal, used by whoever administers the machine.
    package static let console = Actor(.coordinator, by: .console)
    /// The clock.
    package static let scheduler = Actor(.system, by: .scheduler)
}
