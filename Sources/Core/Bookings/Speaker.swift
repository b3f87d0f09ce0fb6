// Whose word an answer is: what a mail is trusted with.
//
// A reply key, a reference or a UID proves that the sender saw our mail, no more: mail is forwarded, and read by
// assistants. So an acceptance stands whoever sent it; what changes or frees a place is believed from the agent, and from
// their manager where managers place (RG-124). From anybody else, the agent is asked at the address that we know.

/// Who speaks about an agent's booking, by the address that the mail says it is from.
enum Speaker {
    case agent
    case manager(Manager)
    /// Somebody else, or nobody that can be told.
    case other(EmailAddress?)

    init(
        _ from: EmailAddress?, about agent: Agent, in campaign: Campaign, on connection: any SQLConnection
    ) throws {
        guard from != agent.email else {
            self = .agent
            return
        }
        if let from, campaign.mode.managersPlace, let id = agent.manager,
            let manager = try ManagerStore.load(id, on: connection), manager.email == from
        {
            self = .manager(manager)
        } else {
            self = .other(from)
        }
    }

    var isOther: Bool {
        if case .other = self { true } else { false }
    }

    /// The gateway acts on behalf of one of them (RG-125).
    func actor(for agent: Agent) -> Actor {
        switch self {
        case .agent, .other: Actor(.agent, id: agent.id.text, by: .mail)
        case .manager(let manager): Actor(.manager, id: manager.id.text, by: .mail)
        }
    }
}
