// An intent in the words of `mail classify`.

import Core

/// `{"kind":"choose","option":2}`; a moment as `start` where it is an instant, and as its parts where it is not.
struct IntentText: Encodable {
    private let kind: String
    private var choice = ChoiceText()
    private var until: Day?
    private var lines: [LineText]?

    /// `written` is when the mail was: dates without a year are the first ones from then on.
    init(_ intent: Intent, written: Instant?, _ clock: WallClock) {
        let reading = { ChoiceText($0, written: written, clock) }
        switch intent {
        case .choose(let number):
            kind = "choose"
            choice.option = number
        case .chooseTime(let moment):
            kind = "choose"
            choice = reading(moment)
        case .accept: kind = "accept"
        case .decline: kind = "decline"
        case .cancel: kind = "cancel"
        case .move: kind = "move"
        case .absent(let day):
            kind = "absent"
            until = day
        case .place(let placed):
            kind = "place"
            lines = placed.map { LineText($0, reading) }
        case .unclear: kind = "unclear"
        }
    }

    func encode(to encoder: any Encoder) throws {
        try choice.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(kind, forKey: .kind)
        try container.encodeIfPresent(until, forKey: .until)
        try container.encodeIfPresent(lines, forKey: .lines)
    }

    private enum CodingKeys: CodingKey { case kind, until, lines }
}

/// What is chosen: a slot by its number, its moment, or both.
private struct ChoiceText: Encodable {
    var option: Int?
    private var start: String?
    /// 1 for Monday … 7 for Sunday.
    private var weekday: Int?
    private var day: Int?
    private var month: Int?
    private var year: Int?
    private var half: String?
    private var time: String?

    init() {}

    init(_ moment: WrittenMoment, written: Instant?, _ clock: WallClock) {
        option = moment.option
        start = written.flatMap { moment.instant(from: clock.day($0), on: clock) }.map(clock.iso8601)
        guard start == nil else { return }
        weekday = moment.weekday
        day = moment.dayOfMonth
        month = moment.month
        year = moment.year
        half = moment.half?.rawValue
        time = moment.time?.description
    }
}

/// One person of a manager's answer.
private struct LineText: Encodable {
    private let name: String
    private var choice = ChoiceText()
    private var cancel: Bool?
    private var unclear: Bool?

    init(_ line: PlacementLine, _ reading: (WrittenMoment) -> ChoiceText) {
        name = line.name
        switch line.choice {
        case .option(let number): choice.option = number
        case .time(let moment): choice = reading(moment)
        case .cancel: cancel = true
        case .unclear: unclear = true
        }
    }

    func encode(to encoder: any Encoder) throws {
        try choice.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encodeIfPresent(cancel, forKey: .cancel)
        try container.encodeIfPresent(unclear, forKey: .unclear)
    }

    private enum CodingKeys: CodingKey { case name, cancel, unclear }
}
