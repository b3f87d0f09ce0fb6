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
        let appointment: Set<String> = ["when", "start", "place", "current"]
        let team: Set<String> = ["unplaced", "others", "waiting", "total", "someone"]
        let own: Set<String> =
            switch kind {
            case .invitation: options.union(["again", "duration"])
            case .answerReminder: options.union(["answerBy", "duration"])
            case .proposal: appointment.union(options).union(["answerBy", "keeps"])
            case .teamInvitation: options.union(team)
            case .teamDigest:
                options.union(team).union([
                    "answerBy", "person", "hasUnplaced", "absent", "hasAbsent", "until", "placed",
                    "hasPlaced",
                    "confirmed", "otherPlaced",
                ])
            case .teamAnswer: Self.teamAnswerNames.union(options)
            case .alert:
                appointment.union(["agent", "email", "until", "delegate", "note"])
                    .union(Alert.Reason.allCases.map(\.rawValue))
            case .daySheet:
                [
                    "day", "visits", "hours", "agent", "reference", "place", "count", "telephone", "dial",
                    "office",
                    "equipment", "service",
                ]
            case .lateness: ["answerBy", "total", "booked", "unanswered", "unansweredTotal", "others"]
            case .bounces: ["addresses", "person", "email", "reason", "count", "others"]
            case .verification: appointment.union(["from", "wanted", "wantedPlace", "cancels"])
            case .confirmation: appointment.union(["placed"])
            case .change: appointment.union(["placed", "oldWhen", "oldPlace"])
            case .cancellation: appointment.union(options).union(["byAgent", "bySilence"])
            case .reminder: appointment.union(["changeableUntil", "placed"])
            case .placeOffer: options.union(["start", "heldUntil"])
            case .missed: appointment.union(options).union(["chooses"])
            case .postponement: appointment.union(options).union(["chooses", "reason"])
            case .freshLink: []
            case .clarification: appointment.union(options).union(["quoted"])
            case .refusal: appointment.union(options).union(RefusalReason.allCases.map(\.rawValue))
            }
        return own.union([
            "lang", "campaign", "operation", "link", "name", "description", "preparation", "contact",
        ])
    }

    /// The names that stand for several values: what a section of them holds is written once for each.
    static func lists(of kind: Message.Kind) -> Set<String> {
        switch kind {
        case .teamAnswer: ["options", "rows", "people"]
        case .teamDigest: ["options", "unplaced", "absent", "placed"]
        case .teamInvitation: ["options", "unplaced"]
        case .daySheet: ["visits"]
        case .lateness: ["unanswered"]
        case .bounces: ["addresses"]
        default: ["options"]
        }
    }

    private mutating func tell(_ message: Message, _ dates: WrittenDates) {
        switch message {
        case .invitation(let options, let again):
            values["again"] = again
            set("duration", Self.commonLength(options).map(dates.length))
            tell(options, dates)
        case .answerReminder(let options, let answerBy):
            values["answerBy"] = dates.day(answerBy)
            set("duration", Self.commonLength(options).map(dates.length))
            tell(options, dates)
        case .proposal(let held, let answerBy, let keeps, let options):
            values["answerBy"] = dates.limit(answerBy)
            values["keeps"] = keeps
            tell(held, dates)
            tell(options, dates)
        case .teamAnswer(let answer):
            tell(answer, dates)
            tell(answer.options, dates)
        case .teamInvitation(let unplaced, let total, let options):
            tell(unplaced, of: total, options, dates)
        case .teamDigest(let digest): tell(digest, dates)
        case .alert(let alert): tell(alert, dates)
        case .daySheet(let sheet): tell(sheet, dates)
        case .lateness(let report): tell(report, dates)
        case .bounces(let report): tell(report)
        case .verification(let asked, let from, let current):
            values["from"] = from.text
            switch asked {
            case .choose(let option):
                values["wanted"] = dates.range(option.starts, option.ends)
                set("wantedPlace", option.place)
            case .cancel: values["cancels"] = true
            }
            tell(current, dates)
        case .confirmation(let appointment, let placed):
            values["placed"] = placed
            tell(appointment, dates)
        case .change(let old, let new, let placed):
            values["placed"] = placed
            values["oldWhen"] = dates.range(old.starts, old.ends)
            set("oldPlace", old.place)
            tell(new, dates)
        case .cancellation(let appointment, let byAgent, let options, let bySilence):
            values["byAgent"] = byAgent
            values["bySilence"] = bySilence == true
            tell(appointment, dates)
            tell(options, dates)
        case .reminder(let appointment, let changeableUntil, let placed):
            values["placed"] = placed
            set("changeableUntil", changeableUntil.map(dates.limit))
            tell(appointment, dates)
        case .placeOffer(let offered, let heldUntil):
            values["heldUntil"] = dates.limit(heldUntil)
            values["when"] = dates.range(offered.starts, offered.ends)
            values["start"] = dates.moment(offered.starts)
            set("place", offered.place)
            tell([offered], dates)
        case .missed(let appointment, let options, let chooses):
            values["chooses"] = chooses
            tell(appointment, dates)
            tell(options, dates)
        case .postponement(let appointment, let reason, let options, let chooses):
            values["chooses"] = chooses
            set("reason", reason)
            tell(appointment, dates)
            tell(options, dates)
        case .freshLink: break
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

    mutating func set(_ name: String, _ text: String?) {
        if let text, !text.isEmpty { values[name] = text }
    }

    /// How long each option takes, where all take as long.
    private static func commonLength(_ options: [SlotOption]) -> Span? {
        let lengths = Set(options.map { $0.ends - $0.starts })
        return lengths.count == 1 ? lengths.first : nil
    }
}
