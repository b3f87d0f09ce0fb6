// An appointment, as a leaf torn from a calendar.

internal import Core

/// What `partials/appointment` shows.
struct AppointmentCard: Sendable {
    let weekday: String
    let number: String
    let month: String
    let day: String
    let hours: String
    let place: String?
    let state: String
    let kind: String
    let icon: String

    init(_ current: AgentView.Current, texts: Texts, clock: WallClock) {
        let dates = WrittenDates(texts.language, clock: clock)
        let slot = current.slot
        let day = clock.day(slot.starts)
        weekday = dates.weekday(day)
        number = String(day.dayOfMonth)
        month = dates.month(day)
        self.day = dates.day(day)
        hours = dates.hours(slot.starts, slot.ends)
        place = slot.place.orNil
        let mark = StateMark(current.booking, texts: texts)
        (state, kind, icon) = (mark.text, mark.kind, mark.icon)
    }
}

/// A state as icon, colour and text together (RG-080).
struct StateMark {
    let text: String
    let kind: String
    let icon: String

    /// Nil stands for nobody placed.
    init(_ booking: Booking?, texts: Texts) {
        switch booking?.state {
        case .placed where booking?.answer == .tentative,
            .confirmed where booking?.answer == .tentative:
            (text, kind, icon) = (texts(.stateTentative), "asked", "ask")
        case .confirmed: (text, kind, icon) = (texts(.stateConfirmed), "good", "check")
        case .placed: (text, kind, icon) = (texts(.statePlaced), "asked", "ask")
        case .done: (text, kind, icon) = (texts(.stateDone), "good", "done")
        case .cancelled, nil: (text, kind, icon) = (texts(.stateNone), "none", "none")
        }
    }
}
