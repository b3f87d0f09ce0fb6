// What is asked before something is done: why it is postponed and to when, what is wrong, whether nobody was there.

internal import Core

/// One question, as a dialog shows it, and a page of its own where there are no scripts.
struct Ask: Sendable {
    let id: String
    let verb: String
    let title: String
    let lead: String?
    let form: ActForm
    /// The label of what is to be written; nil where nothing is.
    let reason: String?
    let field: String
    let required: Bool
    /// Slots to postpone to.
    let slots: Page.List<Choice>?
    let button: String
    let grave: Bool
    let from: String
    let href: String
    let hidden: Bool

    struct Choice: Sendable {
        let id: String
        let label: String
    }

    /// Which acts ask something first, and from which states they are offered (RG-017).
    static let offered: [(act: FieldEntry.Act.Kind, from: [Operation.State])] = [
        (.postpone, [.planned, .inProgress, .toRemediate]), (.remediate, [.inProgress]),
        (.missed, [.planned, .inProgress]),
    ]

    init?(
        _ act: FieldEntry.Act.Kind, of work: Intervention, on page: PagePath, _ form: ActForm, _ texts: Texts
    ) {
        guard let from = Ask.offered.first(where: { $0.act == act })?.from else { return nil }
        let dates = WrittenDates(texts.language, clock: work.campaign.clock)
        verb = act.rawValue
        id = "ask-\(verb)"
        title = texts(act.phrase)
        self.form = form
        self.from = from.map(\.rawValue).joined(separator: " ")
        href = page(["ask": verb])
        hidden = !from.contains(work.state)
        button = texts(act.phrase)
        switch act {
        case .postpone:
            // RG-021: the reason may be left out.
            (lead, reason, field, required, grave) = (nil, texts(.fieldReason), "reason", false, false)
            slots = Page.List(
                work.slots.prefix(12).map { slot in
                    Choice(
                        id: slot.id.text,
                        label: [dates.range(slot.starts, slot.ends), slot.place.orNil].compactMap(\.self)
                            .joined(separator: ", "))
                })
        case .remediate:
            (lead, reason, field, required, grave) = (nil, texts(.fieldProblem), "problem", true, true)
            slots = nil
        default:
            // RG-302
            (lead, reason, field, required, grave) = (texts(.fieldMissedLead), nil, "", false, true)
            slots = nil
        }
    }
}
