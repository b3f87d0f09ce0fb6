// Giving one person's place to another, in one go: nobody takes it between.

internal import Core

struct ReplaceScreen {
    let visit: TeamVisit
    let member: TeamView.Member
    let current: AgentView.Current
    let texts: Texts
    let assets: Assets
    let csrf: String
    var choiceMissing = false

    private var view: TeamView { visit.view }

    struct Content: Sendable {
        let lead: String
        let card: AppointmentCard
        let form: Form?
        let back: String

        struct Form: Sendable {
            let action: String
            let csrf: String
            let error: String?
            let people: [Person]
        }

        struct Person: Sendable {
            let id: String
            let name: String
            let mark: MemberMark
            let slot: String?
        }
    }

    func page() -> Page {
        let title = texts(.teamReplaceTitle, ["name": member.agent.name])
        let own = member.agent.id.text
        var frame = Page.Frame(
            language: texts.language.rawValue, title: "\(title) – \(view.campaign.type)", heading: title,
            stylesheet: assets.path("team.css"), icon: assets.path("favicon.svg"))
        frame.eyebrow = view.campaign.type
        frame.contact = view.campaign.contact.orNil
        frame.otherLanguage = visit.path.other(than: texts.language, own, ["replace": "1"])
        let dates = WrittenDates(texts.language, clock: view.campaign.clock)
        // RG-120: who may take this slot; whoever waits first.
        let others = view.members.filter {
            $0.agent.id != member.agent.id && $0.isMovable && current.slot.isOpen(to: $0.agent.segment)
        }
        let people = (others.filter(\.state.isWaiting) + others.filter { !$0.state.isWaiting }).map { other in
            Content.Person(
                id: other.agent.id.text, name: "\(other.agent.familyName) \(other.agent.givenName)",
                mark: MemberMark(other, texts: texts, dates: dates),
                slot: other.current.map { dates.shortMoment($0.slot.starts) })
        }
        return Page(
            template: .replace, frame: frame,
            content: Content(
                lead: texts(people.isEmpty ? .teamReplaceNobody : .teamReplaceLead),
                card: AppointmentCard(current, texts: texts, clock: view.campaign.clock),
                form: people.isEmpty
                    ? nil
                    : Content.Form(
                        action: visit.path(own), csrf: csrf,
                        error: choiceMissing ? texts(.teamReplaceMissing) : nil, people: people),
                back: visit.path(own)))
    }
}
