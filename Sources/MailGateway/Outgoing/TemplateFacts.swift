// What templates may say: the variables of each message, by name.

internal import Core

/// The variables of one message. Absent ones are absent, so that `{{#place}}…{{/place}}` asks whether there is one.
struct TemplateFacts {
    var values: [String: Any]

    /// `name` is the recipient's, and `link` their signed page.
    init(_ snapshot: MessageSnapshot, name: String, link: String) {
        let campaign = snapshot.campaign
        values = [
            "lang": snapshot.language.rawValue,
            "campaign": campaign.name,
            "operation": campaign.type.isEmpty ? campaign.name : campaign.type,
        ]
        set("link", link)
        set("name", name)
        set("description", campaign.description)
        set("preparation", campaign.preparation)
        set("contact", campaign.contact)
        tell(snapshot.message, WrittenDates(snapshot.language, clock: campaign.clock))
    }

    /// The names that a kind of message may use.
    static func names(of kind: Message.Kind) -> Set<String> {
        let options: Set<String> = ["options", "number", "when", "place", "hasOptions", "example"]
        let appointment: Set<String> = ["when", "start", "place"]
        let own: Set<String> =
            switch kind {
            case .invitation: options.union(["again", "duration"])
            case .answerReminder: options.union(["answerBy"])
            case .proposal: appointment.union(options).union(["answerBy", "keeps"])
            case .teamInvitation: options.union(["unplaced", "total", "others"])
            case .teamDigest: options.union(["placed", "unplaced", "absent", "total", "answerBy"])
            case .teamAnswer: Self.teamAnswerNames.union(options)
            case .alert: appointment.union(["agent", "email", "until", "delegate", "note"])
            case .daySheet: ["day", "visits"]
            case .lateness: ["answerBy", "total", "booked", "unanswered", "unansweredTotal"]
            case .bounces: ["addresses"]
            case .verification: appointment.union(["from"])
            case .confirmation: appointment.union(["placed"])
            case .change: appointment.union(["placed", "oldWhen", "oldPlace"])
            case .cancellation: appointment.union(options).union(["byAgent"])
            case .reminder: appointment.union(["changeableUntil", "placed"])
            case .clarification: appointment.union(options).union(["quoted", "current"])
            case .refusal:
                appointment.union(options).union(["current"]).union(RefusalReason.allCases.map(\.rawValue))
            }
        return own.union([
            "lang", "campaign", "operation", "link", "name", "description", "preparation", "contact",
        ])
    }

    private mutating func tell(_ message: Message, _ dates: WrittenDates) {
        switch message {
        case .invitation(let options, let again):
            values["again"] = again
            set("duration", Self.commonLength(options).map(dates.length))
            tell(options, dates)
        case .answerReminder(let options, let answerBy):
            values["answerBy"] = dates.day(answerBy)
            tell(options, dates)
        case .proposal(let held, let answerBy, let keeps, let options):
            values["answerBy"] = dates.limit(answerBy)
            values["keeps"] = keeps
            tell(held, dates)
            tell(options, dates)
        case .teamAnswer(let answer):
            tell(answer, dates)
            tell(answer.options, dates)
        case .teamDigest, .alert, .daySheet, .lateness, .bounces, .verification: break
        case .teamInvitation(let unplaced, let total, let options):
            tell(options, dates)
            values["unplaced"] = unplaced
            values["total"] = total
            if total > unplaced.count { values["others"] = total - unplaced.count }
        case .confirmation(let appointment, let placed):
            values["placed"] = placed
            tell(appointment, dates)
        case .change(let old, let new, let placed):
            values["placed"] = placed
            values["oldWhen"] = dates.range(old.starts, old.ends)
            set("oldPlace", old.place)
            tell(new, dates)
        case .cancellation(let appointment, let byAgent, let options):
            values["byAgent"] = byAgent
            tell(appointment, dates)
            tell(options, dates)
        case .reminder(let appointment, let changeableUntil, let placed):
            values["placed"] = placed
            set("changeableUntil", changeableUntil.map(dates.limit))
            tell(appointment, dates)
        case .clarification(let quoted, let options, let current):
            set("quoted", quoted)
            tell(current, dates)
            tell(options, dates)
        case .refusal(let reason, let options, let current, _):
            values[reason.rawValue] = true
            tell(current, dates)
            tell(options, dates)
        }
    }

    private mutating func tell(_ appointment: Appointment?, _ dates: WrittenDates) {
        guard let appointment else { return }
        values["current"] = true
        values["when"] = dates.range(appointment.starts, appointment.ends)
        values["start"] = dates.moment(appointment.starts)
        set("place", appointment.place)
    }

    private mutating func tell(_ options: [SlotOption], _ dates: WrittenDates) {
        values["hasOptions"] = !options.isEmpty
        // The second, where there is one: "1" reads like a mere sample.
        if let example = options.prefix(2).last { values["example"] = example.number }
        values["options"] = options.map { option in
            var row: [String: Any] = [
                "number": option.number, "when": dates.range(option.starts, option.ends),
            ]
            // An empty place must hide the appointment's, which a section would find further out.
            row["place"] = option.place.isEmpty ? false as Any : option.place
            return row
        }
    }

    mutating func set(_ name: String, _ text: String?) {
        if let text, !text.isEmpty { values[name] = text }
    }

    /// How long each option takes, where all take as long.
    private static func commonLength(_ options: [SlotOption]) -> Span? {
        let lengths = Set(options.map { $0.ends - $0.starts })
        return lengths.count == 1 ? lengths.first : nil
    }
}
