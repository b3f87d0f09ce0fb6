// Who places a team: the agents' manager, or a delegate to whom their service is entrusted (RG-114).

package enum TeamLead: Sendable, Hashable {
    case manager(Manager)
    case delegate(Delegate)

    /// Text of the manager's or delegate's identifier.
    package var id: String {
        switch self {
        case .manager(let manager): manager.id.text
        case .delegate(let delegate): delegate.id.text
        }
    }

    package var campaign: Campaign.ID {
        switch self {
        case .manager(let manager): manager.campaign
        case .delegate(let delegate): delegate.campaign
        }
    }

    package var email: EmailAddress {
        switch self {
        case .manager(let manager): manager.email
        case .delegate(let delegate): delegate.email
        }
    }

    package var linkEpoch: Int {
        switch self {
        case .manager(let manager): manager.linkEpoch
        case .delegate(let delegate): delegate.linkEpoch
        }
    }

    /// Whoever leads, as the one who acts (RG-125).
    package func actor(by way: Actor.Way) -> Actor {
        switch self {
        case .manager: Actor(.manager, id: id, by: way)
        case .delegate: Actor(.delegate, id: id, by: way)
        }
    }

    /// Whether they place anybody in a campaign of that mode (RG-110).
    package func places(in mode: BookingMode) -> Bool {
        switch self {
        case .manager: mode.managersPlace
        case .delegate: mode.delegatesPlace
        }
    }

    /// Whom an identifier names; nil where it is neither's.
    static func find(_ subject: String, on connection: any SQLConnection) throws -> TeamLead? {
        if let manager = try Manager.ID(subject).flatMap({ try ManagerStore.load($0, on: connection) }) {
            return .manager(manager)
        }
        return try Delegate.ID(subject).flatMap { try DelegateStore.load($0, on: connection) }
            .map(TeamLead.delegate)
    }
}
