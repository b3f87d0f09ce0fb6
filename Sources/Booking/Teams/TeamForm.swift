// What the forms of a team's pages post: people, and what is wanted for each.

internal import Core

/// A form of people: a field `agent.ID` each, whose value is a slot, `cancel`, or anything else where they are but ticked.
struct TeamForm {
    static let prefix = "agent."
    static let cancel = "cancel"

    let form: Form

    /// The members who are ticked, as the team is listed; nobody else's agents (RG-124).
    func picked(in view: TeamView) -> [TeamView.Member] {
        let fields = form.fields(under: TeamForm.prefix)
        return view.members.filter { fields[$0.agent.id.text] != nil }
    }

    /// What is wanted for each, as the team is listed.
    func orders(in view: TeamView) -> [TeamOrder] {
        let fields = form.fields(under: TeamForm.prefix)
        return view.members.compactMap { member in
            guard let value = fields[member.agent.id.text] else { return nil }
            if value == TeamForm.cancel { return TeamOrder(member.agent.id, .cancel) }
            return Slot.ID(value).map { TeamOrder(member.agent.id, .place($0)) }
        }
    }

    /// Those who are ticked, as the fields of another form.
    static func hidden(_ members: [TeamView.Member]) -> Page.List<SlotForm.Hidden>? {
        Page.List(members.map { SlotForm.Hidden(name: prefix + $0.agent.id.text, value: "on") })
    }
}

extension TeamOrder {
    /// The order as the value of a field.
    var field: String {
        switch wish {
        case .place(let slot): slot.text
        case .cancel: TeamForm.cancel
        }
    }
}
