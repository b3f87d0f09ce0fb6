// Slots to choose from, as a form shows them.
//
// Its controls are the browser's own: radio buttons in a field set a day, each with its label (RG-085), so that the
// keyboard alone chooses and confirms (RG-083), the focus is seen where it stands (RG-084), and a label as large as its
// card is the target (RG-082).

internal import Core

/// What `partials/slots` shows: a field set a day, a radio button a slot.
struct SlotForm: Sendable {
    let action: String
    let csrf: String
    /// `book` or `move`.
    let verb: String
    /// Nil where there is nothing to choose.
    var button: String?
    /// What is wrong with the choice; nil where nothing is.
    var error: String?
    let days: [Day]
    /// Links to other days; nil where all are shown.
    var around: Around?
    /// The same as buttons, where what the form holds must not be lost.
    var turns: Around?
    /// What the form holds besides the choice.
    var hidden: Page.List<Hidden>?

    struct Hidden: Sendable {
        let name: String
        let value: String
    }
    /// Where the buttons of full days post to, a form of their own: the return key, pressed on a slot, confirms it. Nil
    /// where nobody may wait.
    var waiting: String?

    struct Day: Sendable {
        let legend: String
        /// How much of a team would be there (RG-127); nil where nobody asks.
        var share: String?
        let slots: [Choice]
        /// What stands in the place of its slots where it is full and may be waited for (RG-303).
        var wait: Waiting?
    }

    struct Waiting: Sendable {
        let day: String
        /// `wait` or `giveUp`.
        let act: String
        let icon: String
        let note: String
        let label: String
    }

    struct Choice: Sendable {
        let id: String
        let starts: String
        /// Nil where all slots are as long, which the page tells once.
        let ends: String?
        /// `roomy`, `filling`, `nearly`, `shut` or `yours`.
        let kind: String
        let left: String
        /// Nil where all slots are at one place, which the page tells once.
        let place: String?
        let open: Bool
        let checked: Bool
    }

    struct Around: Sendable {
        let earlier: String?
        let later: String?
    }
}

/// Turns slots into what a form shows.
struct SlotWriter {
    let campaign: Campaign
    let texts: Texts
    let dates: WrittenDates
    let now: Instant
    /// The slot that they hold, shown and not to be chosen again.
    let held: Slot.ID?
    let chosen: Slot.ID?
    /// What all slots share, told once above them.
    let commonPlace: String?
    let commonDuration: Int?

    init(
        _ slots: [Slot], of campaign: Campaign, texts: Texts, now: Instant, held: Slot.ID?, chosen: Slot.ID?
    ) {
        self.campaign = campaign
        self.texts = texts
        self.now = now
        self.held = held
        self.chosen = chosen
        dates = WrittenDates(texts.language, clock: campaign.clock)
        let places = Set(slots.map(\.place))
        let durations = Set(slots.map { ($0.ends - $0.starts).wholeMinutes })
        commonPlace = places.count == 1 ? places.first : nil
        commonDuration = durations.count == 1 ? durations.first : nil
    }

    func days(_ days: [(day: Core.Day, slots: [Slot])]) -> [SlotForm.Day] {
        days.map { SlotForm.Day(legend: dates.day($0.day), slots: $0.slots.map(choice)) }
    }

    /// The same, where full days may be waited for (RG-303).
    func days(_ days: [(day: Core.Day, slots: [Slot])], waitingFor waits: [Wait]) -> [SlotForm.Day] {
        zip(days, self.days(days)).map { day, shown in
            var shown = shown
            if day.slots.isFull(in: campaign, at: now), !day.slots.contains(where: { $0.id == held }) {
                shown.wait = waiting(for: day.day, as: waits.first { $0.day == day.day })
            }
            return shown
        }
    }

    /// `wait` nil where they do not wait for it.
    private func waiting(for day: Core.Day, as wait: Wait?) -> SlotForm.Waiting {
        guard let wait else {
            return SlotForm.Waiting(
                day: day.description, act: "wait", icon: "none", note: texts(.dayFull),
                label: texts(.waitForPlace))
        }
        return SlotForm.Waiting(
            day: day.description, act: "giveUp", icon: wait.hold == nil ? "ask" : "check",
            note: texts(wait.hold == nil ? .waitingFor : .offerTitle), label: texts(.giveUpWaiting))
    }

    /// What is told once above the slots.
    var facts: [Fact] {
        var facts: [Fact] = []
        let minutes = commonDuration ?? campaign.durationMinutes
        facts.append(Fact(name: texts(.duration), value: texts.duration(minutes)))
        if let place = commonPlace?.orNil { facts.append(Fact(name: texts(.place), value: place)) }
        return facts
    }

    struct Fact: Sendable {
        let name: String
        let value: String
    }

    private func choice(_ slot: Slot) -> SlotForm.Choice {
        let (kind, left): (String, String) =
            if slot.id == held {
                ("yours", texts(.currentSlot))
            } else if slot.isLocked(in: campaign, at: now) {
                ("shut", texts(.closed))
            } else if slot.left == 0 {
                ("shut", texts(.full))
            } else {
                (slot.fill, texts(slot.left, one: .placesOne, many: .placesMany))
            }
        let open = kind != "shut" && kind != "yours"
        return SlotForm.Choice(
            id: slot.id.text, starts: dates.time(slot.starts),
            ends: commonDuration == nil ? dates.time(slot.ends) : nil,
            kind: kind, left: left, place: commonPlace == nil ? slot.place.orNil : nil, open: open,
            checked: open && slot.id == chosen)
    }
}

extension Slot {
    /// How full it is, as a style: below 50 %, 50–90 %, above 90 % taken.
    var fill: String {
        switch taken * 100 {
        case ..<(capacity * 50): "roomy"
        case ...(capacity * 90): "filling"
        default: "nearly"
        }
    }
}

extension [Slot] {
    /// Whether nothing is free of what could still be taken.
    func isFull(in campaign: Campaign, at now: Instant) -> Bool {
        let unlocked = filter { !$0.isLocked(in: campaign, at: now) }
        return !unlocked.isEmpty && unlocked.allSatisfy { $0.left == 0 }
    }
}
