// Which slot somebody means who wrote a day and an hour.

/// What a written moment comes to among slots.
enum MomentChoice {
    case one(Slot)
    /// As many as a mail numbers, by time.
    case several([Slot])
    /// None; the instant that comes nearest to what was written.
    case none(Instant)

    /// Looks among the slots that a mail offered, then among all of the agent's, the free ones before the others: a full
    /// one is chosen where it is the only one, and refused as full. A number written beside the moment must be that of
    /// the slot.
    init(
        _ moment: WrittenMoment, offered: [SlotOption], among slots: [Slot], held: Slot?,
        in campaign: Campaign,
        now: Instant
    ) {
        let offered = Dictionary(
            offered.map { ($0.slot, $0.number) }, uniquingKeysWith: { first, _ in first })
        let fitting = slots.filter { slot in
            moment.matches(slot.starts, on: campaign.clock)
                && moment.option.map { $0 == offered[slot.id.text] } ?? true
        }
        let free = fitting.filter {
            $0.id == held?.id || ($0.left > 0 && !$0.isLocked(in: campaign, at: now))
        }
        for group in [free.filter { offered[$0.id.text] != nil }, free, fitting] where !group.isEmpty {
            self = group.count == 1 ? .one(group[0]) : .several(Array(group.prefix(SlotOffer.count)))
            return
        }
        self = .none(moment.next(after: now, on: campaign.clock))
    }
}

extension WrittenMoment {
    /// The first instant from now on that fits, at noon where no hour was written; now where none does within a year.
    func next(after now: Instant, on clock: WallClock) -> Instant {
        var dated = self
        dated.time = nil
        let today = clock.day(now)
        let noon = TimeOfDay(clamped: 12 * 60)
        let fitting = (0..<366).lazy.map { clock.instant(today.adding(days: $0), time ?? noon) }
        return fitting.first { $0 >= now && dated.matches($0, on: clock) } ?? now
    }
}
