// What an agent's page can be asked to show.

internal import Core
internal import Hummingbird

/// The query of `/b/TOKEN`. Whatever is not one of these is not looked at.
struct AgentQuery: Hashable {
    enum Screen: Hashable {
        case main, change, cancel, wishes
    }

    /// What has just been done, told once after the redirection that follows a form.
    enum Done: String, Hashable {
        case booked, moved, cancelled, waiting, gaveUp, roomLeft, declined, wished
    }

    /// `?lang=en`: what the reader asked for, against the agent's own language.
    var language: Language?
    /// `?change=1`, `?cancel=1`, `?wishes=1`.
    var screen = Screen.main
    /// `?from=2026-02-03`: the first day to show.
    var from: Day?
    var done: Done?
    /// `?slot=ID`: a choice made elsewhere, shown as made; nothing is booked before it is posted.
    var slot: Slot.ID?

    init(_ request: Request) {
        guard request.uri.query != nil else { return }
        let values = request.uri.queryParameters
        language = values["lang"].flatMap { Language(rawValue: String($0)) }
        if values["change"] == "1" { screen = .change }
        if values["cancel"] == "1" { screen = .cancel }
        if values["wishes"] == "1" { screen = .wishes }
        from = values["from"].flatMap { Day($0) }
        done = values["done"].flatMap { Done(rawValue: String($0)) }
        slot = values["slot"].flatMap { Slot.ID($0) }
    }

    /// Whether the page may be kept: what is told once, and what one visitor chose, is not.
    var isLasting: Bool { done == nil && slot == nil }
}
